import type { HostRequests, Session } from '@hearthroom/sdk';
import type { Method } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, ben, entry, hostSnapshot, waitingSnapshot } from '../scripted-server.ts';
import { setUp } from '../set-up-session.ts';

const clara = { ...ben, id: 'p-clara', name: 'Clara' };
const dan = { ...ben, id: 'p-dan', name: 'Dan' };
const olga = { ...ben, id: 'p-olga', name: 'Olga', role: 'observer' } as const;

async function connected(t: Parameters<typeof setUp>[0], snapshot = hostSnapshot) {
  const { server, session } = await setUp(t, []);
  server.hello = { method: 'hello', params: { routerRtpCapabilities: {}, revision: 3 }, seq: 0 };
  server.answers.authenticate = () => arrival({ snapshot });
  await session.connect();
  const sent = () =>
    server.connection.requests
      .filter(({ method }) => method !== 'authenticate')
      .map(({ method, params }) => [method, params]);
  return { server, session, sent };
}

/** A call of a request in either form, and what is sent. */
type Call = [call: (host: Session | HostRequests) => Promise<unknown>, method: Method, params: object];

const groups = [{ name: 'Window', participantIds: ['p-ben'] }];

const calls: Call[] = [
  [(host) => host.admit(entry('p-anna', 4)), 'admit', { participantId: 'p-anna', epoch: 4 }],
  [(host) => host.admitAll(), 'admitAll', { entries: [{ participantId: 'p-dan', epoch: 7 }] }],
  [(host) => host.admitAll([entry('p-anna', 4)]), 'admitAll', { entries: [{ participantId: 'p-anna', epoch: 4 }] }],
  [(host) => host.deny(entry('p-anna', 4)), 'deny', { participantId: 'p-anna', epoch: 4 }],
  [
    (host) => host.deny(entry('p-anna', 4), { ban: true, reason: 'Not this group.' }),
    'deny',
    { participantId: 'p-anna', epoch: 4, ban: true, reason: 'Not this group.' },
  ],
  [(host) => host.putInWaitingRoom('p-ben'), 'putInWaitingRoom', { participantId: 'p-ben' }],
  [
    (host) => host.putInWaitingRoom('p-ben', { reason: 'One moment.' }),
    'putInWaitingRoom',
    { participantId: 'p-ben', reason: 'One moment.' },
  ],
  [(host) => host.messageWaiting('Soon.'), 'messageWaiting', { text: 'Soon.' }],
  [(host) => host.messageWaiting('Soon.', 'p-anna'), 'messageWaiting', { text: 'Soon.', participantId: 'p-anna' }],
  [(host) => host.openPreview(entry('p-anna', 4)), 'openPreview', { participantId: 'p-anna', epoch: 4 }],
  [(host) => host.closePreview(), 'closePreview', {}],
  [(host) => host.openCircle(), 'openCircle', {}],
  [(host) => host.cancelCircle(), 'cancelCircle', {}],
  [(host) => host.askConsent(entry('p-olga', 6)), 'askConsent', { participantId: 'p-olga', epoch: 6 }],
  [(host) => host.remove('p-ben'), 'remove', { participantId: 'p-ben' }],
  [(host) => host.remove('p-ben', { ban: true }), 'remove', { participantId: 'p-ben', ban: true }],
  [(host) => host.mute('p-ben', 'screen'), 'mute', { participantId: 'p-ben', source: 'screen' }],
  [(host) => host.askToUnmute('p-ben', 'camera'), 'askToUnmute', { participantId: 'p-ben', source: 'camera' }],
  [(host) => host.lock(), 'lock', {}],
  [(host) => host.unlock(), 'unlock', {}],
  [(host) => host.setSpotlight('p-ben'), 'setSpotlight', { participantId: 'p-ben' }],
  [(host) => host.setSpotlight(null), 'setSpotlight', { participantId: null }],
  [(host) => host.lowerHand('p-ben'), 'lowerHand', { participantId: 'p-ben' }],
  [(host) => host.answerHelp('p-ben', 'Yes.'), 'answerHelp', { participantId: 'p-ben', text: 'Yes.' }],
  [(host) => host.closeHelp('p-ben'), 'closeHelp', { participantId: 'p-ben' }],
  [(host) => host.markDepartureSeen('p-ben'), 'markDepartureSeen', { participantId: 'p-ben' }],
  [(host) => host.openSideRoom('p-ben'), 'openSideRoom', { participantId: 'p-ben' }],
  [(host) => host.closeSideRoom(), 'closeSideRoom', {}],
  [(host) => host.startGoRound(), 'startGoRound', {}],
  [
    (host) => host.startGoRound({ order: ['p-ben'], secondsPerPerson: 60, muteOthers: true }),
    'startGoRound',
    { order: ['p-ben'], secondsPerPerson: 60, muteOthers: true },
  ],
  [(host) => host.nextTurn(), 'nextTurn', {}],
  [(host) => host.pauseGoRound(), 'pauseGoRound', {}],
  [(host) => host.resumeGoRound(), 'resumeGoRound', {}],
  [(host) => host.stopGoRound(), 'stopGoRound', {}],
  [(host) => host.giveTurn('end'), 'giveTurn', { when: 'end' }],
  [(host) => host.giveTurn('now', 'p-ben'), 'giveTurn', { when: 'now', participantId: 'p-ben' }],
  [(host) => host.undoTurn(), 'undoTurn', {}],
  [
    (host) => host.startCheckIn({ text: 'How are you?', choices: ['Well', 'So so'] }),
    'startCheckIn',
    { question: { text: 'How are you?', choices: ['Well', 'So so'] } },
  ],
  [(host) => host.endCheckIn(), 'endCheckIn', { checkInId: 'q-1' }],
  [(host) => host.startBreakout({ groups, seconds: 600 }), 'startBreakout', { groups, seconds: 600 }],
  [(host) => host.moveToGroup('g-1'), 'moveToGroup', { groupId: 'g-1' }],
  [(host) => host.moveToGroup(null, 'p-ben'), 'moveToGroup', { groupId: null, participantId: 'p-ben' }],
  [(host) => host.messageGroups('Five minutes.'), 'messageGroups', { text: 'Five minutes.' }],
  [(host) => host.endBreakout(), 'endBreakout', {}],
  [(host) => host.endBreakout({ countdownSeconds: 0 }), 'endBreakout', { countdownSeconds: 0 }],
  [(host) => host.extend(10), 'extendRoom', { minutes: 10 }],
  [(host) => host.undoExtension(), 'undoExtension', {}],
  [(host) => host.endRoom(), 'endRoom', {}],
  [(host) => host.endRoom({ message: 'Until next week.' }), 'endRoom', { message: 'Until next week.' }],
];

