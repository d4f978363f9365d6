import type { AdmittedSnapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { type Person, snapshotOf, startSession, therapist } from '../../support/server/clients/joined-session.ts';

type RoomView = AdmittedSnapshot['room'];

/** The first matching view of the room, already received or later. */
async function roomOf({ client }: Person, fits: (room: RoomView) => boolean): Promise<RoomView> {
  const { room } = await client.notification('roomUpdated', (params) => fits(params.room as RoomView));
  return room as RoomView;
}

t.test('hands queue up in the order they were raised', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enterAdmitted(host, 'ben');
  t.equal(await ben.client.codeOf('raiseHand'), 'ok');
  t.equal(await anna.client.codeOf('raiseHand'), 'ok');
  t.same((await roomOf(host, ({ hands }) => hands.length === 2)).hands, [ben.id, anna.id]);
  t.equal(await anna.client.codeOf('lowerHand', { participantId: ben.id }), 'not-allowed');
  t.equal(await host.client.codeOf('lowerHand', { participantId: ben.id }), 'ok');
  await roomOf(anna, ({ hands }) => hands.length === 1 && hands[0] === anna.id);
});

t.test('a reaction reaches the others, a rename too where the token grants it', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna', { grants: { canRename: true } });
  const ben = await session.enterAdmitted(host, 'ben');
  t.equal(await anna.client.codeOf('react', { reaction: 'heart' }), 'ok');
  t.equal(await anna.client.codeOf('react', { reaction: 'boo' }), 'invalid-params');
  t.same(await ben.client.notification('reactionReceived'), { participantId: anna.id, reaction: 'heart' });
  t.equal(await anna.client.codeOf('rename', { name: 'Anna M.' }), 'ok');
  t.match(await ben.client.notification('participantUpdated'), { participant: { id: anna.id, name: 'Anna M.' } });
  t.equal(await ben.client.codeOf('rename', { name: 'Somebody' }), 'not-allowed');
});

t.test('a go-round passes from one to the next, and is found paused after a restart of the server', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enterAdmitted(host, 'ben');
  const order = [anna.id, ben.id, host.id];
  t.equal(await host.client.codeOf('startGoRound', { order, secondsPerPerson: 60 }), 'ok');
  t.match(await roomOf(ben, ({ goRound }) => goRound !== null), { goRound: { order, turn: 0, state: 'running' } });
  t.equal(await ben.client.codeOf('nextTurn'), 'not-allowed', 'it is not his turn');
  t.equal(await anna.client.codeOf('nextTurn'), 'ok');
  await roomOf(host, ({ goRound }) => goRound?.turn === 1);
  await session.restart();
  const back = await session.resume(host);
  t.match(snapshotOf(back).room, { goRound: { order, turn: 1, state: 'paused', turnEndsAt: null } });
  t.ok(((snapshotOf(back) as AdmittedSnapshot).room.goRound?.remainingMs ?? 0) > 50_000, 'with the time that was left');
  t.equal(await back.client.codeOf('resumeGoRound'), 'ok');
  t.equal(await back.client.codeOf('nextTurn'), 'ok');
  t.equal(await back.client.codeOf('nextTurn'), 'ok', 'the last turn is the end');
  await roomOf(back, ({ goRound }) => goRound === null);
});

t.test(
  'a turn waits for its lost holder, who has it when they are back; a host undoes a step and gives a turn',
  async (t) => {
    const session = await startSession(t);
    const host = await session.enter('weber', therapist);
    const anna = await session.enterAdmitted(host, 'anna');
    const ben = await session.enterAdmitted(host, 'ben');
    t.equal(await host.client.codeOf('startGoRound', { order: [anna.id, ben.id], secondsPerPerson: 60 }), 'ok');
    anna.client.socket.terminate();
    const lost = await roomOf(ben, ({ goRound }) => goRound?.pausedBecause === 'connection-lost');
    t.match(lost.goRound, { turn: 0, turnEndsAt: null, passesAt: Number });
    const back = await session.resume(anna);
    t.match(snapshotOf(back).room, { goRound: { turn: 0, turnEndsAt: Number } });
    t.equal(await host.client.codeOf('undoTurn'), 'too-late');
    t.equal(await host.client.codeOf('nextTurn'), 'ok');
    const { turnUndo } = await roomOf(host, (room) => room.turnUndo !== undefined);
    t.equal(turnUndo?.participantId, anna.id);
    t.equal(await host.client.codeOf('undoTurn'), 'ok');
    await roomOf(host, ({ goRound, turnUndo: undo }) => goRound?.turn === 0 && undo === undefined);
    t.equal(await host.client.codeOf('giveTurn', { participantId: ben.id, when: 'now' }), 'ok');
    await roomOf(ben, ({ goRound }) => goRound?.order[0] === ben.id);
    t.equal(await back.client.codeOf('giveTurn', { when: 'next' }), 'too-late');
  },
);

t.test(
  'breakout groups know nothing of one another; who drops comes back to theirs; all are called back',
  async (t) => {
    // Without encryption `selfUpdated` tells of nothing but the place.
    const session = await startSession(t, { meetingNoticeSeconds: 1, encryption: 'off' });
    const host = await session.enter('weber', therapist);
    const anna = await session.enterAdmitted(host, 'anna');
    const ben = await session.enterAdmitted(host, 'ben');
    const cleo = await session.enterAdmitted(host, 'cleo');
    const groups = [
      { name: 'Oak', participantIds: [anna.id, cleo.id] },
      { name: 'Elm', participantIds: [ben.id] },
    ];
    t.equal(await host.client.codeOf('startBreakout', { groups, seconds: 300 }), 'ok');
    const seen = await roomOf(anna, ({ breakout }) => breakout !== null);
    t.match(seen.breakout?.groups, [{ name: 'Oak', participantIds: [anna.id, cleo.id] }]);
    t.equal(seen.breakout?.groups.length, 1, 'the own one alone');
    t.equal((await roomOf(host, ({ breakout }) => breakout !== null)).breakout?.groups.length, 2);
    await anna.client.request('sendChat', { to: 'group', text: 'in oak' });
    await cleo.client.notification('chatReceived');
    await ben.client.request('ping');
    t.notMatch(ben.client.frames.join(), 'in oak');
    t.equal(await host.client.codeOf('messageGroups', { text: 'Five minutes.' }), 'ok');
    t.same(await ben.client.notification('hostMessage'), { kind: 'breakout', text: 'Five minutes.' });
    cleo.client.socket.terminate();
    const back = await session.resume(cleo);
    t.match(snapshotOf(back).self.place, { kind: 'breakout', groupId: seen.breakout?.groups[0]?.id });
    t.equal(await host.client.codeOf('moveToGroup', { groupId: seen.breakout?.groups[0]?.id }), 'ok', 'a visit');
    await roomOf(anna, ({ breakout }) => breakout?.groups[0]?.arriving?.[0]?.participantId === host.id);
    await host.client.notification('selfUpdated', (params) => JSON.stringify(params).includes('breakout'));
    const inOak = { to: 'group', text: 'only for Oak', seen: { place: snapshotOf(back).self.place, breakout: true } };
    t.equal(await anna.client.codeOf('sendChat', inOak), 'ok');
    t.equal(await host.client.codeOf('endBreakout', { countdownSeconds: 1 }), 'ok');
    await roomOf(ben, ({ breakout }) => breakout?.closingAt != null);
    await ben.client.notification('selfUpdated', (params) => JSON.stringify(params).includes('"group"'));
    t.equal(await anna.client.codeOf('sendChat', inOak), 'too-late', 'now everybody would read it');
  },
);
