/** A go-round whose speaker is away: the turn waits, moves on after a while, and is not lost. */
import t from 'tap';
import { loadState, type RoomEvent, saveState } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

type When = Extract<RoomEvent, { type: 'giveTurn' }>['when'];

const roundOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room.goRound : null);

function round(settings: ConstructorParameters<typeof Stage>[0] = {}, secondsPerPerson: number | null = 60) {
  const { stage, host, devices } = Stage.live([client('anna'), client('ben'), client('dora')], settings);
  const [anna, ben, dora] = devices;
  if (!anna || !ben || !dora) throw new Error('three clients came');
  const order = ['p-anna', 'p-ben', 'p-dora'];
  const actor = stage.by('weber');
  stage.play({ type: 'startGoRound', actor, order, secondsPerPerson, muteOthers: false });
  const speaker = () => stage.state.goRound?.order[stage.state.goRound.turn]?.replace('p-', '') ?? null;
  const next = (by = 'weber') => stage.play({ type: 'nextTurn', actor: stage.by(by) });
  const back = (device: Device) => stage.arrive(stage.seat(device.sub).claims, device);
  const give = (by: string, when: When, sub = by): RoomEvent => ({
    type: 'giveTurn',
    actor: stage.by(by),
    seatId: sub === by ? null : `p-${sub}`,
    when,
  });
  return { stage, host, anna, ben, dora, actor, speaker, next, back, give };
}

t.test(
  'the time of a turn stands still while the connection of its holder is lost, and goes on when they are back',
  async (t) => {
    const { stage, anna, ben, speaker, back } = round();
    stage.pass(20_000);
    stage.drop(anna);
    t.match(roundOf(ben), {
      state: 'running',
      pausedBecause: 'connection-lost',
      passesAt: stage.now + 30_000,
      turnEndsAt: null,
      remainingMs: 40_000,
    });
    stage.pass(29_999);
    t.equal(speaker(), 'anna');
    const again = back(anna);
    t.match(roundOf(again), { turnEndsAt: stage.now + 40_000, remainingMs: null });
    t.notOk(roundOf(again)?.pausedBecause, 'nothing pauses it');
    t.notOk(roundOf(again)?.missed, 'and nothing was missed');
    stage.pass(40_000);
    t.equal(speaker(), 'ben');
  },
);

t.test('after 30 seconds the turn goes to the next one, with or without a time for each', async (t) => {
  for (const seconds of [60, null]) {
    const { stage, anna, ben, host, speaker } = round({}, seconds);
    stage.drop(anna);
    stage.pass(30_000);
    t.equal(speaker(), 'ben');
    t.equal(roundOf(ben)?.turnEndsAt, seconds === null ? null : stage.now + 60_000, 'with the whole time');
    t.same(roundOf(host)?.missed, ['p-anna']);
    t.notOk(roundOf(ben)?.missed, 'others are told of no fault of hers');
  }
});

t.test(
  'nobody who is there waits for the one whose connection is lost: the turn is kept as long as the seat',
  async (t) => {
    const { stage, ben, dora, speaker, next } = round();
    next();
    next();
    stage.drop(dora);
    t.notOk(roundOf(ben)?.passesAt);
    stage.pass(59_999);
    t.equal(speaker(), 'dora');
    stage.pass(1);
    t.equal(stage.state.goRound, null, 'with her seat the round is over');
  },
);

t.test('a person who is back is asked, and may take the turn next, at the end, or not at all', async (t) => {
  const answers: [When, string[]][] = [
    ['next', ['ben', 'anna', 'dora']],
    ['end', ['ben', 'dora', 'anna']],
    ['never', ['ben', 'dora']],
  ];
  for (const [when, expected] of answers) {
    const { stage, anna, host, speaker, next, back, give } = round();
    stage.drop(anna);
    stage.pass(30_000);
    const again = back(anna);
    t.same(roundOf(again)?.missed, ['p-anna']);
    t.equal(stage.refusal(give('anna', 'now')), 'not-allowed', 'nobody is interrupted');
    stage.play(give('anna', when));
    t.notOk(roundOf(host)?.missed);
    t.equal(stage.refusal(give('anna', when)), 'too-late', 'once');
    const heard = [speaker()];
    while (stage.state.goRound) {
      next();
      heard.push(speaker());
    }
    t.same(heard, [...expected, null], when);
  }
});

