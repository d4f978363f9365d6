import t from 'tap';
import { client, cotherapist, observer, therapist } from '../../../../../support/machine/player/people.ts';
import { Stage } from '../../../../../support/machine/stage.ts';

t.test('a locked room takes no new seats, and nobody who was removed', async (t) => {
  const { stage } = Stage.live([client('ben')]);
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-ben', ban: false });
  stage.set({ locked: true });
  for (const sub of ['ben', 'emil']) t.equal(stage.turnedAway(client(sub)), 'not-available', sub);
});

t.test(
  'with the token alone everybody who ever had a seat waits before a locked room, whatever became of it',
  async (t) => {
    const { stage, devices } = Stage.live([client(), client('ben')]);
    const [anna, ben] = devices;
    t.ok(anna && ben);
    if (!anna || !ben) return;
    stage.arrive(client('dora'));
    stage.play({ type: 'deny', actor: stage.by('weber'), ...stage.entry('dora'), ban: false });
    stage.arrive(client('emil'));
    stage.leave(anna);
    stage.set({ locked: true });
    for (const sub of ['anna', 'ben', 'dora', 'emil']) t.equal(stage.arrive(client(sub)).known?.state, 'waiting', sub);
    t.equal(ben.closedWith, null);
  },
);

t.test('a person who waits, is inside or dropped may come back to a locked room', async (t) => {
  const { stage, devices } = Stage.live([client(), client('ben')]);
  const [anna, ben] = devices;
  t.ok(anna && ben);
  if (!anna || !ben) return;
  const dora = stage.arrive(client('dora'));
  stage.set({ locked: true });
  stage.drop(ben);
  for (const device of [anna, ben, dora]) stage.arrive(client(device.sub), device);
  t.same([stage.stateOf('anna'), stage.stateOf('ben'), stage.stateOf('dora')], ['admitted', 'admitted', 'waiting']);
});

t.test('whose lease is over may come to a locked room, to wait, whatever the switches say', async (t) => {
  const bypassing = client('anna', { waitingRoom: 'bypass' });
  const { stage } = Stage.live([], { waitingRoom: false });
  const anna = stage.arrive(bypassing);
  stage.set({ locked: true });
  stage.drop(anna);
  stage.pass(60_000);
  const back = stage.arrive(bypassing);
  t.equal(stage.stateOf('anna'), 'waiting');
  stage.drop(back);
  stage.arrive(bypassing, back);
  t.equal(stage.stateOf('anna'), 'waiting', 'also after a drop');
  stage.arrive(client('anna', { waitingRoom: 'bypass', grants: { publishScreen: true } }));
  t.equal(stage.stateOf('anna'), 'waiting', 'also with more grants');
});

t.test('a host with bypass is not locked out of their own room, unless a host put them out', async (t) => {
  const { stage, host } = Stage.live([], { locked: true });
  stage.drop(host);
  stage.pass(61_000);
  t.equal(stage.stateOf('weber'), 'expired');
  const back = stage.arrive(therapist());
  t.equal(stage.state.phase, 'live');
  stage.leave(back);
  stage.arrive(therapist());
  t.equal(stage.state.phase, 'live');
  stage.arrive(cotherapist());
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-cole', ban: false });
  t.equal(stage.turnedAway(cotherapist()), 'not-available');
  t.equal(stage.turnedAway(therapist('wolf', { waitingRoom: 'required' })), 'not-available');
});

t.test('hosts lock and unlock, and set nothing else', async (t) => {
  const { stage } = Stage.live([client()]);
  const set = { type: 'updateSettings', actor: stage.by('weber') } as const;
  stage.play({ ...set, patch: { locked: true } });
  t.equal(stage.state.settings.locked, true);
  t.equal(stage.refusal({ ...set, patch: { locked: false, waitingRoom: false } }), 'not-allowed');
  t.equal(stage.refusal({ ...set, actor: stage.by('anna'), patch: { locked: false } }), 'not-allowed');
});

t.test('suspended seats count, hosts are never refused for the capacity', async (t) => {
  const { stage, devices } = Stage.live([client()], { maxParticipants: 2 });
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  stage.arrive(client('ben'));
  const entries = [stage.entry('ben')];
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('weber'), entries, all: false }), 'room-full');
  stage.arrive(cotherapist());
  t.equal(stage.stateOf('cole'), 'admitted');
  stage.arrive(cotherapist('carla', { waitingRoom: 'required' }));
  stage.admit(stage.by('weber'), 'carla');
  stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'admitted', 'the seat was kept');
});

t.test('a person a client who would enter a full room directly waits', async (t) => {
  const { stage } = Stage.live([client()], { maxParticipants: 2 });
  stage.arrive(client('ben', { waitingRoom: 'bypass' }));
  t.equal(stage.stateOf('ben'), 'waiting');
});

t.test('the waiting room has a cap of its own, for second devices too, but not for hosts', async (t) => {
  const { stage } = Stage.live([client('olaf')], { maxWaiting: 2 });
  const anna = stage.arrive(client());
  stage.arrive(client('ben'));
  t.equal(stage.turnedAway(client('dora')), 'not-available');
  t.equal(stage.turnedAway(client('olaf')), 'not-available');
  stage.arrive(client(), anna);
  stage.arrive(cotherapist('cole', { waitingRoom: 'required' }));
  t.equal(stage.stateOf('cole'), 'waiting');
});

t.test('a full waiting room does not cost anybody the seat they hold', async (t) => {
  const { stage, devices } = Stage.live([client()], { maxWaiting: 1 });
  const [anna] = devices;
  t.ok(anna);
  stage.arrive(client('ben'));
  t.equal(stage.turnedAway(client('anna', { grants: { publishScreen: true } }), anna), 'not-available');
  t.equal(stage.stateOf('anna'), 'admitted');
  t.equal(anna?.closedWith, null);
});

t.test('locked, full and banned give the same refusal', async (t) => {
  const { stage } = Stage.live([client('ben')], { maxWaiting: 1 });
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-ben', ban: true });
  stage.arrive(client());
  const full = stage.turnedAway(client('dora'));
  stage.set({ locked: true });
  t.same([full, stage.turnedAway(client('dora')), stage.turnedAway(client('ben'))], Array(3).fill('not-available'));
  t.equal(stage.turnedAway(observer()), 'not-available');
});
