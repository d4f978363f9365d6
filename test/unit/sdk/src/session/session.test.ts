import { Session, type SessionEvents, type SessionOptions } from '@hearthroom/sdk';
import t from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import {
  admittedSnapshot,
  arrival,
  ben,
  entry,
  hostSnapshot,
  Refusal,
  waitingSnapshot,
  weber,
} from '../scripted-server.ts';
import { createStorage, immediately, jwtOf, setUp as setUpSession, tokenOf } from '../set-up-session.ts';

const told: (keyof SessionEvents)[] = [
  'stateChanged',
  'participantConnected',
  'participantDisconnected',
  'participantUpdated',
  'waitingParticipantAdded',
  'waitingParticipantUpdated',
  'waitingParticipantRemoved',
  'messageToWaiting',
  'askedToUnmute',
  'sentToWait',
  'roomUpdated',
  'activeSpeakersChanged',
  'disconnected',
];

const setUp = (t: Parameters<typeof setUpSession>[0], options: Partial<SessionOptions> = {}) =>
  setUpSession(t, told, options);

t.test('connects and waits', async (t) => {
  const { server, session, events } = await setUp(t);
  t.equal(session.state, 'idle');
  await session.connect();
  t.equal(session.state, 'waiting');
  t.same(session.room, waitingSnapshot.room);
  t.match(session.localParticipant, { id: 'p-anna', name: 'Anna', role: 'client', isHost: false });
  t.equal(session.participants.size, 0);
  t.match(events, [['stateChanged', 'connecting'], ['stateChanged', 'waiting'], ['roomUpdated']]);
  t.match(server.connection.last('authenticate'), { token: jwtOf('token') });
});

t.test('is let in, and finds the others', async (t) => {
  const { server, session, events } = await setUp(t);
  await session.connect();
  events.length = 0;
  server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: admittedSnapshot } });
  await turnsUntil(() => session.state === 'joined', 'joined');
  t.match(
    events.map(([event]) => event),
    ['participantConnected', 'stateChanged', 'roomUpdated'],
  );
  t.match(session.participants.get('p-weber'), { name: 'Dr. Weber', role: 'therapist', connection: 'connected' });
});

t.test('people come, change and go; a participant stays the same object', async (t) => {
  const { server, session, events } = await setUp(t);
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await session.connect();
  events.length = 0;
  const { connection } = server;
  connection.notify({ method: 'participantJoined', params: { participant: ben } });
  await turnsUntil(() => events.length === 1, 'came');
  const participant = session.participants.get('p-ben');
  connection.notify({ method: 'participantUpdated', params: { participant: { ...ben, connection: 'reconnecting' } } });
  await turnsUntil(() => events.length === 2, 'changed');
  t.equal(participant?.connection, 'reconnecting');
  connection.notify({ method: 'participantLeft', params: { participantId: 'p-ben' } });
  await turnsUntil(() => events.length === 3, 'gone');
  t.same(events, [
    ['participantConnected', participant],
    ['participantUpdated', participant],
    ['participantDisconnected', participant],
  ]);
  t.notOk(session.participants.has('p-ben'));
});

t.test('put back to wait, it forgets the group and says why', async (t) => {
  const { server, session, events } = await setUp(t);
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await session.connect();
  events.length = 0;
  server.connection.notify({
    method: 'snapshotReplaced',
    params: { snapshot: waitingSnapshot, reason: 'One moment please.' },
  });
  await turnsUntil(() => session.state === 'waiting', 'waiting');
  t.match(events, [
    ['participantDisconnected', { id: 'p-weber' }],
    ['stateChanged', 'waiting', 'One moment please.'],
    ['roomUpdated', waitingSnapshot.room],
    ['sentToWait', 'One moment please.'],
  ]);
  t.equal(session.participants.size, 0);
});

