/** The owner of a room dies, hangs, hands it over or shuts down, and links that fail. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Session } from '@hearthroom/sdk';
import t, { type Test } from 'tap';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RoomFinder, RoomNode } from '../../../../../server/src/cluster/link-ports.ts';
import { LinkListener, type LinkListenerOptions } from '../../../../../server/src/cluster/links/link-listener.ts';
import { linkKeyOf } from '../../../../../server/src/cluster/links/link-tls.ts';
import type { Destination } from '../../../../../server/src/cluster/ports.ts';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';
import { RawClient } from '../../../../support/server/clients/raw-client.ts';
import {
  type LinkedNode,
  locatedAt,
  type NodeOptions,
  startNode,
  startPair,
  tokenFor,
} from '../../../../support/server/cluster/linked-nodes.ts';
import { startNodeProcess } from '../../../../support/server/cluster/node-process.ts';

const join = async ({ url }: LinkedNode, room: string, sub: string, params: object = {}) =>
  await RawClient.join(url, { token: await tokenFor(room, sub), ...params });

async function startFront(t: Test, options: NodeOptions): Promise<LinkedNode> {
  const front = await startNode(options);
  t.teardown(() => front.close());
  return front;
}

/** The client is told when to come back, and nothing else. */
async function isSentAway(t: Test, client: RawClient) {
  t.same(await client.notification('closing'), { code: 'server-shutdown', retryAfterMs: 500 });
  t.same(await client.closed, { code: 4503, reason: 'server-shutdown' });
  const numbers = client.notifications.map(({ seq }) => seq);
  t.same(numbers, [...numbers.keys()], 'numbered without a gap');
}

/** Opens a connection and asks for a seat, without waiting for the answer. */
async function ask({ url }: LinkedNode, room: string, sub = 'anna'): Promise<RawClient> {
  const client = await RawClient.open(url);
  client.socket.send(JSON.stringify({ id: 1, method: 'authenticate', params: { token: await tokenFor(room, sub) } }));
  return client;
}

const peerEvents = ({ observer }: LinkedNode) => {
  const events: (string | null)[] = [];
  observer.on('peerChanged', ({ cause }) => events.push(cause));
  return events;
};

t.test('when the owner is killed, its clients are told to come back, and the log is told once', async (t) => {
  const serverSecret = randomBytes(32);
  const { child, node, roomId } = await startNodeProcess(t, serverSecret);
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => node) });
  const events = peerEvents(front);
  const { client: anna } = await join(front, roomId, 'anna');
  const { client: ben } = await join(front, roomId, 'ben');
  child.kill('SIGKILL');
  await isSentAway(t, anna);
  await isSentAway(t, ben);
  t.same(front.failures, ['lost', 'lost']);
  t.same(events, ['lost']);
});

t.test('the SDK comes back by itself when the owner was killed and another node has the room', async (t) => {
  const serverSecret = randomBytes(32);
  const { child, node, roomId } = await startNodeProcess(t, serverSecret);
  const next = await startFront(t, { serverSecret });
  await next.registry.createRoom({ waitingRoom: false }, { roomId });
  let owner = node;
  const { promise: parked, resolve } = Promise.withResolvers<void>();
  const rooms: RoomFinder = {
    locate: async () => {
      // As during a takeover.
      if (child.killed) await parked;
      return { where: 'node', ...owner };
    },
  };
  const front = await startFront(t, { serverSecret, locator: rooms });
  const session = new Session({ url: front.url, getToken: () => tokenFor(roomId, 'anna') });
  t.teardown(() => session.disconnect());
  await session.connect();
  const states: string[] = [];
  session.on('stateChanged', (state) => states.push(state));
  child.kill('SIGKILL');
  await waitUntil(() => states.includes('reconnecting'), 'the SDK notices');
  owner = next.node;
  resolve();
  await waitUntil(() => states.at(-1) === 'waiting', 'the SDK is back');
  t.equal(Object.keys((await next.registry.getRoom(roomId)).state.seats).length, 1);
});

