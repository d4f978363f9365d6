import t from 'tap';
import { turnsUntil } from '../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, ben, entry, hostSnapshot, waitingSnapshot } from './scripted-server.ts';
import { setUp } from './set-up-session.ts';

const clara = { ...ben, id: 'p-clara', name: 'Clara' };
const dan = { ...ben, id: 'p-dan', name: 'Dan' };
const olga = { ...ben, id: 'p-olga', name: 'Olga', role: 'observer' } as const;

async function connected(t: Parameters<typeof setUp>[0], snapshot = hostSnapshot) {
  const { server, session } = await setUp(t, []);
  server.answers.authenticate = () => arrival({ snapshot });
  await session.connect();
  const sent = () =>
    server.connection.requests
      .filter(({ method }) => method !== 'authenticate')
      .map(({ method, params }) => [method, params]);
  return { server, session, sent };
}

t.test("a host's requests about waiting clients are sent with the right parameters", async (t) => {
  const { session, sent } = await connected(t);
  await session.openPreview(entry('p-anna', 4));
  await session.sendPreviewText('Which name?');
  await session.closePreview();
  await session.answerMeeting('p-weber', false);
  await session.openCircle();
  await session.cancelCircle();
  await session.askConsent(entry('p-olga', 6));
  t.same(sent(), [
    ['openPreview', { participantId: 'p-anna', epoch: 4 }],
    ['sendPreviewText', { text: 'Which name?' }],
    ['closePreview', {}],
    ['answerMeeting', { participantId: 'p-weber', accept: false }],
    ['openCircle', {}],
    ['cancelCircle', {}],
    ['askConsent', { participantId: 'p-olga', epoch: 6 }],
  ]);
});

t.test("a host's requests about the group are sent with the right parameters", async (t) => {
  const { session, sent } = await connected(t);
  await session.setSpotlight('p-ben');
  await session.setSpotlight(null);
  await session.answerHelp('p-ben', 'In a minute.');
  await session.closeHelp('p-ben');
  await session.markDepartureSeen('p-ben');
  await session.openSideRoom('p-ben');
  await session.closeSideRoom();
  await session.lowerHand('p-ben');
  await session.startGoRound();
  await session.startGoRound({ order: ['p-ben'], secondsPerPerson: 60, muteOthers: true });
  await session.nextTurn();
  await session.pauseGoRound();
  await session.resumeGoRound();
  await session.stopGoRound();
  await session.giveTurn('end');
  await session.giveTurn('now', 'p-ben');
  await session.undoTurn();
  await session.extend(10);
  await session.undoExtension();
  await session.endRoom({ message: 'Until next week.' });
  t.same(sent(), [
    ['setSpotlight', { participantId: 'p-ben' }],
    ['setSpotlight', { participantId: null }],
    ['answerHelp', { participantId: 'p-ben', text: 'In a minute.' }],
    ['closeHelp', { participantId: 'p-ben' }],
    ['markDepartureSeen', { participantId: 'p-ben' }],
    ['openSideRoom', { participantId: 'p-ben' }],
    ['closeSideRoom', {}],
    ['lowerHand', { participantId: 'p-ben' }],
    ['startGoRound', {}],
    ['startGoRound', { order: ['p-ben'], secondsPerPerson: 60, muteOthers: true }],
    ['nextTurn', {}],
    ['pauseGoRound', {}],
    ['resumeGoRound', {}],
    ['stopGoRound', {}],
    ['giveTurn', { when: 'end' }],
    ['giveTurn', { when: 'now', participantId: 'p-ben' }],
    ['undoTurn', {}],
    ['extendRoom', { minutes: 10 }],
    ['undoExtension', {}],
    ['endRoom', { message: 'Until next week.' }],
  ]);
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
  ]);
});

t.test('groups by hand are sent as they are, and so is everything else about them', async (t) => {
  const { session, sent } = await connected(t);
  const groups = [{ name: 'Window', participantIds: ['p-ben'] }];
  await session.startBreakout({ groups, seconds: 600 });
  await session.moveToGroup('g-1');
  await session.moveToGroup(null, 'p-ben');
  await session.messageGroups('Five minutes left.');
  await session.endBreakout();
  await session.endBreakout({ countdownSeconds: 0 });
  t.same(sent(), [
    ['startBreakout', { groups, seconds: 600 }],
    ['moveToGroup', { groupId: 'g-1' }],
    ['moveToGroup', { groupId: null, participantId: 'p-ben' }],
    ['messageGroups', { text: 'Five minutes left.' }],
    ['endBreakout', {}],
    ['endBreakout', { countdownSeconds: 0 }],
  ]);
});

t.test('random groups contain exactly the clients in the main group', async (t) => {
  const emil = { ...ben, id: 'p-emil', away: true };
  const others = { ...hostSnapshot, participants: [ben, olga, clara, emil, dan] };
  const { server, session } = await connected(t, others);
  await session.startBreakout({ size: 2, seconds: 60, names: ['Window'] });
  const params = server.connection.last('startBreakout');
  t.match(params, { seconds: 60, groups: [{ name: 'Window' }] });
  await session.startBreakout({ size: 2 });
  t.match(server.connection.last('startBreakout'), { groups: [{ name: '1' }] });
  const { groups } = params as { groups: { participantIds: string[] }[] };
  t.same(groups.flatMap(({ participantIds }) => participantIds).sort(), ['p-ben', 'p-clara', 'p-dan']);
});

t.test('without clients there is nobody to put together', async (t) => {
  const { session, sent } = await connected(t, { ...hostSnapshot, participants: [olga] });
  await t.rejects(session.startBreakout({ size: 3 }), { name: 'HearthroomError', code: 'not-found' });
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
