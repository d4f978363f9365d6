import t from 'tap';
import { loadState, saveState, scrubEnded } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, therapist } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage, startMs } from '../../../../../support/machine/stage.ts';

const minuteMs = 60_000;
const at = (minutes: number): string => new Date(startMs + minutes * minuteMs).toISOString();
const roomOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room : undefined);
const endsAt = (device: Device) => ((roomOf(device)?.endsAt ?? Infinity) - startMs) / minuteMs;
const warningsOf = (device: Device) =>
  device.heard.flatMap((news) => (news.method === 'endWarning' ? [news.params.minutesLeft] : []));

/** A session of fifty minutes, with warnings to all before the end. */
function fifty(settings: Parameters<typeof Stage.live>[1] = {}) {
  const live = Stage.live([client()], { closesAt: at(50), warnEverybody: true, ...settings });
  const [anna = live.host] = live.devices;
  const actor = live.stage.by('weber');
  const extend = (minutes: number) => live.stage.play({ type: 'extend', actor, minutes });
  return { ...live, anna, extend, undo: { type: 'undoExtension', actor } as const };
}

t.test('an extension that is taken back leaves the end as it was, for everybody who was told', async (t) => {
  const { stage, host, anna, extend, undo } = fifty();
  extend(15);
  t.same([host, anna].map(endsAt), [65, 65]);
  const until = startMs + 2 * minuteMs;
  t.same(roomOf(host)?.extensionUndo, { endsAt: startMs + 50 * minuteMs, noticeMinutes: 10, until });
  t.equal(roomOf(anna)?.extensionUndo, undefined, 'only who may take it back is told that they may');
  t.equal(stage.refusal({ type: 'undoExtension', actor: stage.by('anna') }), 'not-allowed');
  stage.play(undo);
  t.same([host, anna].map(endsAt), [50, 50]);
  t.equal(roomOf(host)?.extensionUndo, undefined);
  t.equal(stage.refusal(undo), 'too-late', 'once');
  stage.pass(50 * minuteMs);
  t.equal(stage.state.endedBy, 'closes-at');
  t.same([host, anna].map(warningsOf), [
    [10, 5, 1],
    [10, 5, 1],
  ]);
});

t.test('nobody is put out sooner than the longest warning, which is told again, once', async (t) => {
  const { stage, anna, extend, undo } = fifty();
  stage.pass(45 * minuteMs);
  t.same(warningsOf(anna), [10, 5]);
  extend(15);
  stage.pass(minuteMs);
  stage.play(undo);
  t.equal(endsAt(anna), 56, 'ten minutes from now, and not four');
  t.same(warningsOf(anna), [10, 5, 10]);
  stage.pass(10 * minuteMs);
  t.same(warningsOf(anna), [10, 5, 10, 5, 1]);
  t.equal(stage.state.phase, 'ended');
});

t.test('the same when the end before has passed meanwhile', async (t) => {
  const { stage, anna, extend, undo } = fifty({ endWarningsMinutes: [2] });
  stage.pass(49.5 * minuteMs);
  extend(5);
  stage.pass(minuteMs);
  stage.play(undo);
  t.equal(endsAt(anna), 52.5);
});

t.test('without warnings people have a minute', async (t) => {
  const { stage, anna, extend, undo } = fifty({ endWarningsMinutes: [] });
  stage.pass(49.5 * minuteMs);
  extend(5);
  stage.play(undo);
  t.equal(endsAt(anna), 50.5);
});

t.test('taking back never puts the end off: what would do so is too late', async (t) => {
  const { stage, host, extend, undo } = fifty();
  stage.pass(45 * minuteMs);
  extend(5);
  t.equal(roomOf(host)?.extensionUndo, undefined, 'the end is in ten minutes: the notice would not be over sooner');
  t.equal(stage.refusal(undo), 'too-late');

  extend(1);
  t.equal(roomOf(host)?.extensionUndo?.until, startMs + 46 * minuteMs);
  stage.pass(minuteMs - 1);
  t.ok(roomOf(host)?.extensionUndo);
  stage.pass(1);
  t.equal(roomOf(host)?.extensionUndo, undefined, 'it is not offered any more');
  t.equal(stage.refusal(undo), 'too-late');
});

t.test('only the last extension is taken back, for two minutes', async (t) => {
  const { stage, host, extend, undo } = fifty();
  extend(5);
  extend(10);
  stage.play(undo);
  t.equal(endsAt(host), 55);
  t.equal(stage.refusal(undo), 'too-late');

  extend(10);
  stage.pass(2 * minuteMs - 1);
  t.ok(roomOf(host)?.extensionUndo);
  stage.now += 1;
  t.equal(stage.refusal(undo), 'too-late', 'also when the timer comes late');
  stage.pass(0);
  t.equal(roomOf(host)?.extensionUndo, undefined);
  t.equal(stage.state.extensionUndo, null);
});

