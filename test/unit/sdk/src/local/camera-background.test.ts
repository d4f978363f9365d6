import { HearthroomError } from '@hearthroom/sdk';
import t from 'tap';
import { createParticipant, FakeTrack, outcomeOf, settled } from './late-devices.ts';

type Made = ReturnType<typeof createParticipant>;

/** Records every track that is wanted for publication, or shown in a preview, while a blur is chosen. */
function watched(): Made & { seen: Set<unknown>; publishes: (unknown | null)[] } {
  const seen = new Set<unknown>();
  const publishes: (unknown | null)[] = [];
  const note = (): void => {
    const { participant } = made;
    for (const track of [participant.wanted('camera'), participant.track('camera')])
      if (track) seen.add(track.mediaStreamTrack);
  };
  const made = createParticipant({
    changed: () => note(),
    publish: async () => {
      note();
      publishes.push(made.participant.wanted('camera')?.mediaStreamTrack ?? null);
    },
  });
  return { ...made, seen, publishes };
}

/** A camera that is on, blurred or not. */
async function onAs(made: Made, background: 'none' | 'blur') {
  await made.participant.setCameraBackground(background);
  const on = made.participant.setCameraEnabled(true);
  const camera = made.devices.questions.at(-1)?.grant();
  if (!camera) throw new Error('nothing was asked for');
  await settled();
  const shown = background === 'blur' ? made.blurs.all.at(-1)?.finish() : camera;
  await on;
  if (!shown) throw new Error('nothing is blurred');
  return { camera, shown };
}

t.test('a camera that is switched on with blur is shown and sent from its first blurred picture on', async (t) => {
  const made = watched();
  const { participant, devices, blurs, seen } = made;
  await participant.setCameraBackground('blur');
  t.equal(participant.cameraBackground, 'blur');
  const on = participant.setCameraEnabled(true);
  const camera = devices.questions[0]?.grant();
  await settled();
  t.ok(participant.isStarting('camera'));
  t.equal(participant.track('camera'), null, 'the camera is open, and nothing is shown');
  const shown = blurs.all[0]?.finish();
  await on;
  t.equal(participant.track('camera')?.mediaStreamTrack, shown);
  t.match(participant.wanted('camera'), { paused: false });
  t.same([...seen], [shown]);
  t.equal(participant.track('camera')?.settings.deviceId, 'one', 'the device is known');
  await participant.setCameraEnabled(false);
  t.same([camera?.readyState, shown?.readyState], ['ended', 'ended']);
});

t.test('choosing blur while the camera is on hides it at once, and no other camera is asked for', async (t) => {
  const made = watched();
  const { participant, devices, blurs, seen, publishes } = made;
  const { camera } = await onAs(made, 'none');
  seen.clear();
  const chosen = participant.setCameraBackground('blur');
  t.equal(participant.wanted('camera'), null, 'at once');
  await settled();
  t.equal(publishes.at(-1), null);
  t.equal(camera.readyState, 'live');
  const shown = blurs.all[0]?.finish();
  await chosen;
  t.same([...seen], [shown]);
  t.equal(publishes.at(-1), shown);
  t.equal(devices.asked, 1);
});

t.test('without blur the camera is shown as it is, at once', async (t) => {
  const made = watched();
  const { participant, blurs, publishes } = made;
  const { camera, shown } = await onAs(made, 'blur');
  await participant.setCameraBackground('none');
  t.equal(publishes.at(-1), camera);
  t.equal(shown.readyState, 'ended');
  t.equal(camera.readyState, 'live');
  t.same(blurs.live, []);
  t.ok(participant.isEnabled('camera'));
});

t.test('the last choice counts while a camera or a blur is being prepared', async (t) => {
  for (const grantsFirst of [true, false]) {
    const made = watched();
    const { participant, devices, blurs, seen } = made;
    await participant.setCameraBackground('none');
    const on = participant.setCameraEnabled(true);
    const [question] = devices.questions;
    if (grantsFirst) {
      void participant.setCameraBackground('blur');
      question?.grant();
      await settled();
      void participant.setCameraBackground('none');
      await on;
      t.equal(participant.track('camera')?.mediaStreamTrack, devices.live[0], 'the choice before is forgotten');
      blurs.all[0]?.finish();
      await settled();
      t.same(blurs.live, []);
      t.equal(devices.live.length, 1);
    } else {
      const chosen = participant.setCameraBackground('blur');
      question?.grant();
      await settled();
      const shown = blurs.all[0]?.finish();
      await Promise.all([on, chosen]);
      t.same([...seen], [shown], 'not shown as it was when it was asked for');
    }
  }
});

t.test('a camera that is switched off while its blur is prepared is stopped at once', async (t) => {
  const made = watched();
  const { participant, devices, blurs, seen } = made;
  await participant.setCameraBackground('blur');
  const on = outcomeOf(participant.setCameraEnabled(true));
  devices.questions[0]?.grant();
  await settled();
  await participant.setCameraEnabled(false);
  t.equal(await on, 'superseded');
  t.same(devices.live, []);
  blurs.all[0]?.finish();
  await settled();
  t.same(blurs.live, []);
  t.equal(seen.size, 0);
});

