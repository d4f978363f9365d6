import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { testKey } from '../../support/server/test-server.ts';

/** Child processes of this process. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);
}

function parentOf(pid: number): number | null {
  try {
    const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(parent);
  } catch {
    return null;
  }
}

const isAlive = (pid: number) => parentOf(pid) !== null && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

async function start(t: Test, env: Record<string, string> = {}, args: string[] = []): Promise<ServerProcess> {
  const server = await ServerProcess.start(env, args);
  t.teardown(() => server.remove());
  return server;
}

t.test('--help lists every setting', async (t) => {
  const server = await start(t, {}, ['--help']);
  t.equal(await server.exited, 0);
  for (const name of [
    'HEARTHROOM_PORT',
    'HEARTHROOM_KEYS',
    'HEARTHROOM_DATA_DIR',
    'HEARTHROOM_PUBLIC_ADDRESS',
    'HEARTHROOM_TLS_CERT',
  ]) {
    t.match(server.output, name);
  }
});

t.test('an invalid setting is named with the fix, and secrets are not printed', async (t) => {
  const server = await start(t, { HEARTHROOM_PORT: 'many', HEARTHROOM_KEYS: 'clinic:canary-short' });
  t.equal(await server.exited, 1);
  t.match(server.output, /HEARTHROOM_PORT/);
  t.match(server.output, /HEARTHROOM_KEYS.*32/);
  t.notMatch(server.output, /canary/);
  t.notMatch(server.output, /\n\s+at /, 'no stack');
});

t.test('without keys it doesn’t start', async (t) => {
  const server = await start(t, { HEARTHROOM_KEYS: '' });
  t.equal(await server.exited, 1);
  t.match(server.output, /HEARTHROOM_KEYS/);
});

t.test('a damaged demo file is one clear line, without the key that is in it', async (t) => {
  const dataDir = t.testdir({ 'demo.json': '{"secret":"canary-canary-canary-canary-canary","roo' });
  const server = await start(t, { HEARTHROOM_DEMO: 'true', HEARTHROOM_KEYS: '', HEARTHROOM_DATA_DIR: dataDir });
  t.equal(await server.exited, 1);
  t.match(server.output, /demo\.json is damaged\. Remove it/);
  t.notMatch(server.output, /canary/);
  t.equal(server.output.trim().split('\n').length, 1);
});

t.test('a data directory that is a file, and a certificate that is none, are one clear line each', async (t) => {
  const directory = t.testdir({ file: 'x', 'cert.pem': 'rubbish', 'key.pem': 'rubbish' });
  for (const [env, line] of [
    [{ HEARTHROOM_DATA_DIR: `${directory}/file` }, /HEARTHROOM_DATA_DIR/],
    [
      { HEARTHROOM_TLS_CERT: `${directory}/cert.pem`, HEARTHROOM_TLS_KEY: `${directory}/key.pem` },
      /HEARTHROOM_TLS_CERT or HEARTHROOM_TLS_KEY/,
    ],
  ] as const) {
    const server = await start(t, { HEARTHROOM_LOG_LEVEL: 'fatal', ...env });
    t.equal(await server.exited, 1);
    t.match(server.output, line);
    t.equal(server.output.trim().split('\n').length, 1, server.output);
  }
});

t.test('a port in use is one clear line', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  t.teardown(() => other.close());
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const server = await start(t, { HEARTHROOM_PORT: port, HEARTHROOM_LOG_LEVEL: 'fatal' });
  t.equal(await server.exited, 1);
  t.match(server.output, `Port ${port} on 127.0.0.1 is in use`);
  t.equal(server.output.trim().split('\n').length, 1);
});

/** What the page behind a personal link does. */
async function tokenOf(url: string, code: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/j/token`, { method: 'POST', headers, body: JSON.stringify({ code }) });
  return String((await answer.json()).token);
}

/** The demo, with its therapist inside. */
async function startWithTherapist(t: Test, env: Record<string, string> = {}) {
  const server = await start(t, { HEARTHROOM_DEMO: 'true', HEARTHROOM_KEYS: '', ...env });
  const url = await server.url();
  while ((server.output.match(/\/j\//g) ?? []).length < 4) await new Promise((resolve) => setTimeout(resolve, 50));
  const codes = [...server.output.matchAll(/\/j\/(\S+)/g)].map(([, code = '']) => code);
  const token = await tokenOf(url, codes[0] ?? '');
  const { client, arrival } = await RawClient.join(url, { token });
  t.match(arrival, { snapshot: { state: 'admitted', self: { role: 'therapist' } } });
  const workers = childrenOf(server.child.pid ?? 0);
  t.equal(workers.length, 1);
  const send = (signal: NodeJS.Signals) => server.child.kill(signal);
  const drained = async () => {
    while ((await fetch(`${url}/readyz`)).status !== 503) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { server, url, client, workers, send, drained };
}

t.test('after SIGTERM a session can finish, then the server exits with 0', async (t) => {
  const { server, client, workers, send, drained } = await startWithTherapist(t);
  send('SIGTERM');
  await drained();
  send('SIGTERM');
  t.ok(
    await client.request('ping'),
    'the session goes on, also when a wrapper passes on the signal that it got as well',
  );
  t.ok(workers.every(isAlive));
  await client.request('leave');
  t.equal(await server.exited, 0);
  t.same(workers.filter(isAlive), [], 'no worker is left');
});

for (const [what, env, signals] of [
  ['SIGINT', {}, ['SIGINT']],
  ['a second SIGTERM', {}, ['SIGTERM', 'SIGTERM']],
  ['a drain limit of 0', { HEARTHROOM_DRAIN_LIMIT_SECONDS: '0' }, ['SIGTERM']],
  ['the end of the drain limit', { HEARTHROOM_DRAIN_LIMIT_SECONDS: '1' }, ['SIGTERM']],
] as const) {
  t.test(`${what} tells the clients, closes everything and exits with 0`, async (t) => {
    const { server, client, workers, send, drained } = await startWithTherapist(t, env);
    const told = client.notification('closing');
    const [first, second] = signals;
    send(first);
    if (second) {
      await drained();
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      send(second);
    }
    t.match(await told, { code: 'server-shutdown', retryAfterMs: Number });
    t.equal(await server.exited, 0);
    t.same(workers.filter(isAlive), [], 'no worker is left');
  });
}

t.test('SIGTERM with nobody inside ends the server at once', async (t) => {
  const server = await start(t);
  await server.url();
  server.child.kill('SIGTERM');
  t.equal(await server.exited, 0);
});

t.test('POST /v1/drain ends the server when the session is over; a SIGTERM meanwhile disconnects nobody', async (t) => {
  const server = await start(t);
  const url = await server.url();
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const room = await fetch(`${url}/v1/rooms`, { method: 'POST', headers: { authorization } });
  const { id } = JSON.parse(await room.text());
  const token = await createAccessToken({ key: testKey, room: id, sub: 'weber', name: 'Weber', role: 'therapist' });
  const { client } = await RawClient.join(url, { token });
  const { status } = await fetch(`${url}/v1/drain`, { method: 'POST', headers: { authorization } });
  t.equal(status, 202);
  server.child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.ok(await client.request('ping'));
  await client.request('leave');
  t.equal(await server.exited, 0);
  t.match(server.output, /"by":"api:test".*"msg":"draining"/);
});

t.test('kill -9 leaves no worker behind', async (t) => {
  const server = await start(t);
  await server.url();
  const workers = childrenOf(server.child.pid ?? 0);
  t.equal(workers.length, 1);
  server.child.kill('SIGKILL');
  await server.exited;
  while (workers.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
});

t.test('no secret of the server, and nothing else of its environment, is in that of a media worker', async (t) => {
  const canary = 'canary-0123456789-abcdefghijklmnopqrst';
  const server = await start(t, {
    HEARTHROOM_KEYS: `clinic:${canary}`,
    HEARTHROOM_METRICS_TOKEN: canary,
    HEARTHROOM_WEBHOOK_URL: 'http://127.0.0.1:9/',
    HEARTHROOM_WEBHOOK_SECRET: canary,
    HEARTHROOM_TURN_URLS: 'turn:relay.example',
    HEARTHROOM_TURN_SECRET: canary,
    DATABASE_URL: `postgres://${canary}@db`,
    LD_LIBRARY_PATH: '/opt/libraries-of-the-worker',
  });
  await server.url();
  const workers = childrenOf(server.child.pid ?? 0);
  t.equal(workers.length, 1);
  for (const pid of workers) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    t.notMatch(environment, canary);
    t.notMatch(environment, 'HEARTHROOM_');
    t.match(environment, 'LD_LIBRARY_PATH=/opt/libraries-of-the-worker');
    t.match(environment, 'MEDIASOUP_VERSION=');
  }
});

