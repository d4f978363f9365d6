import { once } from 'node:events';
import { createServer } from 'node:http';
import { Session } from '@hearthroom/sdk';
import t from 'tap';
import { createAuth } from '../../../server/src/auth/create-auth.ts';
import { hashPasscode } from '../../../server/src/rooms/passcode-gate.ts';
import { SignalingServer } from '../../../server/src/signaling/signaling-server.ts';
import { SqliteStore } from '../../../server/src/store/sqlite/sqlite-store.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import { startSession } from '../../support/server/clients/joined-session.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer, testKey } from '../../support/server/test-server.ts';

const retry = { code: 'server-shutdown', retryAfterMs: 2_000 };
const closed = { code: 4503, reason: 'server-shutdown' };

t.test('a person who is still on the way in when the server goes down is told when to come back, too', async (t) => {
  // Checking a passcode takes a while: the shutdown happens during it.
  const { server, room } = await startSession(t, {}, { passcodeHash: await hashPasscode('lighthouse') });
  const silent = await RawClient.open(server.url);
  const entering = await RawClient.open(server.url);
  const token = await server.tokenFor(room, { sub: 'anna', role: 'client', name: 'Anna' });
  entering.socket.send(JSON.stringify({ id: 1, method: 'authenticate', params: { token, passcode: 'lighthouse' } }));
  entering.socket.ping();
  await once(entering.socket, 'pong');
  await server.stop();
  for (const client of [silent, entering]) {
    t.match(await client.notification('closing'), retry);
    t.same(await client.closed, closed);
    t.same(
      client.notifications.map(({ method, seq }) => [method, seq]),
      [
        ['hello', 0],
        ['closing', 1],
      ],
    );
    t.equal(client.frames.length, 2, 'and no answer');
  }
});

t.test('a client whose handshake ends during the shutdown is told when to retry', async (t) => {
  const server = await startTestServer();
  t.teardown(() => server.close());
  const store = SqliteStore.open(t.testdir());
  const { observer, registry } = server.app;
  const { tokens, revocations } = createAuth({
    sources: { keys: new Map([[testKey.id, testKey.secret]]), keysFile: null },
    store,
    observer,
  });
  const signaling = new SignalingServer({
    ...{ registry, tokens, observer, routerRtpCapabilities: {}, createIceServers: () => [] },
    ...{ allowedOrigins: [], trustedProxies: [] },
  });
  const http = createServer().listen(0, '127.0.0.1');
  t.teardown(() => {
    http.close();
    revocations.close();
    store.close();
  });
  await once(http, 'listening');
  signaling.attach(http);
  signaling.close(3_000);
  const late = await RawClient.open(`http://127.0.0.1:${Object(http.address()).port}`);
  t.same(await late.closed, closed);
  t.same(late.notifications, [{ method: 'closing', params: { code: 'server-shutdown', retryAfterMs: 3_000 }, seq: 1 }]);
});

t.test('the SDK waits as long as it was told before it tries again', async (t) => {
  const { server, room } = await startSession(t, {}, { passcodeHash: await hashPasscode('lighthouse') });
  const asked: number[] = [];
  const session = new Session({
    url: server.url,
    getToken: () => {
      asked.push(performance.now());
      return server.tokenFor(room, { sub: 'anna', role: 'client', name: 'Anna' });
    },
    getPasscode: () => {
      // The next attempt is the one that is interrupted: its passcode is being checked.
      server.app.observer.once('connectionOpened', () => setTimeout(() => void server.stop(), 10));
      return 'lighthouse';
    },
    reconnectPolicy: { nextDelayMs: () => 0 },
  });
  t.teardown(() => session.disconnect());
  session.connect().catch(() => {});
  // Without the passcode, with it, and once more.
  await waitUntil(() => asked.length >= 3, 'the third attempt');
  const [, second = 0, third = 0] = asked;
  t.ok(third - second >= 2_000, `${third - second} ms`);
});
