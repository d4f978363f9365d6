import t from 'tap';
import type { RoomEvent } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, observer, therapist } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

const agreement = { version: '1', text: 'What is said here stays here.' };
const second = { version: '2', text: 'What is said here stays here, always.' };

function live(settings: ConstructorParameters<typeof Stage>[0] = {}): { stage: Stage; host: Device } {
  return Stage.live([], { agreement, ...settings });
}

const accept = (stage: Stage, { connectionId }: Device, version = '1') =>
  stage.play({ type: 'acceptAgreement', connectionId, version });

t.test('nobody but a host can be admitted before they accepted', async (t) => {
  const { stage } = live();
  t.equal(stage.stateOf('weber'), 'admitted', 'of hosts nothing is asked');
  const anna = stage.arrive(client());
  const olga = stage.arrive(observer());
  t.match(anna.known?.room, { agreement: { ...agreement, accepted: false } });
  const admit = { type: 'admit', actor: stage.by('weber'), all: false } as const;
  t.equal(stage.refusal({ ...admit, entries: [stage.entry('anna')] }), 'agreement-required');
  t.equal(stage.refusal({ ...admit, entries: [stage.entry('olga')] }), 'agreement-required');

  accept(stage, anna);
  t.same(stage.effects, [{ type: 'agreementAccepted', seatId: 'p-anna', version: '1' }]);
  t.match(anna.known?.room, { agreement: { accepted: true } });
  const everybody = { ...admit, all: true, entries: [stage.entry('anna'), stage.entry('olga')] };
  t.match(stage.play(everybody), { admitted: ['p-anna'], skipped: ['p-olga'] });
  t.equal(olga.known?.state, 'waiting');
});

t.test('hosts see of those who wait whether they accepted', async (t) => {
  const { stage, host } = live();
  const anna = stage.arrive(client());
  const agreed = () => (host.known?.state === 'admitted' ? host.known.waiting?.map((entry) => entry.agreed) : null);
  t.same(agreed(), [false]);
  accept(stage, anna);
  t.same(agreed(), [true]);
});

t.test(
  'neither bypass nor an open door lets in without it; accepting is then the last step of coming in',
  async (t) => {
    const { stage } = live({ waitingRoom: false });
    const anna = stage.arrive(client());
    const ben = stage.arrive(client('ben', { waitingRoom: 'bypass' }));
    const olga = stage.arrive(observer());
    t.same([stage.stateOf('anna'), stage.stateOf('ben')], ['waiting', 'waiting']);
    accept(stage, anna);
    stage.set({ waitingRoom: true });
    accept(stage, ben);
    accept(stage, olga);
    t.same([stage.stateOf('anna'), stage.stateOf('ben'), stage.stateOf('olga')], ['admitted', 'admitted', 'waiting']);
  },
);

t.test('accepting lets nobody in past a refusal, a lock, or a session that is not live', async (t) => {
  const { stage, host } = live({ waitingRoom: false });
  stage.arrive(client());
  stage.play({ type: 'deny', actor: api, ...stage.entry('anna'), ban: false });
  accept(stage, stage.arrive(client()));
  t.equal(stage.stateOf('anna'), 'waiting', 'who was refused needs an admit');
  const ben = stage.arrive(client('ben'));
  stage.set({ locked: true });
  accept(stage, ben);
  t.equal(stage.stateOf('ben'), 'waiting');
  stage.set({ locked: false });
  accept(stage, ben);
  t.equal(stage.stateOf('ben'), 'waiting', 'said twice it is no step');
  const dora = stage.arrive(client('dora'));
  stage.leave(host);
  stage.pass(5_000);
  accept(stage, dora);
  t.equal(stage.stateOf('dora'), 'waiting');
});

t.test('only what is in force is accepted', async (t) => {
  const { stage } = live();
  const anna = stage.arrive(client());
  const about = { type: 'acceptAgreement', connectionId: anna.connectionId } as const;
  t.equal(stage.refusal({ ...about, version: '2' }), 'not-found');
  stage.set({ agreement: null });
  t.equal(stage.refusal({ ...about, version: '1' }), 'not-found');
  t.equal(stage.refusal({ type: 'withdrawAgreement', connectionId: anna.connectionId }), 'not-found');
  t.equal(stage.refusal({ ...about, connectionId: 'nobody', version: '1' }), 'not-found');
  stage.admit(api, 'anna');
  t.equal(stage.stateOf('anna'), 'admitted', 'a room without one asks for nothing');
});

