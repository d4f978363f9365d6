import t from 'tap';
import { client, cotherapist, therapist } from '../../../../../support/machine/player/people.ts';
import { Stage } from '../../../../../support/machine/stage.ts';

t.test('the resume secret takes the seat over from the older connection', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  host.heard.length = 0;
  const phone = stage.arrive(client(), anna);
  t.equal(anna?.closedWith, 'replaced');
  t.equal(stage.seat('anna').connectionId, phone.connectionId);
  t.same(host.heard, [], 'the others notice nothing');
});

t.test('the secret before still counts, since the answer with the newer one may have been lost', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  const lost = stage.arrive(client(), anna);
  stage.drop(lost);
  stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'admitted');
  t.equal(stage.seat('anna').challenger, null);
});

t.test('a secret that is older than that does not', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [first] = devices;
  t.ok(first);
  if (!first) return;
  const second = stage.arrive(client(), first);
  stage.arrive(client(), second);
  stage.arrive(client(), first);
  t.ok(stage.seat('anna').challenger);
});

t.test('a person who comes with the token alone waits, and the one inside stays', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  host.heard.length = 0;
  const stranger = stage.arrive(client());
  t.equal(stranger.known?.state, 'waiting');
  t.equal(anna?.closedWith, null);
  t.equal(stage.seat('anna').connectionId, anna?.connectionId);
  t.match(host.heard, [{ method: 'waitingAdded', params: { entry: { id: 'p-anna', secondDevice: true } } }]);
});

t.test('admitting the second device moves the seat, and nobody leaves or joins', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  const phone = stage.arrive(client());
  host.heard.length = 0;
  stage.play({ type: 'admit', actor: stage.by('weber'), entries: [stage.secondEntry('anna')], all: false });
  t.equal(anna?.closedWith, 'replaced');
  t.equal(phone.known?.state, 'admitted');
  t.same(
    host.heard.map(({ method }) => method),
    ['waitingRemoved'],
  );
});

t.test('a suspended seat is held too: the token alone does not bring it back', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  const stranger = stage.arrive(client());
  t.equal(stage.stateOf('anna'), 'suspended');
  stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'admitted');
  t.equal(stranger.closedWith, null, 'and the stranger goes on waiting');
});

t.test('when the one inside leaves or expires, the second device waits on as the seat itself', async (t) => {
  for (const goes of ['leave', 'drop'] as const) {
    const { stage, devices } = Stage.live([client()]);
    const [anna] = devices;
    stage.set({ waitingRoom: false });
    t.ok(anna);
    if (!anna) continue;
    const phone = stage.arrive(client('anna', { waitingRoom: 'bypass' }));
    stage[goes](anna);
    stage.pass(60_000);
    t.equal(stage.stateOf('anna'), 'waiting', 'nobody is promoted by leaving');
    t.equal(stage.seat('anna').connectionId, phone.connectionId);
    stage.admit(stage.by('weber'), 'anna');
    t.equal(phone.known?.state, 'admitted');
  }
});

t.test('when the one inside is put back, both wait', async (t) => {
  const { stage, host } = Stage.live([client()]);
  stage.arrive(client());
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.equal(host.known?.state === 'admitted' && host.known.waiting?.length, 2);
});

t.test('when the one inside is removed or denied, the second device goes too', async (t) => {
  const { stage } = Stage.live([client()]);
  const phone = stage.arrive(client());
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-anna', ban: false });
  t.equal(phone.closedWith, 'removed');
  const { stage: second } = Stage.live([client()]);
  const other = second.arrive(client());
  second.play({ type: 'putInWaitingRoom', actor: second.by('weber'), seatId: 'p-anna' });
  second.play({ type: 'deny', actor: second.by('weber'), ...second.entry('anna'), ban: false });
  t.equal(other.closedWith, 'denied');
});

t.test('with the token alone the newest device waits in the place of the one that waited with it', async (t) => {
  const { stage, host } = Stage.live();
  const first = stage.arrive(client());
  const { waitingSince, epoch } = stage.seat('anna');
  stage.pass(1_000);
  const second = stage.arrive(client());
  t.equal(first.closedWith, 'replaced');
  t.equal(stage.seat('anna').connectionId, second.connectionId);
  t.equal(stage.seat('anna').waitingSince, waitingSince, 'in the same place of the queue');
  const entries = [{ seatId: 'p-anna', epoch }];
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('weber'), entries, all: false }), 'stale-entry');
  t.equal(host.known?.state === 'admitted' && host.known.waiting?.length, 1);
});

t.test('one who is in a preview is not disturbed by a device with the token alone', async (t) => {
  const { stage } = Stage.live();
  const anna = stage.arrive(client());
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('anna') });
  stage.arrive(client());
  t.equal(anna.closedWith, null);
  t.ok(stage.seat('anna').challenger);
});

t.test('denying the second device says nothing about the one inside', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  const stranger = stage.arrive(client());
  const deny = { type: 'deny', actor: stage.by('weber'), ...stage.secondEntry('anna') } as const;
  t.equal(stage.refusal({ ...deny, ban: true }), 'not-allowed', 'a ban would hit the one inside');
  stage.play({ ...deny, ban: false });
  t.equal(stranger.closedWith, 'denied');
  t.equal(anna?.closedWith, null);
  t.equal(stage.seat('anna').mustBeAdmitted, false);
});

