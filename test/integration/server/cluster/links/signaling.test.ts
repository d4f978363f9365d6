/** A client whose room another node owns is served as by the owner itself. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { parseServerFrame } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { hashPasscode } from '../../../../../server/src/rooms/passcode-gate.ts';
import { OwnershipLost } from '../../../../../server/src/rooms/ports.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';
import { RawClient } from '../../../../support/server/clients/raw-client.ts';
import {
  type LinkedNode,
  locatedAt,
  startNode,
  startPair,
  tokenFor,
} from '../../../../support/server/cluster/linked-nodes.ts';

type Wishes = Parameters<typeof tokenFor>[2];

const join = async ({ url }: LinkedNode, room: string, sub: string, wishes: Wishes = {}, params: object = {}) =>
  await RawClient.join(url, { token: await tokenFor(room, sub, wishes), ...params });

const host = { role: 'therapist' } as const;

interface Entry {
  id: string;
  epoch: number;
}

const admit = async (weber: RawClient, name: string): Promise<string> => {
  const found = await weber.notification('waitingAdded', ({ entry }) => Object(entry).name === name);
  const { id, epoch } = found.entry as Entry;
  await weber.request('admit', { participantId: id, epoch });
  return id;
};

/** What a client received: order, names, sequence numbers and codes; not ids and times. */
const told = ({ frames }: RawClient) =>
  frames.map(parseServerFrame).map((frame) => {
    if (frame && 'method' in frame) return `${frame.method} ${frame.seq}`;
    return frame && `${frame.id} ${'error' in frame ? frame.error.code : 'ok'}`;
  });

/** A client waits, is admitted, chats, asks for what it may not, and is removed with a message. */
async function playSession(accepting: LinkedNode, owner: LinkedNode) {
  const room = await owner.createRoom();
  const { client: weber } = await join(owner, room, 'weber', host);
  const { client: anna, arrival } = await join(accepting, room, 'anna');
  const id = await admit(weber, 'anna');
  await anna.notification('snapshotReplaced');
  await weber.request('sendChat', { to: 'group', text: 'good morning' });
  await anna.notification('chatReceived');
  await anna.request('sendChat', { to: 'group', text: 'hello' });
  await anna.request('remove', { participantId: id });
  await anna.request('admit', { participantId: 5 });
  await anna.request('ping');
  await weber.request('remove', { participantId: id, reason: 'we talk tomorrow' });
  const closing = await anna.notification('closing');
  const closed = await anna.closed;
  return { told: told(anna), closing, closed, arrival: Object.keys(arrival).sort() };
}

t.test('a forwarded client is told the same as a client of the owner, with the same numbers and codes', async (t) => {
  const { owner, front } = await startPair(t);
  const direct = await playSession(owner, owner);
  const forwarded = await playSession(front, owner);
  t.same(forwarded, direct);
  t.match(forwarded, {
    closing: { code: 'removed', message: 'we talk tomorrow' },
    closed: { code: 4411, reason: 'removed' },
  });
  t.same(front.failures, []);
});

/** @returns the error of `authenticate`, and how the connection was closed */
async function refusal({ url }: LinkedNode, params: object) {
  const client = await RawClient.open(url);
  const answer = await client.request('authenticate', params);
  const closed = await client.closed;
  return { error: 'error' in answer && answer.error.code, closed, told: told(client) };
}

t.test('what is refused is refused as by the owner', async (t) => {
  const { owner, front } = await startPair(t);
  const { record } = await owner.registry.createRoom({}, { passcodeHash: await hashPasscode('lighthouse') });
  const room = record.id;
  const token = await tokenFor(room, 'anna');
  const cases: Record<string, object> = {
    'not a token': { token: 'nonsense' },
    'an expired token': { token: await tokenFor(room, 'anna', { ttlSeconds: 10 }) },
    'a room that is unknown': { token: await tokenFor('r-unknown', 'anna') },
    'no passcode': { token },
    'a wrong passcode': { token, passcode: 'darkness' },
    'wrong parameters': { token, resumeSecret: 5 },
  };
  for (const [what, params] of Object.entries(cases))
    t.same(await refusal(front, params), await refusal(owner, params), what);
});

