import t from 'tap';
import { client, cotherapist, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../../support/machine/stage.ts';

t.test('a host admits who waits', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  stage.admit(stage.by('weber'), 'anna');
  t.equal(stage.stateOf('anna'), 'admitted');
  t.same(
    anna.heard.map(({ method }) => method),
    ['snapshotReplaced'],
  );
});

t.test('an admission is for the entry that was seen', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  const seen = stage.entry('anna');
  stage.arrive(client(), anna);
  const admit = { type: 'admit', actor: stage.by('weber'), all: false } as const;
  t.equal(stage.refusal({ ...admit, entries: [seen] }), 'stale-entry', 'the connection was replaced meanwhile');
  t.equal(stage.refusal({ ...admit, entries: [{ seatId: '__proto__', epoch: 0 }] }), 'not-found');
  t.equal(stage.refusal({ ...admit, entries: [{ seatId: 'constructor', epoch: 0 }] }), 'not-found');
  stage.admit(stage.by('weber'), 'anna');
  t.equal(stage.refusal({ ...admit, entries: [stage.entry('anna')] }), 'stale-entry', 'nobody is admitted twice');
});

t.test('a person who dropped cannot be admitted, and keeps the place for one lease', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  stage.pass(10);
  stage.arrive(client('ben'));
  stage.drop(anna);
  const entries = [stage.entry('anna')];
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('weber'), entries, all: false }), 'stale-entry');
  stage.pass(59_000);
  const since = stage.seat('anna').waitingSince;
  const back = stage.arrive(client(), anna);
  t.equal(stage.seat('anna').waitingSince, since);
  stage.drop(back);
  stage.pass(60_000);
  t.equal(stage.stateOf('anna'), 'expired');
});

t.test('admit all skips and reports newcomers and who dropped', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  stage.arrive(client('ben'));
  const dora = stage.arrive(client('dora'));
  const entries = [stage.entry('anna'), stage.entry('ben'), stage.entry('dora'), { seatId: 'p-nobody', epoch: 3 }];
  stage.arrive(client(), anna);
  stage.drop(dora);
  stage.arrive(client('emil'));
  const { admitted, skipped } = stage.play({ type: 'admit', actor: stage.by('weber'), entries, all: true });
  t.same(admitted, ['p-ben']);
  t.same(skipped, ['p-anna', 'p-dora', 'p-nobody']);
  t.equal(stage.stateOf('emil'), 'waiting');
});

t.test('a stale and a right entry of one person admit that person', async (t) => {
  const { stage } = Stage.live();
  stage.arrive(client());
  const entry = stage.entry('anna');
  const entries = [{ ...entry, epoch: entry.epoch - 1 }, entry, entry];
  const { admitted, skipped } = stage.play({ type: 'admit', actor: stage.by('weber'), entries, all: true });
  t.same(admitted, ['p-anna']);
  t.same(skipped, ['p-anna']);
});

t.test('more than the room holds: nobody is admitted', async (t) => {
  const { stage } = Stage.live([], { maxParticipants: 2 });
  stage.arrive(client());
  stage.arrive(client('ben'));
  const entries = [stage.entry('anna'), stage.entry('ben')];
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('weber'), entries, all: true }), 'room-full');
  t.equal(stage.stateOf('anna'), 'waiting');
  stage.admit(stage.by('weber'), 'anna');
});

t.test('clients are admitted to a live session alone, hosts to an open or held one too', async (t) => {
  const stage = new Stage();
  stage.arrive(client());
  stage.arrive(therapist('weber', { waitingRoom: 'required' }));
  const admit = { type: 'admit', actor: api, all: true } as const;
  t.equal(stage.refusal({ ...admit, entries: [stage.entry('anna')] }), 'room-not-live');
  t.equal(stage.refusal({ ...admit, entries: [stage.entry('anna'), stage.entry('weber')] }), 'room-not-live');
  stage.admit(api, 'weber');
  stage.admit(api, 'anna');
  t.equal(stage.stateOf('anna'), 'admitted');
});

t.test('a grant acts only while its holder is present', async (t) => {
  const { stage, host } = Stage.live([client('ben')]);
  stage.arrive(client());
  const entries = [stage.entry('anna')];
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('ben'), entries, all: false }), 'not-allowed');
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('anna'), entries, all: false }), 'not-admitted');
  const weber = stage.by('weber');
  stage.drop(host);
  t.equal(stage.refusal({ type: 'admit', actor: weber, entries, all: false }), 'not-admitted');
  const nobody = { kind: 'seat', seatId: '__proto__' } as const;
  t.equal(stage.refusal({ type: 'admit', actor: nobody, entries, all: false }), 'not-admitted');
});

t.test('a person who was denied waits when they come again, whatever the switches say', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  const { seatId, epoch } = stage.entry('anna');
  const deny = { type: 'deny', actor: stage.by('weber'), seatId, ban: false, reason: 'Another day' } as const;
  t.equal(stage.refusal({ ...deny, epoch: epoch - 1 }), 'stale-entry');
  stage.play({ ...deny, epoch });
  t.equal(stage.stateOf('anna'), 'denied');
  t.equal(anna.closedWith, 'denied');
  t.equal(anna.closingText, 'Another day');
  stage.set({ waitingRoom: false });
  stage.arrive(client('anna', { waitingRoom: 'bypass' }), anna);
  t.equal(stage.stateOf('anna'), 'waiting');
  stage.admit(stage.by('weber'), 'anna');
  t.equal(stage.seat('anna').mustBeAdmitted, false, 'an admit ends it');
});

t.test('a person who was banned does not come again, until the API pardons', async (t) => {
  const { stage } = Stage.live();
  stage.arrive(client());
  stage.play({ type: 'deny', actor: stage.by('weber'), ...stage.entry('anna'), ban: true });
  t.equal(stage.turnedAway(client()), 'not-available');
  const { id: seatId } = stage.seat('anna');
  t.equal(stage.refusal({ type: 'pardon', actor: stage.by('weber'), seatId }), 'not-allowed');
  stage.play({ type: 'pardon', actor: api, seatId });
  stage.set({ waitingRoom: false });
  stage.arrive(client());
  t.equal(stage.stateOf('anna'), 'admitted');
});

t.test('only a holder of canEnd bans a host who waits', async (t) => {
  const { stage } = Stage.live();
  stage.arrive(cotherapist());
  stage.arrive(cotherapist('carla', { waitingRoom: 'required' }));
  const deny = { type: 'deny', ...stage.entry('carla') } as const;
  t.equal(stage.refusal({ ...deny, actor: stage.by('cole'), ban: true }), 'not-allowed');
  stage.play({ ...deny, actor: stage.by('weber'), ban: true });
});

t.test('a host writes to one who waits, or to all', async (t) => {
  const { stage, host } = Stage.live();
  const anna = stage.arrive(client());
  const ben = stage.arrive(client('ben'));
  const message = { type: 'messageWaiting', actor: stage.by('weber'), text: 'Soon' } as const;
  stage.play({ ...message, seatId: stage.seat('anna').id });
  stage.play({ ...message, seatId: null });
  const heard = (device: typeof anna) => device.heard.filter(({ method }) => method === 'messageToWaiting').length;
  t.same([heard(anna), heard(ben), heard(host)], [2, 1, 0]);
  const words = anna.heard.flatMap((one) => (one.method === 'messageToWaiting' ? [one.params] : []));
  t.same(words, [
    { text: 'Soon', from: 'therapist', alone: true },
    { text: 'Soon', from: 'therapist' },
  ]);
  t.equal(stage.refusal({ ...message, seatId: stage.seat('weber').id }), 'not-found');
});
