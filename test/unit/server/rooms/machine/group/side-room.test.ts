import t from 'tap';
import { mayForward } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage } from '../../../../../support/machine/stage.ts';

const hears = (stage: Stage, to: string, from: string) => mayForward(stage.state, `p-${from}`, `p-${to}`, 'microphone');

/** A live room with «anna» and «ben»; the therapist is in a side room with anna. */
function sideRoom() {
  const { stage, host, devices } = Stage.live([client(), client('ben', { grants: { canModerate: true } })]);
  const [anna, ben] = devices;
  if (!anna || !ben) throw new Error('both are inside');
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  return { stage, host, anna, ben };
}

const away = (device: Device) =>
  device.known?.state === 'admitted' ? device.known.participants.flatMap((one) => (one.away ? [one.id] : [])) : null;

t.test('two people apart hear each other alone, and the group neither', async (t) => {
  const { stage } = sideRoom();
  t.ok(hears(stage, 'anna', 'weber') && hears(stage, 'weber', 'anna'));
  for (const one of ['anna', 'weber']) t.notOk(hears(stage, 'ben', one) || hears(stage, one, 'ben'), one);
});

t.test('to each other they are there, to the group away, and the group to them', async (t) => {
  const { host, anna, ben } = sideRoom();
  t.strictSame(away(ben), ['p-weber', 'p-anna']);
  t.strictSame(away(anna), ['p-ben']);
  t.strictSame(away(host), ['p-ben']);
  t.strictSame(anna.known?.self.place, { kind: 'side-room', participantId: 'p-weber' });
  t.strictSame(host.known?.self.place, { kind: 'side-room', participantId: 'p-anna' });
});

t.test('either of the two ends it, and both are back where they were', async (t) => {
  for (const sub of ['weber', 'anna']) {
    const { stage, ben } = sideRoom();
    t.equal(stage.refusal({ type: 'closeSideRoom', actor: stage.by('ben') }), 'not-found', 'but nobody else');
    stage.play({ type: 'closeSideRoom', actor: stage.by(sub) });
    t.ok(hears(stage, 'ben', 'anna') && hears(stage, 'ben', 'weber'));
    t.strictSame(away(ben), []);
    t.same(
      ben.heard.map(({ method }) => method).filter((method) => method === 'participantLeft'),
      [],
      'nobody left',
    );
  }
});

t.test('a talk in a side room ends when one of the two drops, is put back or removed', async (t) => {
  const { stage, anna } = sideRoom();
  stage.drop(anna);
  t.same(stage.state.privatePairs, []);
  stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'admitted');
  t.ok(hears(stage, 'ben', 'anna'), 'who comes back comes back to the group');
  const other = sideRoom();
  other.stage.drop(other.host);
  t.same(other.stage.state.privatePairs, []);
  const third = sideRoom();
  third.stage.play({ type: 'putInWaitingRoom', actor: { kind: 'api' }, seatId: 'p-anna' });
  t.same(third.stage.state.privatePairs, []);
});

t.test('opening a side room closes the call for help of that person', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.equal(stage.seat('anna').help, null);
});

t.test('hosts open it, with one of the group who is there and free', async (t) => {
  const { stage, ben } = sideRoom();
  stage.arrive(cotherapist());
  const open = (sub: string, seatId: string) => stage.refusal({ type: 'openSideRoom', actor: stage.by(sub), seatId });
  t.equal(open('ben', 'p-anna'), 'not-allowed', 'a client who moderates is no host');
  t.equal(open('cole', 'p-weber'), 'not-allowed', 'hosts have each other without');
  t.equal(open('cole', 'p-anna'), 'busy');
  t.equal(open('weber', 'p-ben'), 'busy');
  t.equal(open('cole', 'p-nobody'), 'not-found');
  stage.drop(ben);
  t.equal(open('cole', 'p-ben'), 'not-admitted');
});

t.test('a side room opened from a breakout group leads back there', async (t) => {
  const { stage, devices } = Stage.live([client(), client('ben')]);
  const groups = [{ id: 'g1', name: 'One', seatIds: ['p-anna', 'p-ben'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.notOk(hears(stage, 'ben', 'anna'));
  stage.play({ type: 'closeSideRoom', actor: stage.by('anna') });
  t.ok(hears(stage, 'ben', 'anna'));
  t.strictSame(devices[0]?.known?.self.place, { kind: 'breakout', groupId: 'g1' });
});
