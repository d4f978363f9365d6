/**
 * The machine's clock is set while a room exists: an hour forward, an hour back, and a process that starts with a slow
 * clock.
 */
import t from 'tap';
import { attendanceOf, elapsedMs } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage, startMs } from '../../../../../support/machine/stage.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const at = (ms: number) => new Date(startMs + ms).toISOString();

t.test('a room opens at its time of day, an hour sooner when the clock is set forward', async (t) => {
  const stage = new Stage({ opensAt: at(hourMs), earlyEntrySeconds: 0 });
  const host = stage.arrive(therapist());
  t.equal(stage.state.phase, 'scheduled');
  stage.stepClock(hourMs - 1);
  t.equal(stage.state.phase, 'scheduled');
  stage.stepClock(1);
  t.equal(stage.state.phase, 'live');
  t.match(host.known, { state: 'admitted' }, 'and the host who waited for it is in');
});

t.test('a room that nobody entered closes again when the clock is set back, and opens at its time', async (t) => {
  const stage = new Stage();
  stage.set({ opensAt: at(hourMs) });
  stage.pass(hourMs);
  t.equal(stage.state.phase, 'open');
  stage.stepClock(-hourMs);
  t.equal(stage.state.phase, 'scheduled');
  stage.pass(hourMs - 1);
  t.equal(stage.state.phase, 'scheduled');
  stage.pass(1);
  t.equal(stage.state.phase, 'open');
});

t.test('a session that has begun is not undone by a clock that is set back', async (t) => {
  const stage = new Stage();
  stage.set({ opensAt: at(hourMs) });
  stage.pass(hourMs);
  stage.arrive(therapist());
  stage.stepClock(-hourMs);
  t.equal(stage.state.phase, 'live');
});

t.test('a session ends at its time of day', async (t) => {
  const forward = Stage.live([client()], { closesAt: at(90 * minuteMs) });
  forward.stage.stepClock(hourMs);
  t.match(forward.host.known?.room, { endsAt: startMs + 90 * minuteMs });
  forward.stage.pass(30 * minuteMs - 1);
  t.equal(forward.stage.state.phase, 'live');
  forward.stage.pass(1);
  t.equal(forward.stage.state.endedBy, 'closes-at');

  const past = Stage.live([client()], { closesAt: at(30 * minuteMs) });
  past.stage.stepClock(hourMs);
  t.equal(past.stage.state.endedBy, 'closes-at', 'at once, when that is past');

  const back = Stage.live([client()], { closesAt: at(30 * minuteMs) });
  back.stage.stepClock(-hourMs);
  back.stage.pass(90 * minuteMs - 1);
  t.equal(back.stage.state.phase, 'live');
});

