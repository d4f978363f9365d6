import { join } from 'node:path';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { ed25519Pair, p256Pair, writeKeyFile } from '../../support/server/keys/key-pairs.ts';
import { ServerProcess } from '../../support/server/server-process.ts';

const [portal, app] = [ed25519Pair(), p256Pair()];
const keys = {
  portal: { id: 'portal', privateKey: portal.privatePem },
  app: { id: 'app', privateKey: app.privatePem },
};
const entries = {
  portal: { id: 'portal', publicKey: portal.publicPem },
  app: { id: 'app', publicKey: app.publicKey.export({ format: 'jwk' }) },
};

async function start(t: Test, keysFile: string): Promise<ServerProcess> {
  const server = await ServerProcess.start({ HEARTHROOM_KEYS: '', HEARTHROOM_KEYS_FILE: keysFile });
  t.teardown(() => server.remove());
  return server;
}

async function createRoom(url: string, key: (typeof keys)['portal'], headers = {}): Promise<Response> {
  const authorization = `Bearer ${await createAdminToken({ key })}`;
  return fetch(`${url}/v1/rooms`, { method: 'POST', headers: { authorization, ...headers } });
}

/** Waits for a log line; fails by the test's own time limit. */
async function printed(server: ServerProcess, text: string): Promise<void> {
  while (!server.output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
}

t.test(
  'on SIGHUP a running server takes the keys of the file, and keeps those it has when the file is broken',
  async (t) => {
    const keysFile = join(t.testdir(), 'keys.json');
    writeKeyFile(keysFile, [entries.portal]);
    const server = await start(t, keysFile);
    const url = await server.url();
    const { id: room } = await (await createRoom(url, keys.portal)).json();
    t.equal((await createRoom(url, keys.app)).status, 401);
    const token = await createAccessToken({ key: keys.portal, room, sub: 'anna', role: 'client', name: 'Anna' });
    const { client } = await RawClient.join(url, { token });

    writeKeyFile(keysFile, [{ id: 'app', secret: 'canary' }]);
    server.child.kill('SIGHUP');
    await printed(server, 'key file is invalid');
    t.match(server.output, /key number 1 has a secret that has 6 bytes/);
    t.notMatch(server.output, 'canary');
    t.equal(await client.codeOf('ping'), 'ok');

    writeKeyFile(keysFile, [entries.app]);
    server.child.kill('SIGHUP');
    t.same(await client.closed, { code: 4403, reason: 'token-revoked' });
    await printed(server, 'API keys reloaded');
    t.equal((await createRoom(url, keys.portal)).status, 401);
    t.equal((await createRoom(url, keys.app)).status, 201);
    const authorization = `Bearer ${await createAdminToken({ key: keys.app })}`;
    const audit = await (await fetch(`${url}/v1/audit`, { headers: { authorization } })).text();
    t.match(audit, '"by":null,"detail":{"added":["app"],"changed":[],"removed":["portal"]}');
    t.equal(server.child.exitCode, null);
  },
);

t.test(
  'an idempotency key works under a public key too, and its room’s id can’t be worked out from public things',
  async (t) => {
    const keysFile = join(t.testdir(), 'keys.json');
    writeKeyFile(keysFile, [entries.portal]);
    const ids = [];
    for (let index = 0; index < 2; index += 1) {
      const server = await start(t, keysFile);
      const url = await server.url();
      const [first, again] = [
        await createRoom(url, keys.portal, { 'idempotency-key': 'tuesday' }),
        await createRoom(url, keys.portal, { 'idempotency-key': 'tuesday' }),
      ];
      t.equal(first.status, 201);
      t.equal(again.status, 200);
      const { id } = await first.json();
      t.equal((await again.json()).id, id);
      ids.push(id);
      await server.remove();
    }
    t.not(ids[0], ids[1], 'another server, another id');
  },
);

t.test('a weak or broken key file is one clear line at the start', async (t) => {
  const keysFile = join(t.testdir(), 'keys.json');
  for (const [entry, line] of [
    [{ id: 'portal', publicKey: 'rubbish' }, /HEARTHROOM_KEYS_FILE: key number 1 is not PEM .*openssl pkey/],
    [{ id: 'portal', publicKey: portal.privatePem }, /is a private key; keep that one to yourself/],
    [
      { id: 'clinic', secret: 'canary' },
      /has 6 bytes; at least 32 are needed: make one with `openssl rand -base64 32`/,
    ],
  ] as const) {
    writeKeyFile(keysFile, [entry]);
    const server = await start(t, keysFile);
    t.equal(await server.exited, 1);
    t.match(server.output, line);
    t.notMatch(server.output, /canary|PRIVATE/);
    t.equal(server.output.trim().split('\n').length, 1, server.output);
  }
});