t.test('an owner that is stopped is noticed although its connections stay open', async (t) => {
  const serverSecret = randomBytes(32);
  const { child, node, roomId } = await startNodeProcess(t, serverSecret);
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => node), links: { heartbeatMs: 200 } });
  const events = peerEvents(front);
  const { client } = await join(front, roomId, 'anna');
  child.kill('SIGSTOP');
  await isSentAway(t, client);
  t.same(front.failures, ['timeout']);
  child.kill('SIGCONT');
  await waitUntil(async () => (await join(front, roomId, 'ben').catch(() => null)) !== null, 'works again');
  t.same(events, ['timeout', null]);
});

t.test('a client whose owner is stopped before it answers is told to come back', async (t) => {
  const serverSecret = randomBytes(32);
  const { child, node, roomId } = await startNodeProcess(t, serverSecret);
  child.kill('SIGSTOP');
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => node), links: { connectMs: 300 } });
  const client = await ask(front, roomId);
  t.match(await client.notification('closing'), { code: 'server-shutdown', retryAfterMs: 500 });
  t.same(await client.closed, { code: 4503, reason: 'server-shutdown' });
  t.same(front.failures, ['timeout']);
});

t.test('a node answers for its lease over the link, and one that is stopped does not', async (t) => {
  const serverSecret = randomBytes(32);
  const { child, node } = await startNodeProcess(t, serverSecret);
  const front = await startFront(t, { serverSecret, links: { askMs: 300 } });
  t.same(await front.links.askPeer(node), { renewedForMs: 1_234, renewedAgoMs: 100 });
  await t.rejects(front.links.askPeer({ ...node, incarnation: 'a former one' }));
  child.kill('SIGSTOP');
  await t.rejects(front.links.askPeer(node));
  const stranger = await startFront(t, {});
  await t.rejects(stranger.links.askPeer(node));
});

t.test('an owner that cannot be reached, or has another secret, is a failed link', async (t) => {
  // Nothing listens on this port.
  const address = '127.0.0.1:1';
  const stranger = await startFront(t, {});
  const cases: [RoomNode, string][] = [
    [{ incarnation: 'gone', address }, 'unreachable'],
    [stranger.node, 'refused'],
  ];
  for (const [node, cause] of cases) {
    const front = await startFront(t, { locator: locatedAt(() => node) });
    const client = await ask(front, 'r-any');
    t.match(await client.notification('closing'), { code: 'server-shutdown' });
    t.same(await client.closed, { code: 4503, reason: 'server-shutdown' });
    t.same(front.failures, [cause]);
  }
});

t.test('a room that has moved is located again, and its client notices nothing', async (t) => {
  const serverSecret = randomBytes(32);
  const now = await startFront(t, { serverSecret });
  const before = await startFront(t, { serverSecret, locator: locatedAt(() => now.node) });
  // Its address belongs to another node by now.
  const replaced = { ...now.node, incarnation: 'a former one' };
  const places = [before.node, replaced, now.node];
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => places.shift() ?? now.node) });
  const room = await now.createRoom({ waitingRoom: false });
  const { client, arrival } = await join(front, room, 'anna');
  t.match(arrival, { snapshot: { state: 'waiting' } });
  t.equal(await client.codeOf('ping'), 'ok');
  t.same(front.failures, []);
  t.notMatch(client.frames.join(), /moved/);
});

t.test('requests that were sent with authenticate follow a room that has moved', async (t) => {
  const serverSecret = randomBytes(32);
  const now = await startFront(t, { serverSecret });
  const before = await startFront(t, { serverSecret, locator: locatedAt(() => now.node) });
  const places = [before.node];
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => places.shift() ?? now.node) });
  const client = await ask(front, await now.createRoom({ waitingRoom: false }));
  for (const id of [2, 3, 4]) client.socket.send(JSON.stringify({ id, method: 'ping' }));
  await waitUntil(() => client.frames.some((text) => text.startsWith('{"id":4,')), 'the last answer');
  const answered = client.frames.map((text) => /^\{"id":(\d),"result"/.exec(text)?.[1]).filter(Boolean);
  t.same(answered, ['1', '2', '3', '4']);
});