for (const stepMs of [hourMs, -hourMs]) {
  t.test(`a session of a set length lasts as long as it would have (${stepMs / minuteMs} minutes)`, async (t) => {
    const { stage, host } = Stage.live([client()], { lengthMinutes: 50, endWarningsMinutes: [10] });
    stage.pass(20 * minuteMs);
    stage.stepClock(stepMs);
    t.match(host.known?.room, { endsAt: stage.now + 30 * minuteMs }, 'and its end is told by the new clock');
    stage.pass(20 * minuteMs);
    t.match(host.heard.at(-1), { method: 'endWarning', params: { minutesLeft: 10 } });
    stage.pass(10 * minuteMs - 1);
    t.equal(stage.state.phase, 'live');
    stage.pass(1);
    t.equal(stage.state.phase, 'ended');
  });

  t.test(
    `leases, turns, groups and waits last as long as they would have (${stepMs / minuteMs} minutes)`,
    async (t) => {
      const { stage, host } = Stage.live([client('ben')], { seatLeaseSeconds: 60 });
      const anna = stage.arrive(client());
      stage.admit(api, 'anna');
      stage.arrive(client('dora'));
      const actor = stage.by(host.sub);
      stage.play({ type: 'startGoRound', actor, order: ['p-ben', 'p-anna'], secondsPerPerson: 90, muteOthers: false });
      stage.play({ type: 'startBreakout', actor, groups: [], seconds: 120 });
      stage.play({ type: 'requestHelp', actor: stage.by('ben'), note: null });
      stage.drop(anna);
      stage.pass(30_000);
      const before = elapsedMs(stage.state) + 30_000;
      stage.stepClock(stepMs);
      t.equal(elapsedMs(stage.state), before);
      const { now } = stage;
      t.match(host.known, {
        room: {
          goRound: { turnEndsAt: now + 60_000 },
          breakout: { endsAt: now + 90_000 },
          help: [{ since: now - 30_000 }],
        },
        waiting: [{ waitingSince: now - 30_000 }],
      });
      stage.pass(29_999);
      t.equal(stage.stateOf('anna'), 'suspended');
      stage.pass(1);
      t.equal(stage.stateOf('anna'), 'expired');
      stage.pass(30_000);
      t.equal(stage.state.goRound, null, 'ben’s time is over, and anna is gone');
      t.ok(stage.state.breakout);
      stage.pass(30_000);
      t.equal(stage.state.breakout, null);
    },
  );

  t.test(`the absence of the host is counted as it passes (${stepMs / minuteMs} minutes)`, async (t) => {
    const { stage, host } = Stage.live([client()], { absencePolicy: 'end', absenceGraceSeconds: 60 });
    stage.drop(host);
    stage.pass(3_000);
    stage.stepClock(stepMs);
    t.equal(stage.state.phase, 'live');
    stage.pass(2_000);
    t.equal(stage.state.phase, 'held');
    stage.stepClock(stepMs);
    stage.pass(59_999);
    t.equal(stage.state.phase, 'held');
    stage.pass(1);
    t.equal(stage.state.endedBy, 'host-absent');
  });

  t.test(
    `attendance counts what passed, and nobody left before they came (${stepMs / minuteMs} minutes)`,
    async (t) => {
      const { stage } = Stage.live();
      const device = stage.arrive(client());
      stage.admit(api, 'anna');
      const cameAt = stage.now;
      stage.pass(5 * minuteMs);
      stage.stepClock(stepMs);
      stage.pass(5 * minuteMs);
      stage.set({});
      const anna = () => attendanceOf(stage.state).find(({ role }) => role === 'client');
      t.match(anna(), { firstAdmittedAt: cameAt, lastLeftAt: null, presentMs: 10 * minuteMs });
      stage.leave(device);
      const lastLeftAt = stepMs > 0 ? stage.now : cameAt + 10 * minuteMs;
      t.match(anna(), { firstAdmittedAt: cameAt, lastLeftAt, presentMs: 10 * minuteMs });
    },
  );
}

t.test('warnings whose time was skipped are one, of the minutes that are left', async (t) => {
  const settings = { closesAt: at(70 * minuteMs), endWarningsMinutes: [10, 5, 1], warnEverybody: true };
  const { stage, devices } = Stage.live([client()], settings);
  const warned = () =>
    devices[0]?.heard.flatMap((one) => (one.method === 'endWarning' ? [one.params.minutesLeft] : []));
  stage.stepClock(66 * minuteMs + 30_000);
  t.same(warned(), [4]);
  stage.pass(3 * minuteMs);
  t.same(warned(), [4, 1], 'those to come come at their time');
  stage.stepClock(-hourMs);
  stage.pass(hourMs - 5 * minuteMs);
  t.same(warned(), [4, 1, 10], 'and again when the end is an hour away again');
});

t.test(
  'a process whose clock is behind that of the one before takes its rooms up at the length they had',
  async (t) => {
    const { stage, host } = Stage.live([client()], { lengthMinutes: 50, seatLeaseSeconds: 60 });
    const actor = stage.by(host.sub);
    stage.pass(5 * minuteMs);
    stage.play({ type: 'startBreakout', actor, groups: [], seconds: 120 });
    stage.now -= 10 * hourMs;
    stage.restart();
    t.equal(stage.state.now, stage.now, 'times are by the clock there is');
    t.equal(stage.state.breakout?.endsAt, stage.now + 120_000);
    t.match(stage.state.timers, {
      closes: { dueAt: stage.now + 45 * minuteMs },
      'lease:p-anna': { dueAt: stage.now + 60_000 },
    });
    t.match(attendanceOf(stage.state), [{ presentMs: 5 * minuteMs }, { presentMs: 5 * minuteMs }]);
    stage.stepClock(10 * hourMs);
    t.equal(stage.state.timers.closes?.dueAt, stage.now + 45 * minuteMs, 'also when it is set');
  },
);
