import type { DeviceInterruption } from '@hearthroom/sdk';
import t from 'tap';
import { createParticipant, type LateDevices, outcomeOf, settled } from './late-devices.ts';

type Made = ReturnType<typeof createParticipant>;

async function turnOn({ devices, participant }: Made, source: 'microphone' | 'camera', deviceId = '') {
  const on =
    source === 'camera'
      ? participant.setCameraEnabled(true, { deviceId })
      : participant.setMicrophoneEnabled(true, { deviceId });
  const track = devices.questions.at(-1)?.grant();
  await on;
  if (!track) throw new Error('nothing was asked for');
  return track;
}

t.test('a camera that ends is off for everybody, and no other camera is opened in its place', async (t) => {
  for (const deviceId of ['two', '']) {
    const made = createParticipant();
    const track = await turnOn(made, 'camera', deviceId);
    track.end();
    t.equal(made.participant.wanted('camera'), null, 'at once');
    await settled();
    t.equal(made.devices.asked, 1);
    t.same(made.told, [['interrupted', 'camera', 'failed', track.deviceId]]);
  }
});

t.test('a microphone that ends is paused for the others until another one is open, and both are told', async (t) => {
  const made = createParticipant();
  const { devices, participant, told } = made;
  const track = await turnOn(made, 'microphone', 'two');
  const own = participant.track('microphone');
  devices.connected = ['one'];
  track.end();
  t.match(participant.wanted('microphone'), { paused: true });
  t.notOk(participant.isEnabled('microphone'));
  await settled();
  t.same(told, [['interrupted', 'microphone', 'unplugged', 'two']]);
  t.ok(participant.isStarting('microphone'));
  devices.questions[0]?.grant();
  await settled();
  t.same(told.slice(1), [['restored', 'microphone', 'other-device']]);
  t.ok(participant.isEnabled('microphone'));
  t.equal(participant.track('microphone'), own, 'the object stays the same');
});

t.test('a muted microphone that is replaced stays muted', async (t) => {
  const made = createParticipant();
  const track = await turnOn(made, 'microphone');
  await made.participant.setMicrophoneEnabled(false);
  track.end();
  await settled();
  made.devices.questions[0]?.grant();
  await settled();
  t.match(made.participant.wanted('microphone'), { paused: true });
  t.equal(made.devices.live.length, 1);
});

t.test('where no other microphone opens it is off, and the next call opens it anew', async (t) => {
  const made = createParticipant();
  const track = await turnOn(made, 'microphone');
  track.end();
  await settled();
  made.devices.questions[0]?.refuse('NotFoundError');
  await settled();
  t.equal(made.participant.track('microphone'), null);
  await turnOn(made, 'microphone');
  t.ok(made.participant.isEnabled('microphone'));
});

t.test('why a device is gone is found out, and a revoked permission is not asked for again', async (t) => {
  const reasons: [DeviceInterruption, Partial<Pick<LateDevices, 'connected' | 'permission'>>][] = [
    ['failed', {}],
    ['unplugged', { connected: ['one'] }],
    ['permission-revoked', { permission: 'denied' }],
    ['permission-revoked', { connected: [''] }],
  ];
  for (const source of ['microphone', 'camera'] as const) {
    for (const [reason, happening] of reasons) {
      const made = createParticipant();
      const track = await turnOn(made, source, 'two');
      Object.assign(made.devices, happening);
      track.end();
      await settled();
      t.same(made.told, [['interrupted', source, reason, 'two']]);
      const isReplaced = source === 'microphone' && reason !== 'permission-revoked';
      t.equal(made.devices.asked, isReplaced ? 2 : 1, `${source}, ${reason}`);
    }
  }
});

t.test('what the system mutes is paused for the others, told to its owner, and comes back by itself', async (t) => {
  for (const source of ['microphone', 'camera'] as const) {
    const made = createParticipant();
    const { participant, told } = made;
    const track = await turnOn(made, source);
    track.setSystemMuted(true);
    t.match(participant.wanted(source), { paused: true });
    t.notOk(participant.isEnabled(source));
    track.setSystemMuted(false);
    t.match(participant.wanted(source), { paused: false });
    t.same(told, [
      ['interrupted', source, 'system-muted', 'one'],
      ['restored', source, 'same-device'],
    ]);
  }
});

