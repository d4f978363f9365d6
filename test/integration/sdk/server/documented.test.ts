/** The example of a backend in sdk/README.md runs with a real server. */
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
