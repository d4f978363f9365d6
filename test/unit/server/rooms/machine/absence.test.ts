import t from 'tap';
import { client, cotherapist, therapist } from '../../../../support/machine/people.ts';
import { api, Stage } from '../../../../support/machine/stage.ts';

t.test('a session is held when its host is away for longer than a blip', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  stage.drop(host);
  stage.pass(4_999);
  t.equal(stage.state.phase, 'live');
  const back = stage.arrive(therapist(), host);
  stage.pass(1_000);
  t.equal(stage.state.phase, 'live', 'a blip does nothing');
  stage.drop(back);
  stage.pass(5_000);
  t.equal(stage.state.phase, 'held');
  t.match(anna?.known?.room, { phase: 'held', heldUntil: stage.now + 120_000 });
  stage.arrive(therapist(), back);
  t.equal(stage.state.phase, 'live');
  t.match(anna?.known?.room, { phase: 'live', heldUntil: null });
});

t.test('while held nobody is admitted', async (t) => {
  const { stage, host } = Stage.live([], { waitingRoom: false });
  stage.drop(host);
  stage.pass(5_000);
  stage.arrive(client());
  t.equal(stage.stateOf('anna'), 'waiting');
  const entries = [stage.entry('anna')];
  t.equal(stage.refusal({ type: 'admit', actor: api, entries, all: false }), 'room-not-live');
});

t.test('after the grace every client waits again, when the policy says so', async (t) => {
  for (const absencePolicy of ['return-to-waiting', 'hand-over'] as const) {
    const { stage, host, devices } = Stage.live([client(), client('ben')], { absencePolicy, seatLeaseSeconds: 300 });
    const [anna, ben] = devices;
    t.ok(ben);
    if (!ben) continue;
    stage.drop(ben);
    stage.drop(host);
    stage.pass(125_000);
    t.equal(stage.state.phase, 'open');
    t.equal(anna?.known?.state, 'waiting');
    t.equal(stage.seat('anna').mustBeAdmitted, true);
    t.equal(stage.stateOf('ben'), 'waiting', 'also who was away');
    t.equal(stage.stateOf('weber'), 'suspended', 'the host keeps the seat');
    stage.arrive(therapist(), host);
    t.equal(stage.state.phase, 'live');
    t.equal(stage.stateOf('anna'), 'waiting');
  }
});

t.test('after the grace the session ends, when the policy says so', async (t) => {
  const { stage, host, devices } = Stage.live([client()], { absencePolicy: 'end' });
  stage.leave(host);
  stage.pass(125_000);
  t.equal(stage.state.phase, 'ended');
  t.equal(stage.state.endedBy, 'host-absent');
  t.equal(devices[0]?.closedWith, 'room-ended');
});

t.test('with another host present the session stays live, and the lead passes after the grace', async (t) => {
  const { stage, host } = Stage.live();
  const cole = stage.arrive(cotherapist());
  t.equal(stage.state.leadId, 'p-weber');
  stage.drop(host);
  stage.pass(120_000);
  t.equal(stage.state.phase, 'live');
  t.equal(stage.state.leadId, 'p-weber');
  t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
  stage.pass(5_000);
  t.equal(stage.state.leadId, 'p-cole');
  t.equal(cole.known?.self.grants.canEnd, true);
  stage.arrive(therapist());
  t.equal(stage.state.leadId, 'p-cole', 'a returning host takes nothing back');
  stage.play({ type: 'end', actor: stage.by('cole') });
  t.equal(stage.state.endedBy, 'host');
});

t.test('a lead who returns in time keeps the lead', async (t) => {
  const { stage, host } = Stage.live();
  stage.arrive(cotherapist());
  stage.drop(host);
  stage.pass(50_000);
  stage.arrive(therapist(), host);
  stage.pass(500_000);
  t.equal(stage.state.leadId, 'p-weber');
});

t.test('what was handed over is worth nothing in the hands of a client', async (t) => {
  const { stage, host } = Stage.live();
  const cole = stage.arrive(cotherapist());
  stage.drop(host);
  stage.pass(125_000);
  stage.arrive(therapist());
  stage.arrive(client('cole'), cole);
  stage.admit(stage.by('weber'), 'cole');
  t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
});

t.test('a lead who is not inside is not named to anybody', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  stage.arrive(cotherapist());
  t.match(anna?.known?.room, { leadId: 'p-weber' });
  stage.leave(host);
  t.match(anna?.known?.room, { leadId: null });
});

t.test('a dropped seat is kept for its lease: reconnecting, then gone once', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  host.heard.length = 0;
  stage.drop(anna);
  stage.pass(59_000);
  const back = stage.arrive(client(), anna);
  t.match(host.heard, [
    { method: 'participantUpdated', params: { participant: { connection: 'reconnecting' } } },
    { method: 'participantUpdated', params: { participant: { connection: 'connected' } } },
  ]);
  host.heard.length = 0;
  stage.drop(back);
  stage.pass(60_000);
  t.same(
    host.heard.map(({ method }) => method),
    ['participantUpdated', 'participantLeft'],
  );
  stage.arrive(client(), back);
  t.equal(stage.stateOf('anna'), 'waiting', 'coming back waits');
});

t.test('a room that is empty after a first admission ends', async (t) => {
  const unused = new Stage();
  unused.leave(unused.arrive(client()));
  unused.pass(10_000_000);
  t.equal(unused.state.phase, 'open', 'not before one');
  const { stage, host } = Stage.live();
  stage.leave(host);
  stage.pass(599_000);
  const anna = stage.arrive(client());
  stage.pass(700_000);
  t.not(stage.state.phase, 'ended', 'who waits is somebody');
  stage.leave(anna);
  stage.pass(600_000);
  t.equal(stage.state.endedBy, 'empty');
});