t.test('a microphone that its owner or a host muted stays muted when the system unmutes it', async (t) => {
  for (const mute of ['owner', 'host']) {
    const made = createParticipant();
    const { participant } = made;
    const track = await turnOn(made, 'microphone');
    track.setSystemMuted(true);
    if (mute === 'host') participant.handleMutedByHost('microphone');
    else await participant.setMicrophoneEnabled(false);
    track.setSystemMuted(false);
    t.match(participant.wanted('microphone'), { paused: true });
    t.notOk(made.told.some(([what]) => what === 'restored'));
  }
});

t.test('a host’s mute is told unless the owner had muted already, also while the system mutes', async (t) => {
  for (const source of ['microphone', 'camera'] as const) {
    const made = createParticipant();
    const { participant } = made;
    t.notOk(participant.handleMutedByHost(source), 'nothing is on');
    const track = await turnOn(made, source);
    track.setSystemMuted(true);
    t.ok(participant.handleMutedByHost(source));
    t.notOk(participant.handleMutedByHost(source), 'told once');
    track.setSystemMuted(false);
    t.match(participant.wanted(source), { paused: true });
  }
});

t.test('a device that the system muted is opened again at its owner’s request, and it is the same one', async (t) => {
  const made = createParticipant();
  const track = await turnOn(made, 'camera', 'two');
  track.setSystemMuted(true);
  const on = made.participant.setCameraEnabled(true);
  t.equal(made.devices.questions[0]?.deviceId, 'two');
  made.devices.questions[0]?.grant();
  await on;
  t.ok(made.participant.isEnabled('camera'));
  t.equal(track.readyState, 'ended');
});

t.test('a screen that is ended in the browser’s bar is off, and nothing has to be said', async (t) => {
  const { devices, participant, told } = createParticipant();
  const on = participant.setScreenShareEnabled(true);
  const track = devices.questions[0]?.grant();
  await on;
  track?.setSystemMuted(true);
  t.match(participant.wanted('screen'), { paused: false }, 'a minimised window keeps its last picture');
  track?.end();
  await settled();
  t.equal(participant.track('screen'), null);
  t.same(told, []);
});

t.test('a chosen device that is not there is not found, and no other is opened', async (t) => {
  const { devices, participant } = createParticipant();
  const outcome = outcomeOf(participant.setCameraEnabled(true, { deviceId: 'gone' }));
  devices.questions[0]?.refuse('OverconstrainedError');
  t.equal(await outcome, 'device-not-found');
  t.equal(devices.asked, 1);
});

t.test('a microphone that is unplugged while muted is replaced without a notice, and stays muted', async (t) => {
  const made = createParticipant();
  const track = await turnOn(made, 'microphone', 'two');
  await made.participant.setMicrophoneEnabled(false);
  made.devices.connected = ['one'];
  track.end();
  await settled();
  made.devices.questions[0]?.grant();
  await settled();
  t.same(made.told, []);
  t.match(made.participant.wanted('microphone'), { paused: true });
});

t.test(
  'a reported loss is followed by a report of the replacement, also after a mute by a host meanwhile',
  async (t) => {
    const made = createParticipant();
    const track = await turnOn(made, 'microphone', 'two');
    track.end();
    await settled();
    made.participant.handleMutedByHost('microphone');
    made.devices.questions[0]?.grant();
    await settled();
    t.same(
      made.told.map(([what]) => what),
      ['interrupted', 'restored'],
    );
  },
);

t.test('a device that ends while another one is opening is told as lost when that one does not open', async (t) => {
  for (const source of ['microphone', 'camera'] as const) {
    const made = createParticipant();
    const track = await turnOn(made, source, 'one');
    const changing = outcomeOf(made.participant.switchDevice(source, 'two'));
    track.end();
    made.devices.questions[0]?.refuse('NotReadableError');
    t.equal(await changing, 'device-in-use');
    await settled();
    t.equal(made.participant.track(source), null);
    t.same(made.told, [['interrupted', source, 'failed', 'one']]);
  }
});

t.test('a microphone that is lost and has no other in its place is told as lost once', async (t) => {
  const made = createParticipant();
  const track = await turnOn(made, 'microphone');
  track.end();
  await settled();
  made.devices.questions[0]?.refuse('NotFoundError');
  await settled();
  t.same(made.told, [['interrupted', 'microphone', 'failed', 'one']]);
});