t.test('a room that moves here meanwhile is served here', async (t) => {
  const serverSecret = randomBytes(32);
  const places: Destination[] = [];
  const locator = { locate: async (): Promise<Destination> => places.shift() ?? { where: 'here' } };
  const front = await startFront(t, { serverSecret, locator });
  const other = await startFront(t, { serverSecret, locator: locatedAt(() => front.node) });
  places.push({ where: 'node', ...other.node });
  const room = await front.createRoom({ waitingRoom: false });
  const { client } = await join(front, room, 'anna');
  t.equal(await client.codeOf('ping'), 'ok');
});

t.test('a room that is never found is answered with storage-unavailable', async (t) => {
  const serverSecret = randomBytes(32);
  const other = await startFront(t, { serverSecret, locator: locatedAt(() => ({ incarnation: 'x', address: 'x' })) });
  let located = 0;
  const locator = locatedAt(() => {
    located += 1;
    return other.node;
  });
  const front = await startFront(t, { serverSecret, locator });
  const client = await RawClient.open(front.url);
  t.match(await client.request('authenticate', { token: await tokenFor('r-any', 'anna') }), {
    error: { code: 'storage-unavailable' },
  });
  t.same(await client.closed, { code: 4503, reason: 'storage-unavailable' });
  t.equal(located, 5);
});

t.test('while the room cannot be located the client is told so', async (t) => {
  const locator = { locate: () => Promise.reject(new AppError('storage-unavailable')) };
  const front = await startFront(t, { locator });
  const client = await ask(front, 'r-any');
  t.same(await client.closed, { code: 4503, reason: 'storage-unavailable' });
});

t.test('a client waits longer for its room to be located than for its token to be sent', async (t) => {
  const { promise: found, resolve } = Promise.withResolvers<Destination>();
  const front = await startFront(t, {
    locator: { locate: () => found },
    limits: { authenticationTimeoutMs: 100 },
  });
  const room = await front.createRoom({ waitingRoom: false });
  const silent = await RawClient.open(front.url);
  const client = await ask(front, room);
  t.match(await silent.closed, { reason: 'authentication-timeout' });
  resolve({ where: 'here' });
  await waitUntil(() => client.frames.some((text) => text.startsWith('{"id":1,"result"')), 'the answer');
  client.close();
});

t.test('when the accepting node shuts down, forwarded clients are told as its own are', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const { client: weber } = await RawClient.join(owner.url, {
    token: await tokenFor(room, 'w', { role: 'therapist' }),
  });
  const { client } = await join(front, room, 'anna');
  front.signaling.close(1_234);
  t.match(await client.notification('closing'), { code: 'server-shutdown', retryAfterMs: 1_234 });
  t.same(await client.closed, { code: 4503, reason: 'server-shutdown' });
  await weber.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
});

t.test('when the owner shuts down, its clients at other nodes are told when to come back', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const { client } = await join(front, room, 'anna');
  owner.signaling.close(1_234);
  t.match(await client.notification('closing'), { code: 'server-shutdown', retryAfterMs: 1_234 });
  t.same(await client.closed, { code: 4503, reason: 'server-shutdown' });
  const late = await ask(front, room, 'ben');
  t.match(await late.notification('closing'), { code: 'server-shutdown', retryAfterMs: 1_234 });
  t.same(front.failures, []);
});

const peerLease = () => ({ renewedForMs: null, renewedAgoMs: 100 });

