import { HearthroomError } from '@hearthroom/sdk';
import t from 'tap';
import { createParticipant, outcomeOf, settled } from './late-devices.ts';

const setters = { microphone: 'setMicrophoneEnabled', camera: 'setCameraEnabled' } as const;
const sources = ['microphone', 'camera'] as const;

/** A participant whose requests to publish are answered by the test. */
function setUp() {
  const requests: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const publish = () => new Promise<void>((resolve, reject) => requests.push({ resolve, reject }));
  const answer = async (error?: 'capacity') => {
    const request = requests.shift();
    if (error) request?.reject(new HearthroomError(error));
    else request?.resolve();
    await settled();
  };
  const grant = async () => {
    const track = made.devices.questions[0]?.grant();
    await settled();
    return track;
  };
  const made = createParticipant({ publish });
  return { ...made, answer, grant };
}

for (const source of sources) {
  const set = setters[source];

  t.test(`a ${source} that could not be published does not go on with the device that was to replace it`, async (t) => {
    for (const isSwitchedOff of [true, false]) {
      const { participant, devices, answer, grant } = setUp();
      const on = outcomeOf(participant[set](true));
      await grant();
      const changing = outcomeOf(participant.switchDevice(source, 'two'));
      await answer('capacity');
      if (isSwitchedOff) await participant[set](false);
      const late = await grant();
      t.equal(late?.readyState, 'ended');
      t.equal(participant.track(source), null);
      t.equal(participant.wanted(source), null);
      t.same(devices.live, []);
      t.same(await Promise.all([on, changing]), ['capacity', 'capacity']);
    }
  });

  t.test(`a ${source} that was changed and cannot be published is off`, async (t) => {
    const { participant, devices, answer, grant } = setUp();
    const on = participant[set](true);
    await grant();
    await answer();
    await on;
    const changing = outcomeOf(participant.switchDevice(source, 'two'));
    await grant();
    await answer('capacity');
    t.equal(await changing, 'capacity');
    t.notOk(participant.isEnabled(source));
    t.same(devices.live, []);
  });

  t.test(`a second try to change the ${source} that cannot be published leaves it off`, async (t) => {
    const { participant, devices, answer, grant } = setUp();
    const on = participant[set](true, { deviceId: 'two' });
    await grant();
    await answer();
    await on;
    const changing = outcomeOf(participant.switchDevice(source, 'two'));
    await answer('capacity');
    t.equal(await changing, 'capacity');
    t.same(devices.live, []);
  });

  t.test(`a ${source} that could not be published is not left on by a later device that does not open`, async (t) => {
    const { participant, devices, answer, grant } = setUp();
    const first = outcomeOf(participant[set](true, { deviceId: 'one' }));
    await grant();
    const second = outcomeOf(participant[set](true, { deviceId: 'two' }));
    await answer('capacity');
    devices.questions[0]?.refuse('NotReadableError');
    t.same(await Promise.all([first, second]), ['superseded', 'device-in-use']);
    t.same(devices.live, []);
  });
}

t.test('a microphone that replaces a lost one and cannot be published is off, and not told as back', async (t) => {
  const { participant, devices, told, answer, grant } = setUp();
  const on = participant.setMicrophoneEnabled(true);
  const track = await grant();
  await answer();
  await on;
  track?.end();
  await answer();
  await grant();
  await answer('capacity');
  t.same(devices.live, []);
  t.equal(participant.track('microphone'), null);
  t.same(
    told.map(([what]) => what),
    ['interrupted'],
  );
});

t.test('a muted microphone is changed without counting as starting, until it is switched on', async (t) => {
  const { participant, answer, grant } = setUp();
  const on = participant.setMicrophoneEnabled(true);
  await grant();
  await answer();
  await on;
  const off = participant.setMicrophoneEnabled(false);
  await answer();
  await off;
  const changing = participant.switchDevice('microphone', 'two');
  t.notOk(participant.isStarting('microphone'));
  const again = participant.setMicrophoneEnabled(true);
  t.ok(participant.isStarting('microphone'));
  await grant();
  await answer();
  await Promise.all([changing, again]);
  t.ok(participant.isEnabled('microphone'));
});