t.test('a token that is not valid is refused by the accepting node, without asking where the room is', async (t) => {
  let located = 0;
  const locator = {
    locate: async () => {
      located += 1;
      return { where: 'here' } as const;
    },
  };
  const { front } = await startPair(t, { locator });
  t.match(await refusal(front, { token: 'nonsense' }), { error: 'token-invalid', closed: { reason: 'token-invalid' } });
  t.equal(located, 0);
});

t.test('the owner counts attempts at a passcode by the address of the client', async (t) => {
  const { owner, front } = await startPair(t);
  const { record } = await owner.registry.createRoom({}, { passcodeHash: await hashPasscode('lighthouse') });
  const addresses = new Set<unknown>();
  const room = await owner.registry.getRoom(record.id);
  const connect = room.connect.bind(room);
  room.connect = async (connection, ...rest) => {
    addresses.add(Object(connection).address);
    return await connect(connection, ...rest);
  };
  const { client } = await join(front, record.id, 'anna', {}, { passcode: 'lighthouse' });
  t.same([...addresses], ['127.0.0.1']);
  client.close();
});

t.test('a client comes back to its seat with its resume secret through another node', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const { client: weber } = await join(owner, room, 'weber', host);
  const first = await join(owner, room, 'anna');
  first.client.socket.terminate();
  await weber.notification('participantUpdated');
  const { resumeSecret } = first.arrival as { resumeSecret: string };
  const second = await join(front, room, 'anna', {}, { resumeSecret });
  t.match(second.arrival, { snapshot: { state: 'admitted' } });
  t.equal(Object(second.arrival.snapshot).self.id, Object(first.arrival.snapshot).self.id);
  t.notOk(weber.notifications.some(({ method }) => method === 'participantLeft'));
});

t.test('requests sent before the answer to authenticate are answered after it, in their order', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const client = await RawClient.open(front.url);
  const token = await tokenFor(room, 'anna', host);
  client.socket.send(JSON.stringify({ id: 1, method: 'authenticate', params: { token } }));
  for (let id = 2; id <= 60; id += 1)
    client.socket.send(JSON.stringify({ id, method: id % 2 ? 'lock' : 'unlock', params: {} }));
  await waitUntil(() => told(client).includes('60 ok'), 'the last answer');
  const answers = told(client).filter((line) => line?.endsWith(' ok'));
  t.same(
    answers,
    Array.from({ length: 60 }, (_, index) => `${index + 1} ok`),
  );
});

t.test('frames keep their order under load, both ways', async (t) => {
  const { owner, front } = await startPair(t, { limits: { messageBurst: 5_000 }, owner: { limits: {} } });
  const room = await owner.createRoom({ waitingRoom: false });
  const { client: weber } = await join(owner, room, 'weber', host);
  const { client: anna } = await join(front, room, 'anna');
  const rounds = 30;
  const ids = Array.from({ length: 50 }, (_, index) => index + 100);
  for (let round = 0; round < rounds; round += 1) {
    const last = `${round * 1_000 + 149} `;
    for (const id of ids)
      anna.socket.send(JSON.stringify({ id: round * 1_000 + id, method: 'react', params: { reaction: 'heart' } }));
    await waitUntil(() => told(anna).some((line) => line?.startsWith(last)), 'the answers of the round');
  }
  const answered = told(anna).flatMap((line) => (/^\d{3,} /.test(line ?? '') ? [Number(line?.split(' ')[0])] : []));
  t.same(answered, Array.from({ length: rounds }, (_, round) => ids.map((id) => round * 1_000 + id)).flat());
  const numbers = anna.notifications.map(({ seq }) => seq);
  t.same(numbers, [...numbers.keys()], 'notifications are numbered without a gap');
  weber.close();
});

