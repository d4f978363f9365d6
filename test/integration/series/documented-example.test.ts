/** Runs the example of docs/series.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { readDocument } from '../../support/docs/markdown.ts';
import { MovedClock } from '../../support/series/moved-clock.ts';
import { startRest, testKey } from '../../support/server/rest/rest-server.ts';

t.test('the example of the documentation does what it says', async (t) => {
  const { fastify, call } = await startRest(t, { clock: new MovedClock('2026-10-01T00:00Z') });
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  const [, example = ''] = /<!-- example: series -->\n```ts\n([\s\S]*?)```/.exec(readDocument('docs/series.md')) ?? [];
  const code = example
    .replace('https://calls.example.org', url)
    .replace("id: 'clinic'", `id: '${testKey.id}'`)
    .replace("process.env.HEARTHROOM_SECRET ?? ''", `'${testKey.secret}'`);
  const file = join(t.testdir(), 'example.ts');
  writeFileSync(file, `${code}\nexport { calendar, series };`);
  const { calendar, series } = await import(pathToFileURL(file).href);
  t.match(calendar, /EXDATE;TZID=Europe\/Berlin:20261027T180000/);
  t.match(calendar, /RECURRENCE-ID;TZID=Europe\/Berlin:20261103T180000/);
  t.match((await call('GET', `/v1/series/${series.id}`)).body, {
    skipped: ['20261027T180000'],
    moved: [{ id: '20261103T180000', start: '2026-11-04T17:00' }],
    members: [{ id: 'p-weber' }, { id: 'p-anna' }, { id: 'p-ben', from: '20261110T180000' }],
  });
});
