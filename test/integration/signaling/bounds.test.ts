/** What one client can make the server store is limited. */
import { once } from 'node:events';
import t from 'tap';
import { WebSocket, WebSocketServer } from 'ws';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { SignalingConnection } from '../../../server/src/signaling/connection.ts';
import { defaultSignalingLimits } from '../../../server/src/signaling/limits.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

t.test('a client that raises and closes its hand for help over and over does not fill the audit log', async (t) => {
  const server = await startTestServer({ signalingLimits: { messageBurst: 10_000 } });
  t.teardown(() => server.close());
  const room = await server.createRoom({ waitingRoom: false });
  const join = async (sub: string, role: 'therapist' | 'client') =>
    (await RawClient.join(server.url, { token: await server.tokenFor(room, { sub, role, name: sub }) })).client;
  const host = await join('weber', 'therapist');
  const client = await join('anna', 'client');
  const closed: string[] = [];
  for (let index = 0; index < 100; index += 1) {
    t.equal(await client.codeOf('requestHelp'), 'ok', 'nobody is refused who asks for help');
    closed.push(await client.codeOf('closeHelp'));
  }
  t.ok(closed.filter((code) => code === 'ok').length <= 40);
  t.ok(closed.includes('rate-limited'));
  t.equal(await client.codeOf('ping'), 'ok', 'it stays connected');
  for (let index = 0; index < 40; index += 1) {
    t.equal(await host.codeOf('lock'), 'ok', 'a host is not limited');
    t.equal(await host.codeOf('unlock'), 'ok');
  }
  t.equal(await client.codeOf('leave'), 'ok', 'and a person who is limited may still leave');
});

t.test('news for somebody who is never answered are not kept without end', async (t) => {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  t.teardown(() => sockets.close());
  await once(sockets, 'listening');
  const address = sockets.address();
  if (typeof address !== 'object' || address === null) throw new Error('It listens on no port');
  const client = new WebSocket(`ws://127.0.0.1:${address.port}`);
  const [socket]: WebSocket[] = await once(sockets, 'connection');
  if (!socket) throw new Error('Nobody came');
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const handlers = {
    authenticate: () => {
      resolve();
      return new Promise<never>(() => {});
    },
    dispatch: async () => null,
    closed: () => {},
  };
  const connection = new SignalingConnection(socket, {
    ...{ handlers, limits: defaultSignalingLimits, observer: new ServerObserver(), address: '127.0.0.1' },
  });
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
  client.send(JSON.stringify({ id: 1, method: 'authenticate', params: {} }));
  await asked;
  const closed = once(client, 'close');
  for (let index = 0; index < 10_000; index += 1) connection.notify({ method: 'mediaReset', params: {} });
  const [code, reason] = await closed;
  t.same([code, String(reason)], [4408, 'slow-reader']);
});
