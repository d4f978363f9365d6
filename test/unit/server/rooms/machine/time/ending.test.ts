import t from 'tap';
import { client, cotherapist } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage, startMs } from '../../../../../support/machine/stage.ts';

const minuteMs = 60_000;
const at = (minutes: number): string => new Date(startMs + minutes * minuteMs).toISOString();
const endsAt = ({ known }: Device) => (known?.state === 'admitted' ? known.room.endsAt : undefined);
const warningsOf = (device: Device) =>
  device.heard.flatMap((news) => (news.method === 'endWarning' ? [news.params.minutesLeft] : []));

t.test('a session ends its length after it first went live, or at its closing time, whichever is sooner', async (t) => {
  const stage = new Stage({ lengthMinutes: 50, closesAt: at(80) });
  stage.pass(10 * minuteMs);
  const host = stage.arrive(cotherapist());
  t.equal(endsAt(host), startMs + 60 * minuteMs);
  stage.leave(host);
  stage.pass(5_000);
  stage.arrive(cotherapist());
  stage.pass(50 * minuteMs - 5_001);
  t.equal(stage.state.phase, 'live', 'an interruption does not begin it anew');
  stage.pass(1);
  t.same([stage.state.phase, stage.state.endedBy], ['ended', 'closes-at']);

  const other = new Stage({ lengthMinutes: 50, closesAt: at(30) });
  t.equal(endsAt(other.arrive(cotherapist())), startMs + 30 * minuteMs);
});

t.test('a room that never goes live has no length', async (t) => {
  const stage = new Stage({ lengthMinutes: 5 });
  stage.arrive(client());
  stage.pass(60 * minuteMs);
  t.equal(stage.state.phase, 'open');
});

t.test('hosts are warned before the end, each time once', async (t) => {
  const { stage, host, devices } = Stage.live([client()], { closesAt: at(20), endWarningsMinutes: [1, 5, 10] });
  const waiting = stage.arrive(client('ben'));
  stage.pass(10 * minuteMs - 1);
  t.same(warningsOf(host), []);
  stage.pass(1);
  t.same(warningsOf(host), [10]);
  stage.set({ title: 'Edited' });
  stage.pass(5 * minuteMs);
  t.same(warningsOf(host), [10, 5]);
  stage.pass(5 * minuteMs);
  t.same(warningsOf(host), [10, 5, 1]);
  for (const device of [waiting, ...devices]) t.same(warningsOf(device), [], 'the others are not told');
});

t.test('everybody inside is warned where the room wants it', async (t) => {
  const { stage, devices } = Stage.live([client()], { closesAt: at(20), warnEverybody: true });
  const waiting = stage.arrive(client('ben'));
  stage.pass(19 * minuteMs);
  t.same(devices.map(warningsOf), [[10, 5, 1]]);
  t.same(warningsOf(waiting), []);
});

t.test('a warning that is due is not lost to an event that comes before its timer', async (t) => {
  const { stage, host } = Stage.live([], { closesAt: at(20) });
  stage.now += 10 * minuteMs + 3;
  stage.set({ title: 'Edited' });
  stage.pass(0);
  t.same(warningsOf(host), [10]);
});

t.test('warnings that lie behind when the end is set are left out', async (t) => {
  const { stage, host } = Stage.live();
  stage.set({ closesAt: at(3) });
  stage.pass(2 * minuteMs);
  t.same(warningsOf(host), [1]);
});

t.test('holders of canEnd put the end off, and the new one is announced', async (t) => {
  const { stage, host } = Stage.live([client()], { closesAt: at(20), endWarningsMinutes: [5] });
  stage.arrive(cotherapist());
  for (const sub of ['anna', 'cole']) {
    t.equal(stage.refusal({ type: 'extend', actor: stage.by(sub), minutes: 15 }), 'not-allowed');
  }
  stage.pass(15 * minuteMs);
  stage.play({ type: 'extend', actor: stage.by('weber'), minutes: 15 });
  t.equal(endsAt(host), startMs + 35 * minuteMs);
  stage.play({ type: 'extend', actor: api, minutes: 5 });
  t.equal(endsAt(host), startMs + 40 * minuteMs);
  stage.pass(20 * minuteMs);
  t.same(warningsOf(host), [5, 5]);
  t.equal(stage.state.phase, 'live');
  stage.pass(5 * minuteMs);
  t.equal(stage.state.phase, 'ended');
});

t.test('an end that was not set is set from now', async (t) => {
  const { stage, host } = Stage.live();
  t.equal(endsAt(host), null);
  stage.pass(30 * minuteMs);
  stage.play({ type: 'extend', actor: stage.by('weber'), minutes: 15 });
  t.equal(endsAt(host), startMs + 45 * minuteMs);
});

t.test('a length that has not begun to run is made longer', async (t) => {
  const stage = new Stage({ lengthMinutes: 50 });
  stage.play({ type: 'extend', actor: api, minutes: 10 });
  t.equal(endsAt(stage.arrive(cotherapist())), startMs + 60 * minuteMs);
});

t.test('a new end from the owner is meant as it stands', async (t) => {
  const { stage, host } = Stage.live([], { closesAt: at(20) });
  stage.play({ type: 'extend', actor: stage.by('weber'), minutes: 15 });
  stage.set({ closesAt: at(20), title: 'The same end again' });
  t.equal(endsAt(host), startMs + 35 * minuteMs);
  stage.set({ closesAt: at(25) });
  t.equal(endsAt(host), startMs + 25 * minuteMs);
});

t.test('what is over is not put off', async (t) => {
  const { stage } = Stage.live([], { closesAt: at(20) });
  stage.now += 20 * minuteMs;
  stage.play({ type: 'extend', actor: stage.by('weber'), minutes: 15 });
  t.equal(stage.state.endedBy, 'closes-at');
});

t.test('the last words are for those who were in the session', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const waiting = stage.arrive(client('ben'));
  const second = stage.arrive(client());
  stage.play({ type: 'end', actor: stage.by('weber'), message: 'See you on Tuesday' });
  for (const device of [host, ...devices]) {
    t.same([device.closedWith, device.closingText], ['room-ended', 'See you on Tuesday']);
  }
  for (const device of [waiting, second]) t.same([device.closedWith, device.closingText], ['room-ended', undefined]);
});