t.test('a session that had no end has none again, however near the end is that was made', async (t) => {
  const { stage, host, extend, undo } = fifty({ closesAt: null });
  extend(5);
  t.equal(endsAt(host), 5);
  t.match(roomOf(host)?.extensionUndo, { endsAt: null });
  stage.play(undo);
  t.equal(roomOf(host)?.endsAt, null);
  stage.pass(60 * minuteMs);
  t.equal(stage.state.phase, 'live');
  t.same(warningsOf(host), []);
});

t.test('a length that has not begun to run is what it was', async (t) => {
  const stage = new Stage({ lengthMinutes: 50 });
  stage.play({ type: 'extend', actor: api, minutes: 10 });
  stage.play({ type: 'undoExtension', actor: api });
  t.equal(endsAt(stage.arrive(therapist())), 50);
});

t.test('a new end from the owner is not taken back with an extension before it', async (t) => {
  for (const patch of [{ closesAt: at(40) }, { lengthMinutes: 30 }]) {
    const { stage, host, extend, undo } = fifty();
    extend(15);
    stage.set({ title: 'Another name' });
    t.ok(roomOf(host)?.extensionUndo, 'another setting changes nothing');
    stage.set(patch);
    t.equal(roomOf(host)?.extensionUndo, undefined);
    t.equal(stage.refusal(undo), 'too-late');
  }
});

t.test('a longer warning that the owner sets meanwhile counts', async (t) => {
  const { stage, host, extend, undo } = fifty();
  stage.pass(20 * minuteMs);
  extend(15);
  stage.set({ endWarningsMinutes: [40] });
  t.match(roomOf(host)?.extensionUndo, { noticeMinutes: 40 });
  stage.play(undo);
  t.equal(endsAt(host), 60);
  t.same(warningsOf(host), [40]);
});

t.test(
  'taking an extension back is still offered after a reload, a lost connection and a restart of the server',
  async (t) => {
    const { stage, host, extend, undo } = fifty();
    extend(15);
    stage.drop(host);
    const back = stage.arrive(therapist(), host);
    t.ok(roomOf(back)?.extensionUndo);
    stage.restart();
    stage.pass(minuteMs);
    const again = stage.arrive(therapist(), back);
    t.equal(roomOf(again)?.extensionUndo?.until, startMs + 2 * minuteMs);
    stage.play(undo);
    t.equal(endsAt(again), 50);

    extend(15);
    stage.restart();
    stage.pass(2 * minuteMs);
    t.equal(roomOf(stage.arrive(therapist(), again))?.extensionUndo, undefined);
  },
);

t.test('the time for it goes on evenly when the clock is set; the end comes nearer', async (t) => {
  const { stage, host, extend } = fifty();
  extend(15);
  stage.pass(minuteMs);
  stage.stepClock(30 * minuteMs);
  t.equal(roomOf(host)?.extensionUndo?.until, stage.now + minuteMs);
  stage.stepClock(24 * minuteMs);
  t.equal(roomOf(host)?.extensionUndo, undefined, 'ten minutes before the end');
});

t.test('a person who may extend takes back what another host added', async (t) => {
  const { stage, host, extend } = fifty();
  const cole = stage.arrive(cotherapist());
  const undo = { type: 'undoExtension', actor: stage.by('cole') } as const;
  extend(15);
  t.equal(roomOf(cole)?.extensionUndo, undefined);
  t.equal(stage.refusal(undo), 'not-allowed');
  stage.play({ type: 'left', connectionId: host.connectionId });
  stage.set({ absenceExtendSeconds: 5 });
  stage.pass(5_000);
  t.ok(roomOf(cole)?.extensionUndo, 'while the therapist is away, and the co-therapist may extend');
  stage.arrive(therapist());
  t.equal(roomOf(cole)?.extensionUndo, undefined);
  t.equal(stage.refusal(undo), 'not-allowed');
});

t.test('nothing is left of it when the session ends, and a room stored before has none', async (t) => {
  const { stage, extend, undo } = fifty();
  extend(15);
  const stored: { extensionUndo?: unknown } = JSON.parse(saveState(stage.state));
  delete stored.extensionUndo;
  t.equal(loadState(JSON.stringify(stored)).extensionUndo, null);
  stage.play({ type: 'end', actor: stage.by('weber') });
  t.equal(stage.state.extensionUndo, null);
  t.equal(scrubEnded(stage.state).extensionUndo, null);
  t.equal(stage.refusal(undo), 'room-ended');
});
