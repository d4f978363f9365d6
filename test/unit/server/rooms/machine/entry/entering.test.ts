import t from 'tap';
import { client, cotherapist, observer, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../../support/machine/stage.ts';

t.test('a therapist who comes makes an open room live', async (t) => {
  const stage = new Stage();
  t.equal(stage.state.phase, 'open');
  stage.arrive(therapist());
  t.equal(stage.state.phase, 'live');
  t.equal(stage.stateOf('weber'), 'admitted');
});

t.test('a client waits, also in a live session', async (t) => {
  const { stage } = Stage.live();
  stage.arrive(client());
  t.equal(stage.stateOf('anna'), 'waiting');
});

t.test('a client with bypass enters directly only if the session is live', async (t) => {
  const bypassing = client('anna', { waitingRoom: 'bypass' });
  const open = new Stage();
  open.arrive(bypassing);
  t.equal(open.stateOf('anna'), 'waiting', 'not into an open room');
  open.arrive(therapist());
  t.equal(open.stateOf('anna'), 'waiting', 'and waits on when it goes live');

  const { stage, host } = Stage.live();
  stage.arrive(bypassing);
  t.equal(stage.stateOf('anna'), 'admitted');
  stage.drop(host);
  stage.pass(5_000);
  t.equal(stage.state.phase, 'held');
  stage.arrive(client('ben', { waitingRoom: 'bypass' }));
  t.equal(stage.stateOf('ben'), 'waiting', 'not into a held one');
});

t.test('without a waiting room clients enter directly, observers wait', async (t) => {
  const { stage } = Stage.live([], { waitingRoom: false });
  stage.arrive(client());
  stage.arrive(observer());
  t.equal(stage.stateOf('anna'), 'admitted');
  t.equal(stage.stateOf('olga'), 'waiting');
});

t.test('switching the waiting room off admits nobody who waits, also not when they drop and return', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  stage.set({ waitingRoom: false });
  t.equal(stage.stateOf('anna'), 'waiting');
  stage.drop(anna);
  stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'waiting');
});

t.test('a host whose token says so waits, and is not present', async (t) => {
  const stage = new Stage();
  stage.arrive(therapist('weber', { waitingRoom: 'required' }));
  t.equal(stage.stateOf('weber'), 'waiting');
  t.equal(stage.state.phase, 'open');
  stage.admit(api, 'weber');
  t.equal(stage.state.phase, 'live');
});

t.test('canAdmit in the token of a client or an observer is no valid token', async (t) => {
  const stage = new Stage();
  t.equal(stage.turnedAway(client('anna', { grants: { canAdmit: true } })), 'token-invalid');
  t.equal(stage.turnedAway(observer('olga', { grants: { canAdmit: true } })), 'token-invalid');
});

t.test('a narrower token applies at once, a wider one is a new entry', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  const muted = stage.arrive(client('anna', { grants: { publishMicrophone: false } }), anna);
  t.equal(stage.stateOf('anna'), 'admitted');
  t.equal(stage.seat('anna').claims.grants.publishMicrophone, false);
  stage.arrive(client(), muted);
  t.equal(stage.stateOf('anna'), 'waiting');
  t.equal(muted.closedWith, 'replaced');
});

t.test('a wider token while suspended waits, and the seat is not restored', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  stage.arrive(client('anna', { grants: { publishScreen: true } }), anna);
  t.equal(stage.stateOf('anna'), 'waiting');
  stage.admit(stage.by('weber'), 'anna');
  t.equal(stage.stateOf('anna'), 'admitted');
});

t.test('a host who comes back as a client waits like one', async (t) => {
  const { stage } = Stage.live();
  const cole = stage.arrive(cotherapist());
  stage.arrive(client('cole'), cole);
  t.equal(stage.stateOf('cole'), 'waiting');
});

t.test('a cotherapist who comes back as a therapist goes on at once, without leaving', async (t) => {
  const { stage, host } = Stage.live();
  const cole = stage.arrive(cotherapist());
  stage.arrive(therapist('cole'), cole);
  t.equal(stage.stateOf('cole'), 'admitted');
  t.same(
    host.heard.map(({ method }) => method),
    ['participantJoined', 'participantUpdated'],
  );
});

t.test('a repeated connection or seat id is refused', async (t) => {
  const { stage, host } = Stage.live();
  const event = {
    type: 'connected',
    connectionId: 'new',
    claims: client(),
    newSeatId: 'p-weber',
    resumeHash: 'x',
    presentedResumeHash: null,
    passcode: 'right',
    e2ee: null,
  } as const;
  t.equal(stage.refusal(event), 'internal');
  t.equal(stage.refusal({ ...event, newSeatId: '__proto__' }), 'internal');
  t.equal(stage.refusal({ ...event, newSeatId: 'p', connectionId: host.connectionId }), 'already-authenticated');
});

t.test('an ended room opens for nobody', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  stage.play({ type: 'end', actor: stage.by('weber') });
  t.equal(anna.closedWith, 'room-ended');
  t.equal(stage.turnedAway(therapist()), 'room-ended');
  t.equal(stage.turnedAway(client()), 'room-ended');
  t.equal(stage.refusal({ type: 'restarted' }), 'room-ended');
  t.equal(stage.refusal({ type: 'updateSettings', actor: api, patch: {} }), 'room-ended');
});