t.test('a host sees who waits and lets in those whom it saw', async (t) => {
  const { server, session, events } = await setUp(t);
  server.answers.authenticate = () => arrival({ snapshot: hostSnapshot });
  server.answers.admitAll = () => ({ admitted: ['p-anna'], skipped: ['p-ben'] });
  await session.connect();
  t.ok(session.localParticipant.isHost);
  const { connection } = server;
  connection.notify({ method: 'waitingAdded', params: { entry: entry('p-anna', 4) } });
  connection.notify({ method: 'waitingAdded', params: { entry: entry('p-ben', 5) } });
  connection.notify({ method: 'waitingAdded', params: { entry: entry('p-clara', 6, { connection: 'dropped' }) } });
  connection.notify({ method: 'waitingAdded', params: { entry: entry('p-weber', 7, { secondDevice: true }) } });
  await turnsUntil(() => session.waitingParticipants.length === 4, 'three wait, and a second device');
  await session.admit(entry('p-anna', 4));
  t.same(connection.last('admit'), { participantId: 'p-anna', epoch: 4 });
  t.same(await session.admitAll(), { admitted: ['p-anna'], skipped: ['p-ben'] });
  t.same(
    connection.last('admitAll'),
    {
      entries: [
        { participantId: 'p-anna', epoch: 4 },
        { participantId: 'p-ben', epoch: 5 },
      ],
    },
    'a disconnected participant is not named, nor a second device: it would take the seat of somebody inside',
  );
  connection.notify({ method: 'waitingRemoved', params: { participantId: 'p-anna', epoch: 4 } });
  await turnsUntil(() => session.waitingParticipants.length === 3, 'the others wait');
  t.match(events.at(-1), ['waitingParticipantRemoved', { id: 'p-anna', epoch: 4 }]);
});

t.test("a host's other requests are sent with the right parameters", async (t) => {
  const { server, session } = await setUp(t);
  server.answers.authenticate = () => arrival({ snapshot: hostSnapshot });
  await session.connect();
  await session.deny({ id: 'p-anna', epoch: 4 }, { ban: true, reason: 'Sorry' });
  await session.putInWaitingRoom('p-ben');
  await session.remove('p-ben', { reason: 'Bye' });
  await session.mute('p-ben', 'microphone');
  await session.askToUnmute('p-ben', 'camera');
  await session.lock();
  await session.unlock();
  await session.messageWaiting('Soon');
  await session.messageWaiting('Soon', 'p-anna');
  await session.endRoom();
  const own = server.connection.requests.filter(({ method }) => method !== 'authenticate');
  t.same(own, [
    { method: 'deny', params: { participantId: 'p-anna', epoch: 4, ban: true, reason: 'Sorry' } },
    { method: 'putInWaitingRoom', params: { participantId: 'p-ben' } },
    { method: 'remove', params: { participantId: 'p-ben', reason: 'Bye' } },
    { method: 'mute', params: { participantId: 'p-ben', source: 'microphone' } },
    { method: 'askToUnmute', params: { participantId: 'p-ben', source: 'camera' } },
    { method: 'lock', params: {} },
    { method: 'unlock', params: {} },
    { method: 'messageWaiting', params: { text: 'Soon' } },
    { method: 'messageWaiting', params: { text: 'Soon', participantId: 'p-anna' } },
    { method: 'endRoom', params: {} },
  ]);
});

t.test('messages, questions and speakers are passed on', async (t) => {
  const { server, session, events } = await setUp(t);
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await session.connect();
  events.length = 0;
  const speakers = [{ participantId: 'p-weber', levelDb: -32 }];
  server.connection.notify({ method: 'messageToWaiting', params: { text: 'Soon', from: 'therapist', alone: true } });
  server.connection.notify({ method: 'askedToUnmute', params: { source: 'microphone' } });
  server.connection.notify({ method: 'activeSpeakersChanged', params: { speakers } });
  await turnsUntil(() => events.length === 3, 'three events');
  t.same(events, [
    ['messageToWaiting', 'Soon', { from: 'therapist', alone: true }],
    ['askedToUnmute', 'microphone'],
    ['activeSpeakersChanged', speakers],
  ]);
  t.same(session.activeSpeakers, speakers);
});