t.test('the limits of a client are those of the accepting node', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const enter = async (sub: string) => (await join(front, room, sub)).client;

  const big = await enter('big');
  const frame = (padding: number) =>
    JSON.stringify({ id: 9, method: 'messageWaiting', params: { text: 'x'.repeat(padding) } });
  big.socket.send(frame(65_536 - frame(0).length));
  t.equal(await big.codeOf('ping'), 'ok', 'the largest message passes');
  big.socket.send(frame(65_537 - frame(0).length));
  t.match(await big.notification('closing'), { code: 'message-too-big' });
  t.same(await big.closed, { code: 4413, reason: 'message-too-big' });

  const flood = await enter('flood');
  for (let id = 0; id < 600; id += 1) flood.socket.send(`{"id":${id},"method":"ping"}`);
  t.same(await flood.closed, { code: 4429, reason: 'too-many-messages' });

  const pings = await enter('pings');
  for (let sent = 0; sent < 600; sent += 1) pings.socket.ping();
  t.same(await pings.closed, { code: 4429, reason: 'too-many-messages' });

  const binary = await enter('binary');
  binary.socket.send(Buffer.from('{"id":1,"method":"ping"}'));
  t.same(await binary.closed, { code: 4400, reason: 'bad-message' });

  const nonsense = await enter('nonsense');
  nonsense.socket.send('hello');
  t.same(await nonsense.closed, { code: 4400, reason: 'bad-message' }, 'read by the owner');

  const closing = big.notifications.at(-1);
  t.equal(closing?.seq, big.notifications.length - 1, 'its own notification is numbered after those of the owner');
});

t.test('a client that closes its connection is lost for the owner at once', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const { client: weber } = await join(owner, room, 'weber', host);
  for (const end of ['close', 'terminate'] as const) {
    const { client } = await join(front, room, end);
    client.socket[end]();
    await weber.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
  }
  t.same(front.failures, []);
});

t.test('a client that leaves while its connection is being forwarded takes no seat', async (t) => {
  const gate = Promise.withResolvers<void>();
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const { owner, front } = await startPair(t, {
    locator: {
      locate: async () => {
        resolve();
        await gate.promise;
        return { where: 'node', ...owner.node };
      },
    },
  });
  const room = await owner.createRoom({ waitingRoom: false });
  const client = await RawClient.open(front.url);
  const token = await tokenFor(room, 'anna');
  client.socket.send(JSON.stringify({ id: 1, method: 'authenticate', params: { token } }));
  await asked;
  const gone = once(front.observer, 'connectionClosed');
  client.socket.terminate();
  await gone;
  gate.resolve();
  const { client: weber } = await join(owner, room, 'weber', host);
  t.equal(await weber.codeOf('ping'), 'ok');
  t.same(Object.keys((await owner.registry.getRoom(room)).state.seats).length, 1);
});

t.test('a token that is revoked at the accepting node closes its forwarded connection', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const { client: anna } = await join(front, room, 'anna');
  const { client: ben } = await join(front, room, 'ben');
  const target = { kind: 'identity', roomId: room, identity: 'anna' } as const;
  await front.auth.revocations.add({ target, seatId: null, apiKeyId: 'test' });
  t.equal(front.auth.tokens.withdraw(), 1);
  t.match(await anna.notification('closing'), { code: 'token-revoked' });
  t.same(await anna.closed, { code: 4403, reason: 'token-revoked' });
  t.equal(await ben.codeOf('ping'), 'ok', 'no other');
});

t.test('a token that is revoked at the owner closes the client with the same code', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom({ waitingRoom: false });
  const { client: anna } = await join(front, room, 'anna');
  const target = { kind: 'identity', roomId: room, identity: 'anna' } as const;
  await owner.auth.revocations.add({ target, seatId: null, apiKeyId: 'test' });
  t.equal(owner.auth.tokens.withdraw(), 1);
  t.match(await anna.notification('closing'), { code: 'token-revoked' });
  t.same(await anna.closed, { code: 4403, reason: 'token-revoked' });
});