t.test("a host's requests are the same from session.host and from the session", async (t) => {
  const waiting = [
    entry('p-anna', 4, { connection: 'dropped' }),
    entry('p-ben', 5, { secondDevice: true }),
    entry('p-clara', 6, { otherDevice: true }),
    entry('p-dan', 7),
  ];
  const room = { ...hostSnapshot.room, checkIn: { id: 'q-1', question: null, answers: [] } };
  const { server, session, sent } = await connected(t, { ...hostSnapshot, room, waiting });
  server.answers.admitAll = () => ({ admitted: ['p-anna'], skipped: [] });
  for (const form of [session, session.host]) for (const [call] of calls) await call(form);
  const expected = calls.map(([, method, params]) => [method, params]);
  t.same(sent(), [...expected, ...expected]);
  t.same(await session.host.admitAll(), await session.admitAll());
});

t.test('the session has every request of session.host, and no test of one is missing', async (t) => {
  const { session } = await connected(t);
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(session.host)).filter(
    (name) => name !== 'constructor',
  );
  for (const name of names) t.type(Reflect.get(session, name), 'function', name);
  const called = new Set(calls.map(([, method]) => (method === 'extendRoom' ? 'extend' : method)));
  t.same([...called].sort(), names.sort());
});

t.test("a client's requests are sent with the right parameters", async (t) => {
  const { session, sent } = await connected(t, admittedSnapshot);
  await session.requestHelp();
  await session.requestHelp('Can we talk?');
  await session.closeHelp();
  await session.raiseHand();
  await session.lowerHand();
  await session.react('heart');
  await session.rename('Anna B.');
  await session.answerConsent('p-olga', false);
  await session.withdrawAgreement();
  await session.sendPreviewText('Anna Berger');
  await session.answerMeeting('p-weber', false);
  t.same(sent(), [
    ['requestHelp', {}],
    ['requestHelp', { note: 'Can we talk?' }],
    ['closeHelp', {}],
    ['raiseHand', {}],
    ['lowerHand', {}],
    ['react', { reaction: 'heart' }],
    ['rename', { name: 'Anna B.' }],
    ['answerConsent', { participantId: 'p-olga', consent: false }],
    ['withdrawAgreement', {}],
    ['sendPreviewText', { text: 'Anna Berger' }],
    ['answerMeeting', { participantId: 'p-weber', accept: false }],
  ]);
});

t.test('random groups contain exactly the clients in the main group', async (t) => {
  const emil = { ...ben, id: 'p-emil', away: true };
  const others = { ...hostSnapshot, participants: [ben, olga, clara, emil, dan] };
  const { server, session } = await connected(t, others);
  await session.host.startBreakout({ size: 2, seconds: 60, names: ['Window'] });
  const params = server.connection.last('startBreakout');
  t.match(params, { seconds: 60, groups: [{ name: 'Window' }] });
  await session.host.startBreakout({ size: 2 });
  t.match(server.connection.last('startBreakout'), { groups: [{ name: '1' }] });
  const { groups } = params as { groups: { participantIds: string[] }[] };
  t.same(groups.flatMap(({ participantIds }) => participantIds).sort(), ['p-ben', 'p-clara', 'p-dan']);
});

t.test('without clients there is nobody to put together', async (t) => {
  const { session, sent } = await connected(t, { ...hostSnapshot, participants: [olga] });
  await t.rejects(session.host.startBreakout({ size: 3 }), { name: 'HearthroomError', code: 'not-found' });
  t.same(sent(), []);
});

t.test('the agreement is accepted in the version that is shown, while waiting as well', async (t) => {
  const { server, session } = await setUp(t, []);
  const agreement = { version: '2', text: 'What is said here stays here.', accepted: false };
  const room = { ...waitingSnapshot.room, agreement };
  server.answers.authenticate = () => arrival({ snapshot: { ...waitingSnapshot, room } });
  t.equal(session.agreement, null);
  await session.connect();
  t.same(session.agreement, agreement);
  await session.acceptAgreement();
  t.same(server.connection.last('acceptAgreement'), { version: '2' });
  server.connection.notify({
    method: 'roomUpdated',
    params: { room: { ...room, agreement: { ...agreement, accepted: true } } },
  });
  await turnsUntil(() => session.agreement?.accepted === true, 'accepted');
});

t.test('a room without an agreement has none to accept', async (t) => {
  const { session, sent } = await connected(t);
  await t.rejects(session.acceptAgreement(), { code: 'not-found' });
  t.same(sent(), []);
});
