/** Tokens made by hand as PROTOCOL.md shows, used on a real server. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { signByHand } from '../../support/server/keys/sign-by-hand.ts';
import { startTestServer, testKey } from '../../support/server/test-server.ts';

const run = promisify(execFile);
const document = readFileSync(new URL('../../../sdk/protocol/PROTOCOL.md', import.meta.url), 'utf8');

function exampleOf(name: string): string {
  const [, section = ''] = document.split(`<!-- example: ${name} -->`);
  const [, code = ''] = /```\w+\n([\s\S]*?)```/.exec(section) ?? [];
  return code;
}

/** Whether a program is installed; the skipped test says if it is not. */
const hasProgram = (name: string): Promise<boolean> =>
  run(name, ['-c', '']).then(
    () => true,
    () => false,
  );

async function start(t: Test) {
  const server = await startTestServer();
  t.teardown(() => server.close());
  return server;
}

const createRoom = async (url: string, token: string) => {
  const answer = await fetch(`${url}/v1/rooms`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  const room: unknown = await answer.json();
  return { status: answer.status, roomId: typeof room === 'object' && room && 'id' in room ? String(room.id) : '' };
};

t.test('the tokens of the Python example open the API and a room', async (t) => {
  if (!(await hasProgram('python3'))) {
    t.pass('skipped: there is no python3 on this machine');
    return;
  }
  const { url } = await start(t);
  const python = async (call: string) => {
    const { stdout } = await run('python3', ['-c', `${exampleOf('token-python')}\nprint(${call})`]);
    return stdout.trim();
  };
  const key = `"${testKey.id}", "${testKey.secret}"`;
  const { status, roomId } = await createRoom(url, await python(`admin_token(${key})`));
  t.equal(status, 201);
  const token = await python(`access_token(${key}, "${roomId}", "client-4711", "client", "Zoë Ñandú")`);
  const { client, arrival } = await RawClient.join(url, { token });
  t.match(arrival, { snapshot: { state: 'waiting', self: { name: 'Zoë Ñandú', role: 'client' } } });
  client.close();
});

t.test('the token of the shell example opens the API', async (t) => {
  const { url } = await start(t);
  const script = `${exampleOf('token-shell')}\nprintf %s "$token"`;
  const { stdout } = await run('sh', ['-c', script], {
    env: { ...process.env, key: testKey.id, secret: testKey.secret },
  });
  t.equal((await createRoom(url, stdout)).status, 201);
});

t.test('a token lacking what the document requires is refused, and every row of the tables is one', async (t) => {
  const { url, createRoom, tokenFor } = await start(t);
  const good = await tokenFor(await createRoom(), { sub: 'anna', role: 'client', name: 'Anna' });
  const [, payload = ''] = good.split('.');
  const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const [, table = ''] = document.split('| claim | access token | admin token | value |');
  const required = [...table.matchAll(/^\| `(\w+)` \| required \|/gm)].map(([, name = '']) => name);
  t.same(required.sort(), ['aud', 'exp', 'iat', 'iss', 'jti', 'name', 'role', 'room', 'sub']);
  const header = { alg: 'HS256', kid: testKey.id, typ: 'hearthroom+jwt' };
  const codeOf = async (head: object, body: object) => {
    const client = await RawClient.open(url);
    return client.codeOf('authenticate', { token: signByHand(head, body, testKey.secret) });
  };
  t.equal(await codeOf(header, claims), 'ok');
  for (const name of required) t.equal(await codeOf(header, { ...claims, [name]: undefined }), 'token-invalid', name);
  for (const name of Object.keys(header))
    t.equal(await codeOf({ ...header, [name]: undefined }, claims), 'token-invalid', `header ${name}`);
  t.equal(await codeOf(header, { ...claims, aud: ['hearthroom'] }), 'token-invalid', 'aud as a list');
  t.equal(await codeOf(header, { ...claims, Name: 'Anna' }), 'token-invalid', 'a claim that there is not');
  const now = Math.floor(Date.now() / 1_000);
  t.equal(await codeOf(header, { ...claims, nbf: now - 200, iat: now - 200, exp: now - 100 }), 'token-expired');
});
