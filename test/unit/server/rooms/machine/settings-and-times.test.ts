import t from 'tap';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { api, Stage, startMs } from '../../../../support/machine/stage.ts';

const hourMs = 3_600_000;
const at = (ms: number): string => new Date(startMs + ms).toISOString();

t.test('a scheduled room opens at its time', async (t) => {
  const stage = new Stage({ opensAt: at(hourMs) });
  t.equal(stage.state.phase, 'scheduled');
  stage.set({});
  stage.arrive(client());
  stage.pass(hourMs);
  t.equal(stage.state.phase, 'open');
  t.equal(stage.stateOf('anna'), 'waiting');
});

t.test('a host who comes within the early entry opens it, one who comes before waits for that', async (t) => {
  const stage = new Stage({ opensAt: at(hourMs), earlyEntrySeconds: 900 });
  stage.arrive(therapist());
  t.equal(stage.stateOf('weber'), 'waiting');
  stage.pass(hourMs - 900_001);
  t.equal(stage.state.phase, 'scheduled');
  stage.pass(1);
  t.equal(stage.state.phase, 'live');

  const other = new Stage({ opensAt: at(hourMs), earlyEntrySeconds: 900 });
  other.pass(hourMs - 1_000);
  other.arrive(therapist());
  t.equal(other.state.phase, 'live');
});

t.test(
  'a host who waits enters when an edit brings the early entry near, or when another event comes before the timer',
  async (t) => {
    const edited = new Stage({ opensAt: at(hourMs), earlyEntrySeconds: 900 });
    edited.arrive(therapist());
    edited.set({ earlyEntrySeconds: 7_200 });
    t.equal(edited.state.phase, 'live');

    const late = new Stage({ opensAt: at(hourMs), earlyEntrySeconds: 900 });
    late.arrive(therapist());
    late.now += hourMs - 60_000;
    late.arrive(client());
    t.equal(late.state.phase, 'live');
  },
);

t.test('a host who was refused is not let in by the opening', async (t) => {
  const stage = new Stage({ opensAt: at(hourMs) });
  const weber = stage.arrive(therapist());
  stage.play({ type: 'deny', actor: api, ...stage.entry('weber'), ban: false });
  t.equal(weber.closedWith, 'denied');
  stage.arrive(therapist());
  stage.pass(hourMs);
  t.equal(stage.stateOf('weber'), 'waiting');
});

t.test('the opening time may be moved both ways until somebody was admitted', async (t) => {
  const stage = new Stage();
  const anna = stage.arrive(client());
  stage.set({ opensAt: at(hourMs) });
  t.equal(stage.state.phase, 'scheduled');
  t.match(anna.known?.room, { opensAt: startMs + hourMs });
  stage.set({ opensAt: at(2 * hourMs) });
  stage.pass(hourMs);
  t.equal(stage.state.phase, 'scheduled');
  stage.set({ opensAt: null });
  t.equal(stage.state.phase, 'open');
  stage.arrive(therapist());
  stage.set({ opensAt: at(3 * hourMs) });
  t.equal(stage.state.phase, 'live', 'one that has begun is not undone');
});

t.test('a room ends at its closing time, which may be moved', async (t) => {
  const { stage, host } = Stage.live([], { closesAt: at(hourMs) });
  const anna = stage.arrive(client());
  stage.set({ closesAt: at(2 * hourMs) });
  stage.pass(hourMs);
  t.equal(stage.state.phase, 'live');
  stage.pass(hourMs);
  t.same([stage.state.phase, stage.state.endedBy], ['ended', 'closes-at']);
  t.same([host.closedWith, anna.closedWith], ['room-ended', 'room-ended']);
});

t.test('impossible times are refused', async (t) => {
  const stage = new Stage({ closesAt: at(hourMs) });
  const patch = (settings: object) => stage.refusal({ type: 'updateSettings', actor: api, patch: settings });
  t.equal(patch({ closesAt: at(0) }), 'invalid-params', 'closing now');
  t.equal(patch({ opensAt: at(hourMs) }), 'invalid-params', 'opening when it closes');
  t.equal(patch({ opensAt: '2026-99-99T99:99Z' }), 'invalid-params', 'no time at all');
  t.equal(patch({ closesAt: '2026-13-01T00:00Z' }), 'invalid-params');
});

t.test('an edit that comes after the closing time finds the room ended, not itself wrong', async (t) => {
  const stage = new Stage({ closesAt: at(hourMs) });
  stage.now += 2 * hourMs;
  stage.set({ title: 'Too late' });
  t.equal(stage.state.endedBy, 'closes-at');
});

t.test('a timer that is stale, early or unknown is refused', async (t) => {
  const { stage, host } = Stage.live();
  stage.drop(host);
  const timer = stage.state.timers.hostBlip;
  t.ok(timer);
  if (!timer) return;
  const fired = { type: 'timerFired', name: 'hostBlip', epoch: timer.epoch } as const;
  t.equal(stage.refusal(fired), 'not-found', 'early');
  stage.now += 5_000;
  t.equal(stage.refusal({ ...fired, epoch: timer.epoch - 1 }), 'not-found', 'stale');
  t.equal(stage.refusal({ ...fired, name: 'lease:__proto__' }), 'not-found', 'unknown');
  stage.play(fired);
  t.equal(stage.state.phase, 'held');
  t.equal(stage.refusal(fired), 'not-found', 'twice');
});

t.test('time never goes back', async (t) => {
  const { stage, host } = Stage.live();
  stage.pass(10_000);
  stage.set({});
  stage.now -= hourMs;
  stage.drop(host);
  t.equal(stage.state.now, startMs + 10_000);
  t.equal(stage.state.timers.hostBlip?.dueAt, startMs + 15_000);
});

t.test('everybody is told that a room is without blur, also while they wait, and when that changes', async (t) => {
  const { stage, host, devices } = Stage.live([client()], { backgroundBlur: 'off' });
  const ben = stage.arrive(client('ben'));
  const everybody = [host, ...devices, ben];
  for (const device of everybody) t.equal(device.known?.room.backgroundBlur, 'off');
  stage.set({ backgroundBlur: 'allowed' });
  for (const device of everybody) t.notOk('backgroundBlur' in (device.known?.room ?? {}), 'absent: allowed');
  stage.set({ backgroundBlur: 'off' });
  for (const device of everybody) t.equal(device.known?.room.backgroundBlur, 'off');
});

t.test('the setting of blur is for the API: a seat may not change it', async (t) => {
  const { stage } = Stage.live([]);
  t.equal(
    stage.refusal({ type: 'updateSettings', actor: stage.by('weber'), patch: { backgroundBlur: 'off' } }),
    'not-allowed',
  );
});
