import t from 'tap';
import { loadState, saveState } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, therapist } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage, startMs } from '../../../../../support/machine/stage.ts';

const minuteMs = 60_000;
const at = (minutes: number): string => new Date(startMs + minutes * minuteMs).toISOString();
const awayOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room.therapistAway : undefined);
const mayExtend = ({ known }: Device) => known?.self.grants.canExtend;
const endsAt = ({ known }: Device) => (known?.state === 'admitted' ? known.room.endsAt : undefined);

/** A therapist, a co-therapist and a client; the session ends in an hour. */
function withCole(settings: ConstructorParameters<typeof Stage>[0] = {}) {
  const live = Stage.live([client()], { closesAt: at(60), ...settings });
  const [anna] = live.devices;
  const cole = live.stage.arrive(cotherapist());
  if (!anna) throw new Error('nobody was admitted');
  const extend = { type: 'extend', actor: live.stage.by('cole'), minutes: 10 } as const;
  return { ...live, anna, cole, extend };
}

t.test('hosts are told who is away, how and since when, after more than a blip; clients are not', async (t) => {
  const { stage, host, anna, cole } = withCole();
  stage.pass(minuteMs);
  t.equal(awayOf(cole), null);
  stage.drop(host);
  stage.pass(4_999);
  t.equal(awayOf(cole), null, 'a connection that is back in time is no news');
  stage.pass(1);
  const told = { participantId: 'p-weber', name: 'name of weber', since: startMs + minuteMs, canBeExtended: false };
  t.same(awayOf(cole), { ...told, how: 'connection-lost', mayExtendAt: startMs + 4 * minuteMs });
  t.equal(awayOf(anna), undefined);
  stage.pass(minuteMs);
  t.equal(stage.stateOf('weber'), 'expired');
  t.match(awayOf(cole), { how: 'connection-lost' }, 'also when the seat is not kept any more');
  stage.arrive(therapist());
  t.equal(awayOf(cole), null);
});

t.test('hosts are told that the therapist left, or was sent to wait', async (t) => {
  const { stage, host, cole } = withCole();
  stage.leave(host);
  stage.pass(5_000);
  t.match(awayOf(cole), { how: 'left' });
  stage.arrive(therapist());
  stage.play({ type: 'putInWaitingRoom', actor: api, seatId: 'p-weber' });
  stage.pass(5_000);
  t.match(awayOf(cole), { how: 'not-admitted' });
});

t.test(
  'every host who is present may extend after the time that the room sets, until the therapist is back',
  async (t) => {
    const { stage, host, anna, cole, extend } = withCole({ absenceExtendSeconds: 120 });
    stage.drop(host);
    stage.pass(119_999);
    t.equal(stage.refusal(extend), 'not-allowed');
    t.equal(mayExtend(cole), false);
    stage.pass(1);
    t.equal(mayExtend(cole), true);
    t.match(awayOf(cole), { mayExtendAt: null, canBeExtended: true });
    t.equal(stage.refusal({ ...extend, actor: stage.by('anna') }), 'not-allowed', 'a client may not');
    t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed', 'to end it is another right');
    stage.play(extend);
    t.equal(endsAt(anna), startMs + 70 * minuteMs);

    stage.arrive(therapist(), host);
    t.equal(mayExtend(cole), false);
    t.equal(stage.refusal(extend), 'not-allowed');
    t.equal(endsAt(anna), startMs + 70 * minuteMs, 'what was added stays');
  },
);

t.test('a host who comes later may extend too, and one whose connection is lost may not', async (t) => {
  const { stage, host, cole, extend } = withCole();
  stage.leave(host);
  stage.pass(3 * minuteMs);
  t.equal(mayExtend(stage.arrive(cotherapist('dahl'))), true);
  stage.drop(cole);
  t.equal(stage.refusal(extend), 'not-admitted');
});

t.test('no therapist is away while another one is present', async (t) => {
  const { stage, host, cole, extend } = withCole();
  stage.arrive(therapist('wolf'));
  stage.leave(host);
  stage.pass(10 * minuteMs);
  t.equal(awayOf(cole), null);
  t.equal(stage.refusal(extend), 'not-allowed');
  stage.leave(stage.arrive(therapist('wolf')));
  stage.pass(5_000);
  t.match(awayOf(cole), { participantId: 'p-wolf' }, 'the last one who was there is named');
});

t.test('a session that began without a therapist has none who is away', async (t) => {
  const stage = new Stage({ closesAt: at(60) });
  const cole = stage.arrive(cotherapist());
  stage.pass(30 * minuteMs);
  t.equal(awayOf(cole), null);
  t.equal(mayExtend(cole), false);
});

t.test(
  'a room that does not want it gives nobody the right, and takes it back when it no longer wants it',
  async (t) => {
    const { stage, host, cole, extend } = withCole({ absenceExtendSeconds: null });
    stage.drop(host);
    stage.pass(30 * minuteMs);
    t.match(awayOf(cole), { mayExtendAt: null, canBeExtended: false });
    t.equal(stage.refusal(extend), 'not-allowed');
    stage.set({ absenceExtendSeconds: 180 });
    t.equal(mayExtend(cole), true, 'the absence counts from its beginning');
    stage.set({ absenceExtendSeconds: null });
    t.equal(mayExtend(cole), false);
  },
);

