/** The examples of backends in sdk/README.md and docs/links.md run with a real server. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { readDocument } from '../../../support/docs/markdown.ts';
import { startListening } from '../../../support/sdk/listening-rest.ts';
import { testKey } from '../../../support/server/rest/rest-server.ts';

const [, chapter = ''] = readDocument('sdk/README.md').split('<!-- example: backend -->');
const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(chapter) ?? [];

t.test('the example of the backend does what it says, also a second time', async (t) => {
  const { url, client } = await startListening(t);
  const here = code.replace('https://calls.example.org', url).replace("id: 'clinic'", `id: '${testKey.id}'`);
  const script = join(t.testdir({ 'backend.ts': `${here}\nconsole.log(token);` }), 'backend.ts');
  const options = { env: { ...process.env, HEARTHROOM_SECRET: testKey.secret } };
  const run = () => promisify(execFile)(process.execPath, ['--conditions=hearthroom-source', script], options);
  const { stdout } = await run();
  t.match(stdout, /^r-[\w-]+ open\n[\w-]+\.[\w-]+\.[\w-]+\n$/);
  await run();
  const { rooms } = await client.listRooms();
  t.match(rooms, [{ settings: { title: 'Thursday group', maxParticipants: 18 } }], 'there is one room');
});

const [, links = ''] = readDocument('docs/links.md').split('<!-- example: personal-links -->');
const [, linksCode = ''] = /```ts\n([\s\S]*?)```/.exec(links) ?? [];

t.test('the example of personal links prints one for each person', async (t) => {
  const { url, rest } = await startListening(t);
  const script = join(t.testdir({ 'links.ts': linksCode }), 'links.ts');
  const env = { ...process.env, HEARTHROOM_URL: url, HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}` };
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=hearthroom-source', script], { env });
  const lines = stdout.trim().split('\n');
  t.match(lines, [/^Dr\. Weber: https:\/\/calls\.example\.org\/j\//, /^Anna: /]);
  const code = lines[1]?.split('/j/')[1];
  t.equal((await rest.call('POST', '/j/token', { body: { code }, token: null })).status, 200);
});

const [, ofSeries = ''] = readDocument('docs/links.md').split('<!-- example: series-links -->');
const [, ofSeriesCode = ''] = /```ts\n([\s\S]*?)```/.exec(ofSeries) ?? [];

t.test('the example of links to a series prints one for each member', async (t) => {
  const { url, rest, client } = await startListening(t);
  const weekly = { start: '2031-01-07T18:00', timeZone: 'UTC', rule: 'FREQ=WEEKLY', lengthMinutes: 60 };
  const { id } = await client.createSeries({ ...weekly, members: [{ id: 'p-anna', name: 'Anna', role: 'client' }] });
  const [imports = ''] = linksCode.split('\nconst room');
  const script = join(
    t.testdir({ 'links.ts': `${imports}\nconst series = await hearthroom.getSeries('${id}');\n${ofSeriesCode}` }),
    'links.ts',
  );
  const env = { ...process.env, HEARTHROOM_URL: url, HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}` };
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=hearthroom-source', script], { env });
  const [, code] = /^Anna: https:\/\/calls\.example\.org\/j\/([\w-]{32}) \d+\n$/.exec(stdout) ?? [];
  t.match((await rest.call('POST', '/j/token', { body: { code }, token: null })).body, {
    sessions: [{ id: '20310107T180000' }],
  });
});