t.test('a new version asks again: those inside stay, and accept it before they enter anew', async (t) => {
  const { stage } = live();
  const anna = stage.arrive(client());
  accept(stage, anna);
  stage.admit(api, 'anna');
  stage.set({ agreement: second });
  t.equal(stage.stateOf('anna'), 'admitted');
  t.match(anna.known?.room, { agreement: { version: '2', accepted: false } });
  stage.drop(anna);
  const back = stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'admitted', 'coming back within the lease is no new entry');
  stage.leave(back);
  const again = stage.arrive(client());
  const admit: RoomEvent = { type: 'admit', actor: api, entries: [stage.entry('anna')], all: false };
  t.equal(stage.refusal(admit), 'agreement-required');
  accept(stage, again, '2');
  stage.admit(api, 'anna');
  t.equal(stage.stateOf('anna'), 'admitted');
});

t.test('what was accepted counts on the device that proves to be the same, and nowhere else', async (t) => {
  const { stage } = live();
  const anna = stage.arrive(client());
  accept(stage, anna);
  stage.drop(anna);
  const back = stage.arrive(client(), anna);
  t.match(back.known?.room, { agreement: { accepted: true } });
  const tablet = stage.arrive(client());
  t.match(tablet.known?.room, { agreement: { accepted: false } }, 'in the place of one that waits');
  accept(stage, tablet);
  stage.drop(tablet);
  const phone = stage.arrive(client());
  t.match(phone.known?.room, { agreement: { accepted: false } }, 'in a place that dropped');
  t.equal(stage.seat('anna').connectionId, phone.connectionId);
  accept(stage, phone);
  stage.leave(phone);
  t.match(stage.arrive(client()).known?.room, { agreement: { accepted: false } }, 'as a new entry');
});

t.test('withdrawing sends back to wait, and only an admit ends that', async (t) => {
  const { stage } = live({ waitingRoom: false });
  const anna = stage.arrive(client());
  accept(stage, anna);
  t.equal(stage.stateOf('anna'), 'admitted');
  stage.play({ type: 'withdrawAgreement', connectionId: anna.connectionId });
  t.same(stage.effects, [{ type: 'agreementWithdrawn', seatId: 'p-anna', version: '1' }]);
  t.equal(anna.known?.state, 'waiting');
  accept(stage, anna);
  t.equal(stage.stateOf('anna'), 'waiting');
  stage.admit(api, 'anna');
  t.equal(stage.stateOf('anna'), 'admitted');
});

t.test('a host who withdraws stays', async (t) => {
  const { stage, host } = live();
  accept(stage, host);
  stage.play({ type: 'withdrawAgreement', connectionId: host.connectionId });
  t.equal(stage.stateOf('weber'), 'admitted');
});

t.test('a second device accepts for itself before it can be admitted; the one inside stays as it is', async (t) => {
  const { stage } = live();
  const anna = stage.arrive(client());
  accept(stage, anna);
  stage.admit(api, 'anna');
  const other = stage.arrive(client());
  t.match(other.known?.room, { agreement: { accepted: false } }, 'nothing is taken over from the one inside');
  const admit: RoomEvent = { type: 'admit', actor: api, entries: [stage.secondEntry('anna')], all: false };
  t.equal(stage.refusal(admit), 'agreement-required');
  accept(stage, other);
  stage.play({ type: 'withdrawAgreement', connectionId: other.connectionId });
  t.equal(stage.stateOf('anna'), 'admitted');
  t.match(anna.known?.room, { agreement: { accepted: true } });
  t.equal(stage.refusal(admit), 'agreement-required');
  accept(stage, other);
  stage.play(admit);
  t.equal(other.known?.state, 'admitted');
  t.equal(stage.seat('anna').acceptedAgreement, '1');
});

t.test('a second device that goes on after the first one left has still to accept', async (t) => {
  const { stage } = live();
  const anna = stage.arrive(client());
  accept(stage, anna);
  stage.admit(api, 'anna');
  const other = stage.arrive(client());
  stage.leave(anna);
  t.match(other.known, { state: 'waiting', room: { agreement: { accepted: false } } });
  t.equal(
    stage.refusal({ type: 'admit', actor: api, entries: [stage.entry('anna')], all: false }),
    'agreement-required',
  );
});

t.test('a host who comes back as a client has to have accepted', async (t) => {
  const { stage, host } = live({ waitingRoom: false });
  stage.arrive(therapist('wolf'));
  stage.arrive(client('weber'), host);
  t.equal(stage.stateOf('weber'), 'waiting');
});