t.test(
  'SIGHUP doesn’t end a server that was not started from a terminal, also when there is nothing to read anew',
  async (t) => {
    const server = await start(t);
    const url = await server.url();
    server.child.kill('SIGHUP');
    t.equal((await fetch(`${url}/healthz`)).status, 200);
    server.child.kill('SIGINT');
    t.equal(await server.exited, 0);
  },
);

for (const [mode, env, lastLine] of [
  ['a server', {}, /Hearthroom listens on http/],
  ['a demo', { HEARTHROOM_DEMO: 'true', HEARTHROOM_KEYS: '' }, /Stop with Ctrl\+C/],
] as const) {
  t.test(
    `${mode} whose standard output is no terminal writes JSON there alone; words for people are on stderr`,
    async (t) => {
      const server = await start(t, env);
      await server.url();
      while (!lastLine.test(server.output)) await once(server.child.stderr ?? server.child, 'data');
      server.child.kill('SIGINT');
      t.equal(await server.exited, 0);
      const lines = server.stdout.trim().split('\n');
      t.doesNotThrow(() => lines.map((line) => JSON.parse(line)));
      t.match(
        lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'listening'),
        [{ level: 'info', port: Number, tls: false }],
      );
      t.notMatch(server.stdout, lastLine);
      t.notMatch(server.stdout, '/j/', 'no link to a room is in the log');
    },
  );
}