t.test('in the last minute the right is given after a blip, and an extension does not take it back', async (t) => {
  const { stage, host, cole, extend } = withCole({ absenceExtendSeconds: 3_600 });
  stage.pass(58 * minuteMs);
  stage.drop(host);
  stage.pass(minuteMs - 1);
  t.equal(mayExtend(cole), false);
  stage.pass(1);
  t.equal(mayExtend(cole), true);
  stage.play(extend);
  t.equal(mayExtend(cole), true);

  const late = withCole();
  late.stage.pass(60 * minuteMs - 20_000);
  late.stage.drop(late.host);
  late.stage.pass(4_999);
  t.equal(mayExtend(late.cole), false);
  late.stage.pass(1);
  t.equal(mayExtend(late.cole), true);
});

t.test('a person who can not be given the right before the end is not told a time for it', async (t) => {
  const { stage, host, cole } = withCole({ absenceExtendSeconds: 180 });
  stage.pass(60 * minuteMs - 5_001);
  stage.leave(host);
  stage.pass(5_000);
  t.match(awayOf(cole), { mayExtendAt: null, canBeExtended: true }, 'a millisecond before the end it is there');
  stage.pass(1);
  t.equal(stage.state.phase, 'ended');
});

t.test('the warning of the end reaches a co-therapist who may extend by then', async (t) => {
  const { stage, host, cole } = withCole({ closesAt: at(10), endWarningsMinutes: [5] });
  stage.drop(host);
  stage.pass(5 * minuteMs);
  t.match(cole.heard.findLast(({ method }) => method === 'endWarning')?.params, { minutesLeft: 5 });
  t.equal(mayExtend(cole), true);
});

t.test('a session that is held and goes on counts the absence from when the therapist went', async (t) => {
  const { stage, host, cole } = withCole();
  stage.drop(host);
  stage.pass(minuteMs);
  stage.drop(cole);
  stage.pass(30_000);
  t.equal(stage.state.phase, 'held');
  const back = stage.arrive(cotherapist(), cole);
  t.match(awayOf(back), { since: startMs });
  stage.pass(90_000);
  t.equal(mayExtend(back), true);
});

t.test('an absence goes on through a restart, and begins with it for a therapist who was there', async (t) => {
  const { stage, host, cole } = withCole();
  stage.pass(minuteMs);
  stage.restart();
  const back = stage.arrive(cotherapist(), cole);
  stage.pass(5_000);
  t.match(awayOf(back), { since: startMs + minuteMs });
  stage.pass(175_000);
  t.equal(mayExtend(back), true);
  stage.restart();
  const again = stage.arrive(cotherapist(), back);
  t.equal(mayExtend(again), true);
  stage.arrive(therapist(), host);
  t.equal(mayExtend(again), false);
});

t.test('setting the clock changes neither how long the therapist is away nor when the right is given', async (t) => {
  for (const byMs of [-40 * minuteMs, 40 * minuteMs]) {
    const { stage, host, cole } = withCole();
    stage.drop(host);
    stage.pass(minuteMs);
    stage.stepClock(byMs);
    t.match(awayOf(cole), { since: startMs + byMs, mayExtendAt: startMs + byMs + 3 * minuteMs });
    stage.pass(2 * minuteMs - 1);
    t.equal(mayExtend(cole), false);
    stage.pass(1);
    t.equal(mayExtend(cole), true);
  }
});

t.test('a lent lead may extend as soon as it is lent', async (t) => {
  const { stage, host, cole, extend } = withCole({ absencePolicy: 'hand-over', absenceExtendSeconds: null });
  stage.drop(host);
  stage.pass(125_000);
  t.match(cole.known?.self.grants, { canEnd: true, canExtend: true });
  t.match(awayOf(cole), { canBeExtended: true });
  stage.play(extend);
});

t.test('a token may give the right to extend alone, or take it from somebody who may end', async (t) => {
  const { stage } = Stage.live([], { closesAt: at(60) }, therapist('weber', { grants: { canExtend: false } }));
  stage.arrive(cotherapist('cole', { grants: { canExtend: true } }));
  t.equal(stage.refusal({ type: 'extend', actor: stage.by('weber'), minutes: 10 }), 'not-allowed');
  t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
  stage.play({ type: 'extend', actor: stage.by('cole'), minutes: 10 });
});

t.test('a room stored by an earlier version knows its therapist, and who may end may extend', async (t) => {
  const { stage, host, cole } = withCole();
  const stored = JSON.parse(saveState(stage.state));
  delete stored.settings.absenceExtendSeconds;
  delete stored.therapistId;
  delete stored.therapistAbsence;
  for (const seat of Object.values<{ claims: { grants: { canExtend?: boolean } } }>(stored.seats))
    delete seat.claims.grants.canExtend;
  stage.state = loadState(JSON.stringify(stored));
  stage.restart();
  t.match(stage.seat('weber').claims.grants, { canEnd: true, canExtend: true });
  const back = stage.arrive(cotherapist(), cole);
  stage.pass(minuteMs / 2);
  t.match(awayOf(back), { participantId: 'p-weber' });
  stage.arrive(therapist(), host);
  t.equal(stage.stateOf('weber'), 'admitted', 'nobody is a new entry for the grant that was added');
});