t.test('a lost connection is taken up again with the newest secret, and nobody is told of leaving', async (t) => {
  const secrets = ['first-secret-0123456789', 'second-secret-0123456789'];
  const tokens = [jwtOf('first'), jwtOf('second')];
  const { server, session, events } = await setUp(t, { getToken: () => tokens.shift() ?? '' });
  server.answers.authenticate = () =>
    arrival({ snapshot: admittedSnapshot, resumeSecret: secrets.shift() ?? 'none-0123456789ab' });
  await session.connect();
  events.length = 0;
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 2 && session.state === 'joined', 'joined again');
  t.match(server.connection.last('authenticate'), { token: jwtOf('second'), resumeSecret: 'first-secret-0123456789' });
  t.same(events, [
    ['stateChanged', 'reconnecting', 'connection-lost'],
    ['stateChanged', 'joined'],
  ]);
});

t.test('what changed meanwhile is told once', async (t) => {
  const { server, session, events } = await setUp(t);
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await session.connect();
  events.length = 0;
  server.answers.authenticate = () => arrival({ snapshot: { ...admittedSnapshot, participants: [ben] } });
  server.connection.drop();
  await turnsUntil(() => session.participants.has('p-ben'), 'Ben');
  t.match(
    events.map(([event]) => event),
    ['stateChanged', 'participantDisconnected', 'participantConnected', 'stateChanged'],
  );
});

t.test(
  'what was told once meanwhile is told after the news, and the server hears how far the client got',
  async (t) => {
    const { server, session, events } = await setUp(t);
    server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
    await session.connect();
    t.notOk('lastSeq' in Object(server.connection.last('authenticate')), 'there is nothing to go on from at first');
    server.connection.notify({ method: 'askedToUnmute', params: { source: 'microphone' } });
    server.connection.sendText(JSON.stringify({ method: 'ofANewerServer', params: {}, seq: 2 }));
    await turnsUntil(() => events.some(([event]) => event === 'askedToUnmute'), 'asked');
    await session.lock();
    events.length = 0;
    server.answers.authenticate = () =>
      arrival({
        snapshot: { ...admittedSnapshot, participants: [weber, ben] },
        missed: [
          { method: 'askedToUnmute', params: { source: 'camera' } },
          ...JSON.parse('[{ "method": "ofANewerServer", "params": {} }]'),
        ],
      });
    server.connection.drop();
    await turnsUntil(() => session.state === 'joined' && session.participants.has('p-ben'), 'joined again');
    t.match(server.connection.last('authenticate'), { lastSeq: 2 });
    t.match(
      events.map(([event]) => event),
      ['stateChanged', 'participantConnected', 'stateChanged', 'askedToUnmute'],
    );
    t.match(events.at(-1), ['askedToUnmute', 'camera']);
  },
);

t.test('while it is connecting again, requests are refused by name', async (t) => {
  const { server, session } = await setUp(t, { reconnectPolicy: { nextDelayMs: () => 60_000 } });
  await session.connect();
  server.connection.drop();
  await turnsUntil(() => session.state === 'reconnecting', 'reconnecting');
  await t.rejects(session.lock(), { code: 'not-connected' });
});

t.test('what ends the seat or the room ends the session, with the words of the host', async (t) => {
  for (const [code, close] of [
    ['removed', 4411],
    ['denied', 4410],
    ['room-ended', 4412],
    ['replaced', 4409],
  ] as const) {
    const { server, session, events } = await setUp(t);
    await session.connect();
    events.length = 0;
    server.connection.notify({ method: 'closing', params: { code, message: 'Please call us.' } });
    server.connection.close(close, code);
    await turnsUntil(() => session.state === 'closed', 'closed');
    t.equal(session.closeReason, code);
    t.same(events, [
      ['stateChanged', 'closed', code],
      ['disconnected', code, 'Please call us.'],
    ]);
    t.equal(server.connections.length, 1, 'does not come back');
  }
});

t.test('a token that is refused rejects connect and ends the session', async (t) => {
  const { server, session } = await setUp(t);
  server.answers.authenticate = () => {
    throw new Refusal('token-invalid');
  };
  await t.rejects(session.connect(), { name: 'HearthroomError', code: 'token-invalid' });
  t.equal(session.state, 'closed');
  await t.rejects(session.connect(), { code: 'not-connected' }, 'it connects once');
});