t.test('a blur that cannot be started leaves the camera off, and says why', async (t) => {
  const made = watched();
  const { participant, devices, blurs, seen } = made;
  await participant.setCameraBackground('blur');
  const on = outcomeOf(participant.setCameraEnabled(true));
  devices.questions[0]?.grant();
  await settled();
  blurs.all[0]?.refuse(new HearthroomError('background-unsupported'));
  t.equal(await on, 'background-unsupported');
  t.same(devices.live, []);
  t.equal(participant.track('camera'), null);
  t.equal(seen.size, 0);
  await onAs(made, 'none');
  t.ok(participant.isEnabled('camera'), 'and the person may show it without');
});

t.test('a blur that fails or is too slow stops the camera, and the person is told', async (t) => {
  for (const reason of ['background-failed', 'background-slow'] as const) {
    const made = watched();
    const { participant, devices, blurs, told, publishes, seen } = made;
    const { shown } = await onAs(made, 'blur');
    blurs.all[0]?.fail(reason);
    await settled();
    t.equal(participant.track('camera'), null);
    t.equal(publishes.at(-1), null);
    t.same(devices.live, []);
    t.same([...seen], [shown], 'never as it is');
    t.same(told, [['interrupted', 'camera', reason, 'one']]);
    t.equal(participant.cameraBackground, 'blur', 'the choice stays');
  }
});

t.test('another camera is blurred too, and a change that fails keeps the one before', async (t) => {
  const made = watched();
  const { participant, devices, blurs, seen } = made;
  const { camera, shown } = await onAs(made, 'blur');
  const changed = participant.switchDevice('camera', 'two');
  devices.questions[0]?.grant();
  await settled();
  t.equal(participant.track('camera')?.mediaStreamTrack, shown, 'until the other one is blurred');
  const other = blurs.all[1]?.finish();
  await changed;
  t.same([...seen], [shown, other]);
  t.same([camera.readyState, shown.readyState], ['ended', 'ended']);
  const failing = outcomeOf(participant.switchDevice('camera', 'one'));
  devices.questions[0]?.grant();
  await settled();
  blurs.all[2]?.refuse(new HearthroomError('background-failed'));
  t.equal(await failing, 'background-failed');
  t.equal(participant.track('camera')?.mediaStreamTrack, other);
  t.equal(devices.live.length, 1);
});

t.test('choosing blur while another camera is being opened hides the one that is on at once', async (t) => {
  const made = watched();
  const { participant, devices, blurs, seen, publishes } = made;
  await onAs(made, 'none');
  const changed = participant.switchDevice('camera', 'two');
  seen.clear();
  const chosen = participant.setCameraBackground('blur');
  await settled();
  t.equal(participant.track('camera'), null);
  t.equal(publishes.at(-1), null);
  devices.questions[0]?.grant();
  await settled();
  const shown = blurs.all[0]?.finish();
  await Promise.all([changed, chosen]);
  t.same([...seen], [shown]);
  t.equal(devices.live.length, 1);
});

t.test('a blurred camera that ends is lost, one that the system mutes is paused', async (t) => {
  const made = watched();
  const { participant, told, blurs } = made;
  const { camera } = await onAs(made, 'blur');
  camera.setSystemMuted(true);
  t.match(participant.wanted('camera'), { paused: true });
  camera.setSystemMuted(false);
  t.match(participant.wanted('camera'), { paused: false });
  camera.end();
  await settled();
  t.equal(participant.track('camera'), null);
  t.same(blurs.live, []);
  t.same(told.at(-1), ['interrupted', 'camera', 'failed', 'one']);
});

t.test('a camera that a host switched off stays off when its background is changed', async (t) => {
  const made = watched();
  const { participant, devices } = made;
  await onAs(made, 'none');
  participant.handleMutedByHost('camera');
  await participant.setCameraBackground('blur');
  t.equal(participant.track('camera'), null);
  t.same(devices.live, []);
});

t.test('a track of the application is blurred like any other', async (t) => {
  const made = watched();
  const { participant, blurs, seen } = made;
  await participant.setCameraBackground('blur');
  const given: unknown = new FakeTrack('video', 'preview');
  const on = participant.setCameraEnabled(true, { track: given as MediaStreamTrack });
  await settled();
  const shown = blurs.all[0]?.finish();
  await on;
  t.same([...seen], [shown]);
});

t.test('where the room does not allow blur, a blurred camera is off until its person shows it as it is', async (t) => {
  const made = watched();
  const { participant, devices, told, blurs, seen } = made;
  const { shown } = await onAs(made, 'blur');
  participant.handleBackgroundBlur('off');
  t.equal(participant.wanted('camera'), null);
  t.same(devices.live, []);
  t.same(told, [['interrupted', 'camera', 'background-off', 'one']]);
  const refused = outcomeOf(participant.setCameraEnabled(true));
  devices.questions[0]?.grant();
  t.equal(await refused, 'background-off');
  t.same(devices.live, []);
  t.same([...seen], [shown]);
  await onAs(made, 'none');
  t.ok(participant.isEnabled('camera'));
  participant.handleBackgroundBlur(undefined);
  const blurred = participant.setCameraBackground('blur');
  await settled();
  blurs.all.at(-1)?.finish();
  await blurred;
  t.ok(participant.isEnabled('camera'), 'allowed again');
});
