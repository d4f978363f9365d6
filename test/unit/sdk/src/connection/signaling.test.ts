import type { Notification } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { ServerClock } from '../../../../../sdk/src/connection/server-clock.ts';
import {
  ConnectError,
  type ConnectionEnd,
  connectUrl,
  Signaling,
  type SignalingOptions,
} from '../../../../../sdk/src/connection/signaling.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, Refusal, ScriptedServer, weber } from '../scripted-server.ts';

async function setUp(t: { teardown: (work: () => void) => void }, options: { requestTimeoutMs?: number } = {}) {
  const server = await ScriptedServer.start();
  const address = connectUrl(server.url);
  const notified: Notification[] = [];
  const ends: ConnectionEnd[] = [];
  const connections: Signaling[] = [];
  t.teardown(() => {
    for (const connection of connections) connection.close();
    server.close();
  });
  const open = async (more: Partial<SignalingOptions> = {}) => {
    const opened = await Signaling.open({
      address,
      environment: { WebSocket },
      requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
      credentials: { token: 'token' },
      clock: new ServerClock(),
      handleNotification: (notification) => notified.push(notification),
      handleEnd: (ending) => ends.push(ending),
      ...more,
    });
    connections.push(opened.signaling);
    return opened;
  };
  return { server, notified, ends, open };
}

t.test('the address of the socket follows from the address of the server', async (t) => {
  t.equal(connectUrl('https://sfu.example'), 'wss://sfu.example/v1/connect');
  t.equal(connectUrl('http://localhost:3000/'), 'ws://localhost:3000/v1/connect');
  t.equal(connectUrl('wss://clinic.example/rooms/'), 'wss://clinic.example/rooms/v1/connect');
  t.capture(console, 'error');
  // Not paths below the page: somebody forgot the scheme, or the address.
  for (const url of ['nowhere', 'calls.example.org', 'localhost:3000', '', 'ftp://sfu.example', 'https://'])
    t.throws(() => connectUrl(url), { code: 'invalid-params' }, url);
});

t.test('authenticates first, and hands on nothing before it is told to', async (t) => {
  const { server, notified, open } = await setUp(t);
  const early: Notification = { method: 'participantJoined', params: { participant: weber } };
  server.answers.authenticate = () => {
    setImmediate(() => server.connection.notify(early));
    return arrival();
  };
  const { signaling } = await open();
  t.same(server.connection.requests, [{ method: 'authenticate', params: { token: 'token' } }]);
  await signaling.request('ping', {});
  t.same(notified, []);
  signaling.start(60_000);
  t.match(notified, [early]);
});

t.test('what was missed is passed on first, then what came early; what is about the connection is not', async (t) => {
  const { server, notified, open } = await setUp(t);
  server.answers.authenticate = () => {
    setImmediate(() => {
      server.connection.notify({ method: 'clockStepped', params: { serverTime: 1_790_000_000_000 } });
      server.connection.notify({ method: 'messageToWaiting', params: { text: 'early' } });
    });
    return arrival();
  };
  const { signaling } = await open();
  await signaling.request('ping', {});
  signaling.start(60_000, [{ method: 'messageToWaiting', params: { text: 'missed' } }]);
  server.connection.notify({ method: 'closing', params: { code: 'removed' } });
  server.connection.notify({ method: 'messageToWaiting', params: { text: 'late' } });
  await turnsUntil(() => notified.length >= 3, 'three notifications');
  t.match(notified, [{ params: { text: 'missed' } }, { params: { text: 'early' } }, { params: { text: 'late' } }]);
});

t.test('what can be received is worked out from the greeting and sent with the token', async (t) => {
  const { server, open } = await setUp(t);
  const rtpCapabilities = { codecs: [], headerExtensions: [] };
  const greetings: unknown[] = [];
  await open({
    findCapabilities: async (routerRtpCapabilities) => {
      greetings.push(routerRtpCapabilities);
      return rtpCapabilities;
    },
  });
  t.same(greetings, [{ codecs: [] }]);
  t.same(server.connection.last('authenticate'), { token: 'token', rtpCapabilities });
});

