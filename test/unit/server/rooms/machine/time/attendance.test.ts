import t from 'tap';
import { attendanceOf, loadState, saveState, scrubEnded } from '../../../../../../server/src/rooms/machine/index.ts';
import { client } from '../../../../../support/machine/player/people.ts';
import { api, Stage, startMs } from '../../../../../support/machine/stage.ts';

const of = (stage: Stage, sub: string) => attendanceOf(stage.state).find(({ seatId }) => seatId === `p-${sub}`);

t.test('present is who is admitted and connected: waiting and dropped time do not count', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  stage.pass(60_000);
  t.equal(of(stage, 'anna'), undefined, 'a person who only waited was not there');
  stage.admit(api, 'anna');
  stage.pass(100_000);
  stage.drop(anna);
  stage.pass(30_000);
  const back = stage.arrive(client(), anna);
  stage.pass(200_000);
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.pass(50_000);
  stage.admit(api, 'anna');
  stage.pass(5_000);
  stage.leave(back);
  stage.pass(10_000);
  t.same(of(stage, 'anna'), {
    seatId: 'p-anna',
    role: 'client',
    firstAdmittedAt: startMs + 60_000,
    lastLeftAt: startMs + 445_000,
    presentMs: 305_000,
  });
});

t.test('a person who is there has not left, and counts up to now', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.pass(7_000);
  stage.set({});
  t.match(of(stage, 'anna'), { lastLeftAt: null, presentMs: 7_000 });
});

t.test('a second device that takes over is the same stay', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.pass(7_000);
  stage.arrive(client());
  stage.play({ type: 'admit', actor: api, entries: [stage.secondEntry('anna')], all: false });
  stage.pass(3_000);
  stage.set({});
  t.match(of(stage, 'anna'), { firstAdmittedAt: startMs, lastLeftAt: null, presentMs: 10_000 });
});

t.test('the end of the session is the end of every stay', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.pass(60_000);
  stage.play({ type: 'end', actor: stage.by('weber') });
  for (const sub of ['weber', 'anna']) t.match(of(stage, sub), { lastLeftAt: stage.now, presentMs: 60_000 });
});

t.test('a restart ends a stay, at the latest when the session was to end', async (t) => {
  const { stage, devices } = Stage.live([client()], { closesAt: new Date(startMs + 600_000).toISOString() });
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.now += 60_000;
  stage.restart();
  t.match(of(stage, 'anna'), { lastLeftAt: stage.now, presentMs: 60_000 });
  stage.pass(2_000);
  stage.arrive(client(), anna);
  stage.now += 3_600_000;
  stage.restart();
  t.match(of(stage, 'anna'), { lastLeftAt: startMs + 600_000, presentMs: 598_000 });
});

t.test('of an ended room it stays, with opaque ids and roles alone', async (t) => {
  const texts = { agreement: { version: '1', text: 'Canary rules' }, title: 'Canary title' };
  const { stage } = Stage.live([], texts);
  const anna = stage.arrive(client('anna', { name: 'Canary name', label: 'Canary label' }));
  stage.play({ type: 'acceptAgreement', connectionId: anna.connectionId, version: '1' });
  stage.admit(api, 'anna');
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: 'Canary note' });
  stage.play({ type: 'rename', actor: stage.by('weber'), name: 'Canary nickname' });
  stage.play({ type: 'updateSettings', actor: api, patch: {}, passcodeHash: 'canary hash' });
  const groups = [{ id: 'g1', name: 'Canary group', seatIds: ['p-anna'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  stage.pass(60_000);
  stage.play({ type: 'end', actor: stage.by('weber') });
  const records = attendanceOf(stage.state);
  t.match(
    records.map(({ seatId, role, presentMs }) => [seatId, role, presentMs]),
    [
      ['p-anna', 'client', 60_000],
      ['p-weber', 'therapist', 60_000],
    ],
  );
  const scrubbed = scrubEnded(stage.state);
  t.same(attendanceOf(scrubbed), records);
  t.same(attendanceOf(loadState(saveState(scrubbed))), records);
  t.same(scrubEnded(scrubbed), scrubbed, 'twice is once');
  t.notMatch(saveState(scrubbed), /canary/i);
});

t.test('a room stored before there was attendance and the like is completed', async (t) => {
  const { stage } = Stage.live([client()]);
  const { attendance: _a, passcodeHash: _b, ...state } = JSON.parse(saveState(stage.state));
  const { lengthMinutes: _c, ...settings } = state.settings;
  const { attendance: _d, renamedTo: _e, ...anna } = state.seats['p-anna'];
  const older = { ...state, settings, seats: { ...state.seats, 'p-anna': anna } };
  t.same(loadState(JSON.stringify(older)), stage.state);
});