t.test('a client is told what its owner is able to do before it is let in, if that differs', async (t) => {
  const joinThrough = async (options: object) => {
    const { owner, front } = await startPair(t, options);
    const room = await owner.createRoom({ waitingRoom: false });
    const { client: weber } = await join(owner, room, 'weber', host);
    const { client, arrival } = await join(front, room, 'anna');
    for (const text of ['one', 'two']) await weber.request('sendChat', { to: 'group', text });
    await client.notification('chatReceived', ({ message }) => Object(message).text === 'two');
    return { arrival, frames: client.frames.map(parseServerFrame) };
  };
  const hellos = (frames: unknown[]) => frames.filter((frame) => Object(frame).method === 'hello');
  t.equal(hellos((await joinThrough({})).frames).length, 1);
  const newer = { codecs: ['newer'] };
  const { frames, arrival } = await joinThrough({ owner: { routerRtpCapabilities: newer } });
  t.match(frames.slice(0, 3), [
    { method: 'hello', seq: 0, params: { routerRtpCapabilities: {} } },
    { method: 'hello', seq: 0, params: { routerRtpCapabilities: newer } },
    { id: 1, result: {} },
  ]);
  t.same(arrival.routerRtpCapabilities, newer);
  const numbers = frames.slice(2).flatMap((frame) => (frame && 'method' in frame ? [frame.seq] : []));
  t.same(
    numbers,
    numbers.map((_, index) => index + 1),
    'what follows is numbered without a gap',
  );
});

t.test('a client that was told what a node is able to do that has lost the room is told again', async (t) => {
  const serverSecret = randomBytes(32);
  const codecsOf = (frames: string[]) =>
    frames.map(parseServerFrame).flatMap((frame) => {
      const { method, params } = Object(frame);
      return method === 'hello' ? [params.routerRtpCapabilities.codecs] : [];
    });
  const lost = await startNode({ serverSecret, routerRtpCapabilities: { codecs: ['newer'] } });
  // Loses it between the question where it is and the seat.
  lost.registry.enter = (roomId) => Promise.reject(new OwnershipLost(roomId));
  const own = { serverSecret, routerRtpCapabilities: { codecs: ['own'] } };
  const owner = await startNode(own);
  const places: (LinkedNode | null)[] = [lost, owner, lost, null];
  const front = await startNode({ ...own, locator: locatedAt(() => places.shift()?.node ?? null) });
  t.teardown(async () => {
    for (const node of [front, owner, lost]) await node.close();
  });
  const elsewhere = await join(front, await owner.createRoom({ waitingRoom: false }), 'anna');
  t.same(codecsOf(elsewhere.client.frames), [['own'], ['newer'], ['own']]);
  const here = await join(front, await front.createRoom({ waitingRoom: false }), 'anna');
  t.same(codecsOf(here.client.frames), [['own'], ['newer'], ['own']]);
});

t.test('each node counts its own clients, and those it forwards', async (t) => {
  const { owner, front } = await startPair(t);
  const counts = { opened: 0, closed: 0, forwarded: 0, ownerOpened: 0 };
  front.observer.on('connectionOpened', () => counts.opened++);
  front.observer.on('connectionClosed', () => counts.closed++);
  front.observer.on('forwardingChanged', ({ connections }) => {
    counts.forwarded = connections;
  });
  owner.observer.on('connectionOpened', () => counts.ownerOpened++);
  const room = await owner.createRoom();
  const { client } = await join(front, room, 'anna');
  t.same(counts, { opened: 1, closed: 0, forwarded: 1, ownerOpened: 0 });
  const gone = once(front.observer, 'connectionClosed');
  client.close();
  await gone;
  t.same(counts, { opened: 1, closed: 1, forwarded: 0, ownerOpened: 0 });
});