t.test('of two devices that wait for one seat, admit all takes the one named first', async (t) => {
  const { stage } = Stage.live([client()]);
  const second = stage.arrive(client());
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  const entries = [stage.entry('anna'), stage.secondEntry('anna')];
  const answer = stage.play({ type: 'admit', actor: stage.by('weber'), entries, all: true });
  const [first, other] = entries;
  t.match(answer, { admitted: ['p-anna'], skipped: ['p-anna'], admittedEntries: [first], skippedEntries: [other] });
  t.equal(second.known?.state, 'waiting');
});

t.test("of a host's own devices the newest wins", async (t) => {
  const { stage, host } = Stage.live();
  const phone = stage.arrive(therapist());
  t.equal(host.closedWith, 'replaced');
  t.equal(phone.known?.state, 'admitted');
  t.equal(stage.state.phase, 'live');
});

t.test("a client's token never takes a host's seat", async (t) => {
  const { stage, host } = Stage.live();
  stage.arrive(client('weber'));
  t.equal(host.closedWith, null);
  t.equal(stage.state.phase, 'live');
  const entries = [stage.secondEntry('weber')];
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('weber'), entries, all: false }), 'last-host');
  stage.arrive(cotherapist());
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('cole'), entries, all: false }), 'not-allowed');
});

t.test('a therapist whose own client link waits in the queue gets in all the same', async (t) => {
  const stage = new Stage();
  const asClient = stage.arrive(client('weber'));
  stage.arrive(therapist());
  t.equal(asClient.closedWith, 'replaced');
  t.equal(stage.state.phase, 'live');
});

t.test('a second device that leaves or is lost for longer than a lease changes nothing else', async (t) => {
  const { stage, host } = Stage.live([client()]);
  stage.leave(stage.arrive(client()));
  t.equal(stage.seat('anna').challenger, null);
  stage.drop(stage.arrive(client()));
  t.match(host.known, { waiting: [{ id: 'p-anna', secondDevice: true, connection: 'dropped' }] });
  const entries = [stage.secondEntry('anna')];
  t.equal(stage.refusal({ type: 'admit', actor: stage.by('weber'), entries, all: false }), 'stale-entry');
  stage.pass(60_000);
  t.equal(stage.seat('anna').challenger, null);
  t.equal(stage.stateOf('anna'), 'admitted');
});

t.test('a second device that comes back with its secret goes on with its own wait, also after a restart', async (t) => {
  const agreement = { version: '1', text: 'What is said here stays here.' };
  const { stage } = Stage.live([], { agreement });
  const anna = stage.arrive(client());
  stage.play({ type: 'acceptAgreement', connectionId: anna.connectionId, version: '1' });
  stage.admit(stage.by('weber'), 'anna');
  const phone = stage.arrive(client());
  stage.play({ type: 'acceptAgreement', connectionId: phone.connectionId, version: '1' });
  const { waitingSince } = stage.seat('anna').challenger ?? {};
  stage.drop(phone);
  stage.pass(1_000);
  const back = stage.arrive(client(), phone, { passcode: 'missing' });
  t.match(back.known?.room, { agreement: { accepted: true } });
  t.match(stage.seat('anna').challenger, { connectionId: back.connectionId, waitingSince });
  stage.restart();
  t.match(stage.arrive(client(), back, { passcode: 'missing' }).known?.room, { agreement: { accepted: true } });
  t.match(stage.arrive(client()).known?.room, { agreement: { accepted: false } }, 'another one begins anew');
});

t.test('words to a second device are not kept for the one that drops out of the queue', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [first] = devices;
  t.ok(first);
  if (!first) return;
  const second = stage.arrive(client());
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.drop(first);
  const toSeat = stage.seat('anna').id;
  stage.play({ type: 'messageWaiting', actor: stage.by('weber'), seatId: toSeat, text: 'Soon' });
  t.match(second.heard, [{ method: 'messageToWaiting' }]);
  t.notOk(stage.effects.some(({ type }) => type === 'deliverLater'));
});

t.test('a device that takes a wait with the token alone is marked for hosts, until it is in the group', async (t) => {
  const { stage, host } = Stage.live();
  const anna = stage.arrive(client());
  t.notOk(stage.seat('anna').otherDevice);
  stage.drop(anna);
  const back = stage.arrive(client(), anna);
  t.notOk(stage.seat('anna').otherDevice, 'coming back with the secret is no other device');
  const stranger = stage.arrive(client());
  t.equal(back.closedWith, 'replaced');
  t.match(host.known, { waiting: [{ id: 'p-anna', secondDevice: false, otherDevice: true }] });
  t.notMatch(JSON.stringify(stranger.known), 'otherDevice', 'who waits is not told');
  stage.leave(stranger);
  stage.arrive(client());
  t.match(host.known, { waiting: [{ otherDevice: true }] }, 'leaving and coming again does not end it');
  stage.admit(stage.by('weber'), 'anna');
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.notOk(stage.seat('anna').otherDevice);
});

t.test('a second device that waits on after the first one left stays marked', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.arrive(client());
  stage.leave(anna);
  t.match(host.known, { waiting: [{ id: 'p-anna', secondDevice: false, otherDevice: true }] });
});
