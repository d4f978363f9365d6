import { roleDefaults } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { admittedSnapshot } from '../scripted-server.ts';
import { createParticipant, outcomeOf, settled } from './late-devices.ts';

const setters = {
  microphone: 'setMicrophoneEnabled',
  camera: 'setCameraEnabled',
  screen: 'setScreenShareEnabled',
} as const;
const sources = ['microphone', 'camera', 'screen'] as const;
const { self } = admittedSnapshot;
const allowed = { ...self, grants: { ...self.grants, publishScreen: true } };

for (const source of sources) {
  const set = setters[source];

  t.test(
    `a ${source} that is switched off while it starts never goes on, and what arrives late is stopped`,
    async (t) => {
      const { devices, participant } = createParticipant();
      const starting = outcomeOf(participant[set](true));
      t.ok(participant.isStarting(source));
      await participant[set](false);
      t.notOk(participant.isStarting(source));
      t.equal(await starting, 'superseded');
      const late = devices.questions[0]?.grant();
      await settled();
      t.equal(late?.readyState, 'ended');
      t.equal(participant.track(source), null);
      t.equal(participant.wanted(source), null);
    },
  );

  t.test(`a ${source} switched on, off and on again asks the person once`, async (t) => {
    const { devices, participant } = createParticipant();
    const first = outcomeOf(participant[set](true));
    await participant[set](false);
    const second = outcomeOf(participant[set](true));
    const third = outcomeOf(participant[set](true));
    t.equal(devices.asked, 1);
    devices.questions[0]?.grant();
    t.same(await Promise.all([first, second, third]), ['superseded', 'resolved', 'resolved']);
    t.ok(participant.isEnabled(source));
    t.equal(devices.live.length, 1);
  });

  t.test(`a ${source} that starts while the session is closed is stopped when it arrives`, async (t) => {
    const { devices, participant } = createParticipant();
    const starting = outcomeOf(participant[set](true));
    participant.close();
    t.equal(await starting, 'not-connected');
    devices.questions[0]?.grant();
    await settled();
    t.same(devices.live, []);
    t.equal(await outcomeOf(participant[set](true)), 'not-connected');
    t.equal(devices.asked, 1, 'a closed session opens nothing');
  });

  t.test(`a ${source} that starts while its right is taken away is given up at once`, async (t) => {
    const { devices, participant } = createParticipant();
    participant.handleSelf(allowed);
    const starting = outcomeOf(participant[set](true));
    participant.handleSelf({ ...allowed, grants: roleDefaults.observer.grants });
    t.equal(await starting, 'not-allowed');
    t.notOk(participant.isStarting(source));
    participant.handleSelf(allowed);
    devices.questions[0]?.grant();
    await settled();
    t.same(devices.live, [], 'also when the right is back by then');
  });

  t.test(`a host’s mute of a ${source} that starts is a later call`, async (t) => {
    const { devices, participant } = createParticipant();
    const starting = outcomeOf(participant[set](true));
    participant.handleMutedByHost(source);
    t.equal(await starting, 'superseded');
    devices.questions[0]?.grant();
    await settled();
    t.notOk(participant.isEnabled(source));
    t.same(devices.live, []);
  });
}

t.test('a host’s mute holds while another microphone is on its way', async (t) => {
  const { devices, participant } = createParticipant();
  const first = participant.setMicrophoneEnabled(true);
  devices.questions[0]?.grant();
  await first;
  const switching = participant.switchDevice('microphone', 'two');
  participant.handleMutedByHost('microphone');
  devices.questions[0]?.grant();
  await switching;
  t.equal(participant.track('microphone')?.mediaStreamTrack.getSettings().deviceId, 'two');
  t.match(participant.wanted('microphone'), { paused: true });
});

t.test('of two devices the one that was asked for last is taken, whichever comes first', async (t) => {
  for (const order of [
    [0, 0],
    [1, 0],
  ]) {
    const { devices, participant } = createParticipant();
    const first = outcomeOf(participant.setCameraEnabled(true, { deviceId: 'one' }));
    const second = outcomeOf(participant.switchDevice('camera', 'two'));
    for (const index of order) {
      devices.questions[index]?.grant();
      await settled();
    }
    t.same(await Promise.all([first, second]), ['superseded', 'resolved']);
    t.same(
      devices.live.map(({ deviceId }) => deviceId),
      ['two'],
    );
    t.ok(participant.isEnabled('camera'));
  }
});

t.test('a microphone is muted at once, also while another one is on its way', async (t) => {
  const { devices, participant } = createParticipant();
  const on = participant.setMicrophoneEnabled(true, { deviceId: 'one' });
  devices.questions[0]?.grant();
  await on;
  const switching = outcomeOf(participant.setMicrophoneEnabled(true, { deviceId: 'two' }));
  await participant.setMicrophoneEnabled(false);
  t.equal(await switching, 'superseded');
  t.match(participant.wanted('microphone'), { paused: true });
  devices.questions[0]?.grant();
  await settled();
  t.match(participant.wanted('microphone'), { paused: true });
  t.equal(devices.live.length, 1);
});

t.test('a device that is switched off while it is being published was not switched on', async (t) => {
  let publish = (): void => {};
  const { devices, participant } = createParticipant({
    publish: () =>
      new Promise((resolve) => {
        publish = resolve;
      }),
  });
  const on = outcomeOf(participant.setCameraEnabled(true));
  devices.questions[0]?.grant();
  await settled();
  const published = publish;
  const off = outcomeOf(participant.setCameraEnabled(false));
  published();
  publish();
  t.same(await Promise.all([on, off]), ['superseded', 'resolved']);
});

t.test('a track that is handed over and not taken is stopped', async (t) => {
  const { devices, participant } = createParticipant();
  participant.handleSelf({ ...allowed, grants: roleDefaults.observer.grants });
  devices.environment.mediaDevices?.getUserMedia({ video: true }).catch(() => {});
  const track = devices.questions[0]?.grant();
  const handed: unknown = track;
  const outcome = await outcomeOf(participant.setCameraEnabled(true, { track: handed as MediaStreamTrack }));
  t.equal(outcome, 'not-allowed');
  t.equal(track?.readyState, 'ended');
});