t.test('without an answer the turn comes at the end, before the round is over', async (t) => {
  const { stage, anna, speaker, next, back } = round();
  stage.drop(anna);
  stage.pass(30_000);
  back(anna);
  next();
  next();
  t.equal(speaker(), 'anna');
  t.same(stage.state.goRound?.missed, []);
  next('anna');
  t.equal(stage.state.goRound, null);
});

t.test('a turn is not lost with the seat: who is let in again is asked, also on another device', async (t) => {
  const { stage, anna, host, speaker } = round({ seatLeaseSeconds: 20 });
  stage.drop(anna);
  stage.pass(20_000);
  t.equal(stage.stateOf('anna'), 'expired');
  t.equal(speaker(), 'ben');
  t.notOk(roundOf(host)?.missed, 'hosts are told of those who are there');
  const other = stage.arrive(client('anna'));
  stage.admit(api, 'anna');
  t.same(roundOf(other)?.missed, ['p-anna']);
  t.same(roundOf(host)?.missed, ['p-anna']);
});

t.test('a second device that is let in has the turn that waits', async (t) => {
  const { stage, anna, speaker } = round();
  stage.pass(10_000);
  stage.drop(anna);
  const tablet = stage.arrive(client('anna'));
  stage.play({ type: 'admit', actor: api, entries: [stage.secondEntry('anna')], all: false });
  t.equal(speaker(), 'anna');
  t.equal(roundOf(tablet)?.turnEndsAt, stage.now + 50_000);
});

t.test('a person who leaves or is removed is offered nothing', async (t) => {
  const { stage, anna, actor } = round();
  stage.drop(anna);
  stage.pass(30_000);
  stage.play({ type: 'remove', actor, seatId: 'p-anna', ban: false });
  t.same(stage.state.goRound?.missed, []);
});

t.test('a host gives the turn to anybody inside, and the one who had it goes on afterwards', async (t) => {
  const { stage, speaker, next, give } = round();
  t.equal(stage.refusal(give('ben', 'next')), 'too-late', 'who missed none has none to take');
  t.equal(stage.refusal(give('ben', 'next', 'dora')), 'not-allowed');
  stage.pass(20_000);
  stage.play(give('weber', 'now', 'dora'));
  t.same([speaker(), stage.state.goRound?.order], ['dora', ['p-dora', 'p-anna', 'p-ben']]);
  next();
  t.match([speaker(), stage.state.goRound?.turnEndsAt], ['anna', stage.now + 60_000], 'with the whole time');
  stage.play(give('weber', 'end', 'dora'));
  t.same(stage.state.goRound?.order, ['p-anna', 'p-ben', 'p-dora'], 'nobody has two turns');
  stage.play(give('weber', 'next'));
  t.same(stage.state.goRound?.order, ['p-anna', 'p-weber', 'p-ben', 'p-dora'], 'also somebody who was not in it');
  t.equal(stage.refusal(give('weber', 'never', 'ben')), 'too-late');
});

t.test('in a side room the holder is away too: the turn waits without a limit', async (t) => {
  const { stage, ben, actor } = round();
  stage.arrive(cotherapist());
  stage.play({ type: 'openSideRoom', actor: stage.by('cole'), seatId: 'p-anna' });
  stage.pass(120_000);
  t.match(roundOf(ben), { pausedBecause: 'apart', remainingMs: 60_000 });
  t.notOk(roundOf(ben)?.passesAt);
  stage.play({ type: 'closeSideRoom', actor: stage.by('cole') });
  t.equal(roundOf(ben)?.turnEndsAt, stage.now + 60_000);
  stage.play({ type: 'pauseGoRound', actor });
  t.equal(roundOf(ben)?.pausedBecause, 'by-host');
});

t.test('in a small group a lost connection pauses the turn as in the main group', async (t) => {
  const { stage, anna, ben, actor, back } = round();
  const groups = [{ id: 'g1', name: 'One', seatIds: ['p-anna', 'p-ben'] }];
  stage.play({ type: 'startBreakout', actor, groups, seconds: null });
  stage.drop(anna);
  t.equal(roundOf(ben)?.pausedBecause, 'connection-lost');
  stage.pass(10_000);
  t.equal(roundOf(back(anna))?.turnEndsAt, stage.now + 60_000);
});

