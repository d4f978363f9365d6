import { execFileSync } from 'node:child_process';
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import t, { type Test } from 'tap';
import { enterOwnNetwork, ownAddress, whyNoOwnNetwork } from '../../support/browser/own-network.ts';
import { ServerProcess } from '../../support/server/server-process.ts';

const why = whyNoOwnNetwork();
if (why === null) {
  enterOwnNetwork();
  execFileSync('ip', ['addr', 'add', 'fe80::1/64', 'dev', 'card', 'nodad']);
  execFileSync('ip', ['addr', 'add', '10.99.0.3/24', 'dev', 'card']);
}
const skip = why ?? false;

async function start(t: Test, env: Record<string, string>): Promise<{ server: ServerProcess; port: number }> {
  const server = await ServerProcess.start(env);
  t.teardown(() => server.remove());
  while (!/"port":\d+,/.test(server.output) && server.child.exitCode === null)
    await new Promise((resolve) => setImmediate(resolve));
  return { server, port: Number(/"port":(\d+),/.exec(server.output)?.[1]) };
}

interface Question {
  host: string;
  port: number;
  path: string;
  headers?: Record<string, string>;
  localAddress?: string;
}

const ask = (question: Question): Promise<{ status: number | undefined; body: string }> =>
  new Promise((resolve, reject) => {
    get(question, async (response) => resolve({ status: response.statusCode, body: await text(response) })).on(
      'error',
      reject,
    );
  });

t.test('a server on a link-local address with its interface serves, and names its URL', { skip }, async (t) => {
  const { server, port } = await start(t, { HEARTHROOM_HOST: 'fe80::1%card', HEARTHROOM_MEDIA_LISTEN_IP: ownAddress });
  t.match(await ask({ host: 'fe80::1%card', port, path: '/healthz' }), { status: 200 });
  t.match(await ask({ host: 'fe80::1%card', port, path: '/metrics' }), { status: 200 }, 'this machine reads it');
  while (!server.output.includes('listens on')) await new Promise((resolve) => setImmediate(resolve));
  t.match(server.output, `Hearthroom listens on http://[fe80::1%25card]:${port}`);
});

t.test('a proxy with a link-local address is trusted on the interface that is named', { skip }, async (t) => {
  const env = { HEARTHROOM_HOST: 'fe80::1%card', HEARTHROOM_MEDIA_LISTEN_IP: ownAddress };
  const headers = { 'x-forwarded-for': '198.51.100.7' };
  for (const [trusted, isNoticed] of [
    ['fe80::1%card', false],
    ['fe80::1%other', true],
  ] as const) {
    const { server, port } = await start(t, { ...env, HEARTHROOM_TRUSTED_PROXIES: trusted });
    await ask({ host: 'fe80::1%card', port, path: '/healthz', headers });
    server.child.kill('SIGINT');
    await server.exited;
    t.equal(server.output.includes('untrusted-proxy'), isNoticed, trusted);
  }
});

t.test('an interface that the machine does not have is one line with the mend', { skip }, async (t) => {
  const { server } = await start(t, { HEARTHROOM_HOST: 'fe80::1%nope', HEARTHROOM_MEDIA_LISTEN_IP: ownAddress });
  t.equal(await server.exited, 1);
  t.match(server.output, 'This machine has no interface nope. Set HEARTHROOM_HOST to');
});

t.test('a server on one address gives /metrics to programs of the machine, by that address', { skip }, async (t) => {
  const { port } = await start(t, { HEARTHROOM_HOST: ownAddress });
  const question = { host: ownAddress, port, path: '/metrics' };
  t.match(await ask(question), { status: 200, body: /^hearthroom_connections 0$/m });
  t.match(await ask({ ...question, headers: { host: 'evil.example' } }), { status: 401 });
  t.match(await ask({ ...question, localAddress: '10.99.0.3' }), { status: 401 }, 'from another address');
});