t.test('without media one joins all the same, and doesn’t wait for it for long', async (t) => {
  const time = useFakeTime(t);
  const { server, open } = await setUp(t);
  await open({ findCapabilities: async () => null });
  t.same(server.connection.last('authenticate'), { token: 'token' });
  let isAsked = false;
  const findCapabilities = () => {
    isAsked = true;
    return new Promise<null>(() => {});
  };
  const opening = open({ findCapabilities });
  await turnsUntil(() => isAsked, 'it is asked');
  t.same(server.connection.requests, []);
  time.tick(1_000);
  await opening;
  t.same(server.connection.last('authenticate'), { token: 'token' });
});

t.test('what the server with the room says in a second greeting holds', async (t) => {
  const { server, open } = await setUp(t);
  server.answers.authenticate = () => {
    const params = { routerRtpCapabilities: { codecs: [] }, revision: 1 };
    server.connection.sendText(JSON.stringify({ method: 'hello', params, seq: 0 }));
    return arrival();
  };
  const { signaling } = await open();
  t.equal(signaling.serverRevision, 1);
  t.equal(signaling.lastSeq, 0);
});

t.test('a refusal of the token is told with its code', async (t) => {
  const { server, open } = await setUp(t);
  server.answers.authenticate = () => {
    throw new Refusal('token-invalid');
  };
  await t.rejects(open(), { name: 'ConnectError', message: 'token-invalid' });
});

t.test('a server that is not there is connection-lost', async (t) => {
  const { server, open } = await setUp(t);
  server.close();
  const error = await open().catch((reason: unknown) => reason);
  t.ok(error instanceof ConnectError);
  t.match(error, { ending: { code: 'connection-lost' }, cause: { message: 'The server could not be reached' } });
});

t.test('a server that does not answer is given up', async (t) => {
  const time = useFakeTime(t);
  const { server, open } = await setUp(t, { requestTimeoutMs: 10_000 });
  server.isAnswering = false;
  const opening = t.rejects(open(), { name: 'ConnectError', message: 'request-timeout' });
  await turnsUntil(() => server.connections.at(-1)?.requests.length === 1, 'the server is asked');
  time.tick(10_000);
  await opening;
});

t.test('answers and errors belong to their requests', async (t) => {
  const { server, open } = await setUp(t);
  server.answers.admitAll = () => ({ admitted: ['p-anna'], skipped: [] });
  server.answers.remove = () => {
    throw new Refusal('last-host');
  };
  const { signaling } = await open();
  const removing = signaling.request('remove', { participantId: 'p-weber' });
  const admitting = signaling.request('admitAll', { entries: [] });
  t.same(await admitting, { admitted: ['p-anna'], skipped: [] });
  await t.rejects(removing, { name: 'HearthroomError', code: 'last-host' });
});

t.test('an answer without what is read of it is not taken', async (t) => {
  const { server, open } = await setUp(t);
  server.answers.publishTrack = () => ({});
  const { signaling } = await open();
  const publishing = signaling.request('publishTrack', {
    source: 'camera',
    kind: 'video',
    rtpParameters: { codecs: [], encodings: [] },
  });
  await t.rejects(publishing, { code: 'bad-message' });
});

t.test('what is not of this protocol, or of a newer one, is ignored', async (t) => {
  const { server, notified, open } = await setUp(t);
  const { signaling } = await open();
  signaling.start(60_000);
  for (const text of [
    'no json',
    '[]',
    '{"method":"weatherChanged","params":{},"seq":1}',
    '{"method":"participantJoined","params":{},"seq":2}',
    '{"method":"participantJoined","params":null,"seq":3}',
    '{"method":"toString","params":{},"seq":4}',
    '{"id":999,"result":{}}',
  ]) {
    server.connection.sendText(text);
  }
  server.connection.notify({ method: 'messageToWaiting', params: { text: 'last' } });
  await turnsUntil(() => notified.length > 0, 'a notification');
  t.match(notified, [{ method: 'messageToWaiting' }]);
});