t.test('while the session is held nobody is passed over, and afterwards the holder has the whole wait', async (t) => {
  const { stage, host, anna, ben, speaker, back } = round({ absenceGraceSeconds: 600, seatLeaseSeconds: 600 });
  stage.drop(anna);
  stage.pass(20_000);
  stage.drop(host);
  stage.pass(5_000);
  t.match(roundOf(ben), { pausedBecause: 'held' });
  stage.pass(100_000);
  t.equal(speaker(), 'anna');
  back(host);
  t.match(roundOf(ben), { pausedBecause: 'connection-lost', passesAt: stage.now + 30_000 });
});

t.test('a host takes the last step back: the same holder with the time that was left', async (t) => {
  const { stage, host, anna, actor, speaker, next } = round();
  t.equal(stage.refusal({ type: 'undoTurn', actor }), 'too-late', 'nothing was done yet');
  stage.pass(15_000);
  next();
  const undo = host.known?.state === 'admitted' ? host.known.room.turnUndo : null;
  t.same(undo, { participantId: 'p-anna', until: stage.now + 20_000 });
  t.notOk(anna.known?.state === 'admitted' && anna.known.room.turnUndo, 'only who may undo it is told');
  stage.pass(19_999);
  t.equal(stage.refusal({ type: 'undoTurn', actor: stage.by('anna') }), 'not-allowed');
  stage.play({ type: 'undoTurn', actor });
  t.match([speaker(), stage.state.goRound?.turnEndsAt], ['anna', stage.now + 45_000]);
  t.equal(stage.refusal({ type: 'undoTurn', actor }), 'too-late', 'one step alone');
});

t.test('a round that was stopped or went past its last turn by mistake is taken up again', async (t) => {
  const { stage, actor, speaker, next } = round();
  stage.pass(10_000);
  stage.play({ type: 'stopGoRound', actor });
  stage.play({ type: 'undoTurn', actor });
  t.match([speaker(), stage.state.goRound?.turnEndsAt], ['anna', stage.now + 50_000]);
  next();
  next();
  next();
  t.equal(stage.state.goRound, null);
  stage.play({ type: 'undoTurn', actor });
  t.equal(speaker(), 'dora');
});

t.test(
  'a turn can no longer be undone when the time is over, the turn went on by itself, its holder left, or another round began',
  async (t) => {
    const tooLate = ({ stage, actor }: ReturnType<typeof round>, why: string) => {
      t.equal(stage.state.turnUndo, null, why);
      t.equal(stage.refusal({ type: 'undoTurn', actor }), 'too-late', why);
    };
    const late = round();
    late.next();
    late.stage.pass(20_000);
    tooLate(late, 'time');
    const fast = round({}, 10);
    fast.next();
    fast.stage.pass(10_000);
    tooLate(fast, 'the next turn ended');
    const gone = round();
    gone.next();
    gone.stage.leave(gone.anna);
    tooLate(gone, 'its holder left');
    const anew = round();
    anew.stage.play({ type: 'stopGoRound', actor: anew.actor });
    const start = { order: ['p-ben'], secondsPerPerson: null, muteOthers: false };
    anew.stage.play({ type: 'startGoRound', actor: anew.actor, ...start });
    tooLate(anew, 'another round');
    const ended = round();
    ended.next();
    ended.stage.play({ type: 'end', actor: ended.actor });
    t.equal(ended.stage.state.turnUndo, null);
  },
);

t.test('an undo that comes at the moment of its limit is late, also before its timer fired', async (t) => {
  const { stage, actor, next } = round();
  next();
  stage.now += 20_000;
  t.equal(stage.refusal({ type: 'undoTurn', actor }), 'too-late');
});

t.test('a round that was stored by an earlier version has missed turns of nobody', async (t) => {
  const { stage } = round();
  const stored: { goRound: { missed?: string[] }; turnUndo?: unknown } = JSON.parse(saveState(stage.state));
  delete stored.goRound.missed;
  delete stored.turnUndo;
  t.match(loadState(JSON.stringify(stored)), { goRound: { missed: [] }, turnUndo: null });
});
