import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import t, { type Test } from 'tap';
import { RawClient } from '../support/server/raw-client.ts';
import { ServerProcess } from '../support/server/server-process.ts';

/** Processes whose parent is this one. */
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

t.test('a wrong setting is named, with the mend, and secrets are not repeated', async (t) => {
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

t.test('SIGTERM tells the clients, closes everything and exits with 0', async (t) => {
  const server = await start(t, { HEARTHROOM_DEMO: 'true', HEARTHROOM_KEYS: '' });
  const url = await server.url();
  while ((server.output.match(/#token=/g) ?? []).length < 4) await new Promise((resolve) => setTimeout(resolve, 50));
  const tokens = [...server.output.matchAll(/#token=(\S+)/g)].map(([, token = '']) => token);
  const { client, arrival } = await RawClient.join(url, { token: tokens[0] ?? '' });
  t.match(arrival, { snapshot: { state: 'admitted', self: { role: 'therapist' } } });
  const workers = childrenOf(server.child.pid ?? 0);
  t.equal(workers.length, 1);
  server.child.kill('SIGTERM');
  t.match(await client.notification('closing'), { code: 'server-shutdown' });
  t.equal(await server.exited, 0);
  t.same(workers.filter(isAlive), [], 'no worker is left');
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
