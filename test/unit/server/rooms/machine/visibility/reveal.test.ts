import t from 'tap';
import { mayForward } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, observer } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage } from '../../../../../support/machine/stage.ts';

const hears = (stage: Stage, to: string, from: string) => mayForward(stage.state, `p-${from}`, `p-${to}`, 'microphone');

const roster = (device: Device | undefined) =>
  device?.known?.state === 'admitted' ? device.known.participants.map(({ id }) => id) : null;

t.test('until the circle opens clients see and hear the hosts alone', async (t) => {
  const people = [client(), client('ben'), observer('olga', { grants: { publishMicrophone: true } })];
  const { stage, host, devices } = Stage.live(people, { reveal: 'together' });
  const [anna, , olga] = devices;
  t.strictSame(roster(anna), ['p-weber', 'p-olga'], 'and who observes is in the roster');
  t.strictSame(roster(olga), ['p-weber']);
  t.strictSame(roster(host), ['p-anna', 'p-ben', 'p-olga']);
  t.ok(hears(stage, 'anna', 'weber') && hears(stage, 'weber', 'anna'));
  t.notOk(hears(stage, 'anna', 'ben') || hears(stage, 'anna', 'olga') || hears(stage, 'olga', 'anna'));
  t.notOk(/ben/.test(JSON.stringify([anna?.known, anna?.heard])), 'no name, and no id');
});

t.test('when the circle opens all appear at once, each in their place', async (t) => {
  const { stage, devices } = Stage.live([client(), client('ben'), client('dora')], { reveal: 'together' });
  stage.arrive(cotherapist());
  const [, ben] = devices;
  if (ben) ben.heard.length = 0;
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  t.strictSame(
    ben?.heard.map(({ method }) => method),
    ['snapshotReplaced'],
  );
  t.strictSame(roster(ben), ['p-weber', 'p-anna', 'p-dora', 'p-cole']);
  t.ok(hears(stage, 'anna', 'ben') && hears(stage, 'ben', 'dora'));
});

t.test('the circle is opened for good by somebody who may admit, or by the owner of the room', async (t) => {
  const { stage } = Stage.live([client(), client('ben')], { reveal: 'together' });
  t.equal(stage.refusal({ type: 'openCircle', actor: stage.by('anna') }), 'not-allowed');
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  stage.set({ reveal: 'together' });
  t.equal(stage.state.circle, 'open');
  const other = Stage.live([client(), client('ben')], { reveal: 'together' });
  other.stage.set({ reveal: 'immediately' });
  t.ok(hears(other.stage, 'anna', 'ben'));
});

t.test('a room that nobody has entered may still become one that reveals together', async (t) => {
  const stage = new Stage();
  stage.set({ reveal: 'together' });
  t.equal(stage.state.circle, 'closed');
  const { stage: begun } = Stage.live();
  begun.set({ reveal: 'together' });
  t.equal(begun.state.circle, 'open');
});

t.test('a person who is not revealed does not exist for a client who moderates', async (t) => {
  const moderator = client('ben', { grants: { canModerate: true } });
  const { stage } = Stage.live([client(), moderator], { reveal: 'together' });
  const actor = stage.by('ben');
  const source = 'microphone';
  t.equal(stage.refusal({ type: 'mute', actor, seatId: 'p-anna', source }), 'not-found');
  t.equal(stage.refusal({ type: 'remove', actor, seatId: 'p-anna', ban: false }), 'not-found');
  const groups = [{ id: 'g1', name: 'One', seatIds: ['p-anna'] }];
  t.equal(stage.refusal({ type: 'startBreakout', actor, groups, seconds: null }), 'not-found');
  stage.play({ type: 'mute', actor: stage.by('weber'), seatId: 'p-anna', source });
});

t.test('hands, turns and the spotlight show nobody who is not revealed', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben')], { reveal: 'together' });
  stage.play({ type: 'raiseHand', actor: stage.by('ben') });
  stage.play({ type: 'setSpotlight', actor: stage.by('weber'), seatId: 'p-ben' });
  t.match(devices[0]?.known?.room, { hands: [], spotlightId: null, goRound: null });
  t.match(host.known?.room, { hands: ['p-ben'], spotlightId: 'p-ben' });
});