t.test('the reason in `closing` takes precedence over the close frame', async (t) => {
  const { server, ends, open } = await setUp(t);
  const { signaling } = await open();
  signaling.start(60_000);
  server.connection.notify({ method: 'closing', params: { code: 'server-shutdown', retryAfterMs: 2_000 } });
  server.connection.close(4503, 'server-shutdown');
  await turnsUntil(() => ends.length > 0, 'the end');
  t.match(ends, [{ code: 'server-shutdown', retryAfterMs: 2_000 }]);
});

t.test('without it the close frame says why, and without that the connection was lost', async (t) => {
  const { server, ends, open } = await setUp(t);
  (await open()).signaling.start(60_000);
  server.connection.close(4409, 'replaced');
  await turnsUntil(() => ends.length === 1, 'the first end');
  (await open()).signaling.start(60_000);
  server.connection.drop();
  await turnsUntil(() => ends.length === 2, 'the second end');
  t.same(ends, [{ code: 'replaced' }, { code: 'connection-lost' }]);
});

t.test('a close before start() is reported by start()', async (t) => {
  const { server, ends, open } = await setUp(t);
  const { signaling } = await open();
  server.connection.close(4411, 'removed');
  await t.rejects(signaling.request('lock', {}), { code: 'connection-lost' });
  t.same(ends, []);
  signaling.start(60_000);
  t.same(ends, [{ code: 'removed' }]);
});

/** A connection that counts heartbeats. */
async function setUpBeats(t: Test, intervalMs: number) {
  const time = useFakeTime(t);
  const made = await setUp(t);
  const { signaling } = await made.open();
  signaling.start(intervalMs);
  let answered = 0;
  made.server.answers.ping = () => {
    answered += 1;
    return {};
  };
  const pings = () => made.server.connection.requests.filter(({ method }) => method === 'ping').length;
  /** Resolves when the answer has arrived: a later request is answered later. */
  const answer = async (count: number) => {
    await turnsUntil(() => answered === count, `ping ${count}`);
    await signaling.request('lock', {});
  };
  return { ...made, time, signaling, pings, answer };
}

t.test('a socket that answers no ping within the interval is taken for lost', async (t) => {
  const { server, ends, time, pings, answer } = await setUpBeats(t, 20_000);
  for (let beats = 1; beats <= 3; beats += 1) {
    time.tick(20_000);
    await answer(beats);
  }
  t.same(ends, [], 'answered pings keep it');
  server.connection.isAnswering = false;
  time.tick(20_000);
  await turnsUntil(() => pings() === 4, 'another ping');
  time.tick(19_999);
  t.same(ends, []);
  time.tick(1);
  t.same(ends, [{ code: 'connection-lost' }]);
});

t.test('a page that wakes from sleep gives the server the time to answer', async (t) => {
  const { ends, time, signaling, pings, answer } = await setUpBeats(t, 20_000);
  time.tick(19_999);
  signaling.probe();
  time.tick(1); // When the next heartbeat would have been sent.
  t.same(ends, []);
  await answer(1);
  time.tick(19_999);
  await answer(2);
  t.equal(pings(), 2);
  t.same(ends, []);
});

t.test('when it is closed, nothing is told and requests are refused', async (t) => {
  const { server, ends, notified, open } = await setUp(t);
  const { signaling } = await open();
  signaling.start(60_000);
  const pending = signaling.request('lock', {});
  signaling.close();
  signaling.close();
  await t.rejects(pending, { code: 'connection-lost' });
  await t.rejects(signaling.request('lock', {}), { code: 'connection-lost' });
  server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: admittedSnapshot } });
  t.same([ends, notified], [[], []]);
});