t.test('an expired token is asked for again', async (t) => {
  let asked = 0;
  const { server, session } = await setUp(t, {
    getToken: () => {
      asked += 1;
      return jwtOf(asked === 1 ? 'old' : 'fresh');
    },
  });
  server.answers.authenticate = ({ token }) => {
    if (token === jwtOf('old')) throw new Refusal('token-expired');
    return arrival();
  };
  await session.connect();
  t.equal(session.state, 'waiting');
});

t.test('a frontend that has no token is told so, with its own error', async (t) => {
  const cause = new Error('of the frontend');
  const { session } = await setUp(t, {
    getToken: () => {
      throw cause;
    },
  });
  await t.rejects(session.connect(), { code: 'token-provider-failed', cause });
});

t.test('gives up when the reconnect policy does', async (t) => {
  const { server, session } = await setUp(t, {
    reconnectPolicy: { nextDelayMs: (attempt) => (attempt < 1 ? 0 : null) },
  });
  await session.connect();
  server.close();
  await turnsUntil(() => session.state === 'closed', 'closed');
  t.equal(session.closeReason, 'connection-lost');
});

t.test('disconnect leaves the seat and emits its event once', async (t) => {
  const { server, session, events } = await setUp(t);
  await session.connect();
  events.length = 0;
  await session.disconnect();
  await session.disconnect();
  t.ok(server.connection.requests.some(({ method }) => method === 'leave'));
  t.same(events, [
    ['stateChanged', 'closed', 'left'],
    ['disconnected', 'left'],
  ]);
});

t.test('disconnect before anything was connected', async (t) => {
  const { server, session } = await setUp(t);
  await session.disconnect();
  t.equal(session.state, 'closed');
  t.equal(server.connections.length, 0);
});

t.test('disconnect while connecting gives back the seat that was just taken', async (t) => {
  const { server, session } = await setUp(t);
  const connecting = session.connect();
  await session.disconnect();
  await t.rejects(connecting, { code: 'left' });
  await turnsUntil(() => server.connections.length === 0 || server.connection.requests.length !== 1, 'settled');
  const methods = server.connections.flatMap(({ requests }) => requests.map(({ method }) => method));
  t.ok(methods.length === 0 || methods.includes('leave'), methods.join());
});

t.test('a page that was reloaded takes its seat back, unless the seat was over', async (t) => {
  const storage = createStorage();
  const options = { getToken: () => tokenOf('r1', 'anna'), environment: { storage } };
  const { server, session } = await setUp(t, options);
  await session.connect();
  const again = new Session({ url: server.url, reconnectPolicy: immediately, ...options });
  await again.connect();
  t.match(server.connection.last('authenticate'), { resumeSecret: 'secret-0123456789abcdef', keepMedia: false });
  server.connection.close(4411, 'removed');
  await turnsUntil(() => again.state === 'closed', 'removed');
  t.equal(storage.items.size, 0);
});

t.test('a restored network triggers the next attempt at once', async (t) => {
  const signals = new EventTarget();
  const { server, session } = await setUp(t, {
    reconnectPolicy: { nextDelayMs: () => 60_000 },
    environment: { signals },
  });
  await session.connect();
  server.connection.drop();
  await turnsUntil(() => session.state === 'reconnecting', 'reconnecting');
  signals.dispatchEvent(new Event('online'));
  await turnsUntil(() => session.state === 'waiting', 'connected again');
  t.equal(server.connections.length, 2);
});

t.test('a session that is never connected adds no listener to the page, which would keep it', async (t) => {
  const signals = new EventTarget();
  const added: string[] = [];
  signals.addEventListener = (event) => added.push(event);
  new Session({ url: 'https://calls.example.org', getToken: () => '', environment: { signals } });
  t.same(added, []);
});

t.test('an invalid URL is rejected at once', async (t) => {
  t.throws(() => new Session({ url: 'no address', getToken: () => '' }), { code: 'invalid-params' });
});

t.test('participants that were there are told as gone when it ends', async (t) => {
  const { server, session, events } = await setUp(t);
  server.answers.authenticate = () => arrival({ snapshot: { ...admittedSnapshot, participants: [weber] } });
  await session.connect();
  events.length = 0;
  await session.disconnect();
  t.match(events, [
    ['participantDisconnected', { id: 'p-weber' }],
    ['stateChanged', 'closed'],
    ['disconnected', 'left'],
  ]);
});
