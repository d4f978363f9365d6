import t from 'tap';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { Stage } from '../../../../support/machine/stage.ts';

t.test('a session that another node takes over stays live when its host is back within a short loss', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.takeOver();
  t.equal(stage.state.phase, 'live');
  t.same([stage.stateOf('weber'), stage.stateOf('anna')], ['suspended', 'suspended']);
  stage.pass(4_000);
  stage.arrive(client(), anna);
  stage.arrive(therapist(), host);
  t.same([stage.stateOf('weber'), stage.stateOf('anna')], ['admitted', 'admitted']);
  stage.pass(60_000);
  t.equal(stage.state.phase, 'live');
  t.equal(stage.state.hold, null, 'it was never held');
});

t.test('it is held when no host is back by then', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.takeOver();
  stage.pass(5_000);
  t.equal(stage.state.phase, 'held');
});

t.test('a host who was lost before gets no more time', async (t) => {
  const { stage, host } = Stage.live([client()]);
  stage.drop(host);
  stage.pass(4_000);
  stage.takeOver();
  t.equal(stage.state.phase, 'live');
  stage.pass(1_000);
  t.equal(stage.state.phase, 'held');
});

t.test('a session that is held stays so, and its grace starts again', async (t) => {
  const { stage, host } = Stage.live([client()]);
  stage.drop(host);
  stage.pass(65_000);
  stage.takeOver();
  t.equal(stage.state.phase, 'held');
  t.equal(stage.state.timers.grace?.dueAt, stage.now + 120_000);
});

t.test('the lease of each seat starts again after a takeover', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  stage.pass(59_000);
  stage.takeOver();
  t.equal(stage.state.timers['lease:p-anna']?.dueAt, stage.now + 60_000);
});

t.test('a go-round continues with the time that was left when its holder is back', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  const order = ['p-anna', 'p-weber'];
  stage.play({ type: 'startGoRound', actor: stage.by('weber'), order, secondsPerPerson: 60, muteOthers: false });
  stage.pass(10_000);
  // A step whose time is stored: what passes after it is not counted.
  stage.play({ type: 'raiseHand', actor: stage.by('weber') });
  stage.now += 3_000;
  stage.takeOver();
  t.match(stage.state.goRound, { state: 'running', remainingMs: 50_000, turnEndsAt: null });
  stage.arrive(therapist(), host);
  stage.arrive(client(), anna);
  t.match(stage.state.goRound, { state: 'running', remainingMs: null, turnEndsAt: stage.now + 50_000 });
});