/** A node that takes links with the right key, and does with forwarded connections what the test wants. */
async function startOddOwner(t: Test, serverSecret: Buffer, serve: (socket: WebSocket) => void): Promise<RoomNode> {
  const incarnation = 'odd';
  const sockets = new WebSocketServer({ noServer: true });
  const onUpgrade: LinkListenerOptions['onUpgrade'] = (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, serve);
  const listener = await LinkListener.listen(
    {
      ...{ key: linkKeyOf(serverSecret), incarnation, observer: new ServerObserver(), onUpgrade, peerLease },
      onRequest: (_request, response) => void response.end(),
    },
    { host: '127.0.0.1', port: 0 },
  );
  t.teardown(() => listener.close());
  return { incarnation, address: listener.address };
}

t.test('an owner that does not read is given up, and the client is not read meanwhile', async (t) => {
  const serverSecret = randomBytes(32);
  const node = await startOddOwner(t, serverSecret, (socket) => {
    socket.once('message', () => {
      socket.send('{"id":1,"result":{}}');
      socket.send('{"method":"chatReceived","params":{},"seq":1}');
      socket.pause();
    });
  });
  const front = await startFront(t, {
    ...{ serverSecret, locator: locatedAt(() => node) },
    limits: { maxBufferedBytes: 100_000, drainTimeoutMs: 1_500, maxUnanswered: 5_000, messageBurst: 5_000 },
  });
  const client = await ask(front, 'r-any');
  await waitUntil(() => client.frames.length > 2, 'the answer');
  const frame = JSON.stringify({ id: 2, method: 'sendChat', params: { text: 'x'.repeat(60_000) } });
  for (let sent = 0; sent < 1_000; sent += 1) client.socket.send(frame);
  await once(front.observer, 'connectionClosed');
  t.ok(client.socket.bufferedAmount > 1_000_000, 'what was not read stayed with the client');
  await isSentAway(t, client);
  t.same(front.failures, ['timeout']);
});

t.test('a client that does not read is closed as a slow reader, and its owner is not read meanwhile', async (t) => {
  const serverSecret = randomBytes(32);
  const { promise: opened, resolve } = Promise.withResolvers<WebSocket>();
  const node = await startOddOwner(t, serverSecret, (socket) => {
    socket.once('message', () => {
      socket.send('{"id":1,"result":{}}');
      resolve(socket);
    });
  });
  const front = await startFront(t, {
    ...{ serverSecret, locator: locatedAt(() => node) },
    limits: { maxBufferedBytes: 100_000, drainTimeoutMs: 1_500 },
  });
  const client = await ask(front, 'r-any');
  await waitUntil(() => client.frames.length > 1, 'the answer');
  const socket = await opened;
  client.socket.pause();
  const gone = once(front.observer, 'connectionClosed');
  for (let seq = 1; seq <= 1_000; seq += 1)
    socket.send(`{"method":"chatReceived","params":{"text":"${'x'.repeat(60_000)}"},"seq":${seq}}`);
  t.match(await gone, [{ reason: 'slow-reader' }]);
  t.ok(socket.bufferedAmount > 1_000_000, 'what was not read stayed with the owner');
  t.same(front.failures, []);
});

t.test('a client that reads slowly gets every frame of its owner, in order', async (t) => {
  const serverSecret = randomBytes(32);
  const count = 500;
  const node = await startOddOwner(t, serverSecret, (socket) => {
    socket.once('message', () => {
      socket.send('{"id":1,"result":{}}');
      for (let seq = 1; seq <= count; seq += 1)
        socket.send(`{"method":"chatReceived","params":{"text":"${'x'.repeat(20_000)}"},"seq":${seq}}`);
    });
  });
  const limits = { maxBufferedBytes: 100_000 };
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => node), limits });
  const client = await ask(front, 'r-any');
  client.socket.on('message', () => {
    client.socket.pause();
    setImmediate(() => client.socket.resume());
  });
  await waitUntil(() => client.frames.length === count + 2, 'all frames');
  const numbers = client.notifications.map(({ seq }) => seq);
  t.same(numbers, [...numbers.keys()]);
});
