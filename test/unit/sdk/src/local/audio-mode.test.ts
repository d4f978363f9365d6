import t from 'tap';
import { createParticipant, FakeTrack, outcomeOf, settled } from './late-devices.ts';

const raw = { audio: { echoCancellation: { exact: false }, channelCount: 2 } };
const processed = { audio: { echoCancellation: true } };

/** Records what others would receive of the microphone at each publish. */
function watched() {
  const published: { music: boolean; paused: boolean; track: unknown }[] = [];
  const made = createParticipant({
    publish: async (source) => {
      const wanted = made.participant.wanted(source);
      if (wanted) published.push({ music: wanted.music, paused: wanted.paused, track: wanted.mediaStreamTrack });
    },
  });
  const { devices, participant } = made;
  const turnOn = async (deviceId = ''): Promise<FakeTrack> => {
    const on = participant.setMicrophoneEnabled(true, { deviceId });
    const track = devices.questions[0]?.grant();
    await on;
    if (!track) throw new Error('nothing was asked for');
    return track;
  };
  return { ...made, published, turnOn };
}

t.test('a microphone that is switched on in music mode is captured and sent as it is', async (t) => {
  const { participant, devices, published, turnOn } = watched();
  t.equal(participant.audioMode, 'voice');
  await participant.setAudioMode('music');
  t.equal(devices.asked, 0, 'nothing is opened for it');
  t.equal(participant.audioMode, 'music');
  await turnOn();
  t.match(devices.constraints, [raw]);
  t.match(published.at(-1), { music: true, paused: false });
});

t.test('a microphone that is on is opened again, and is on for the others all the time', async (t) => {
  const { participant, devices, published, turnOn } = watched();
  const before = await turnOn('two');
  const chosen = participant.setAudioMode('music');
  t.equal(devices.questions[0]?.deviceId, 'two', 'the same device');
  t.match(devices.constraints.at(-1), raw);
  t.match(participant.wanted('microphone'), { music: false, paused: false });
  t.ok(participant.isEnabled('microphone'));
  const after = devices.questions[0]?.grant();
  await chosen;
  t.equal(participant.track('microphone')?.mediaStreamTrack, after);
  t.same(
    published.map(({ music, paused, track }) => [music, paused, track]),
    [
      [false, false, before],
      [true, false, after],
    ],
  );
  t.same([before.readyState, after?.readyState], ['ended', 'live']);
  const back = participant.setAudioMode('voice');
  t.match(devices.constraints.at(-1), processed);
  devices.questions[0]?.grant();
  await back;
  t.match(published.at(-1), { music: false, paused: false });
  t.equal(devices.live.length, 1);
});

t.test('a muted microphone stays muted', async (t) => {
  const { participant, devices, turnOn } = watched();
  await turnOn();
  participant.handleMutedByHost('microphone');
  const chosen = participant.setAudioMode('music');
  const after = devices.questions[0]?.grant();
  await chosen;
  t.match(participant.wanted('microphone'), { music: true, paused: true });
  t.equal(after?.enabled, false);
});

t.test('a mute by a host while it is opened again holds', async (t) => {
  const { participant, devices, turnOn } = watched();
  await turnOn();
  const chosen = participant.setAudioMode('music');
  participant.handleMutedByHost('microphone');
  devices.questions[0]?.grant();
  await chosen;
  t.match(participant.wanted('microphone'), { music: true, paused: true });
});

t.test('where sound cannot be captured as it is, or the device fails, everything stays as it was', async (t) => {
  for (const [name, code] of [
    ['OverconstrainedError', 'device-over-constrained'],
    ['NotReadableError', 'device-in-use'],
  ] as const) {
    const { participant, devices, published, turnOn, told } = watched();
    const before = await turnOn();
    const chosen = outcomeOf(participant.setAudioMode('music'));
    devices.questions[0]?.refuse(name, 'echoCancellation');
    t.equal(await chosen, code);
    t.equal(participant.audioMode, 'voice');
    t.equal(participant.track('microphone')?.mediaStreamTrack, before);
    t.match(participant.wanted('microphone'), { music: false, paused: false });
    t.equal(before.readyState, 'live');
    t.same(told, []);
    t.equal(published.length, 1);
  }
});

t.test('a microphone that is being opened while the mode changes is opened in the new one', async (t) => {
  const { participant, devices, published } = watched();
  const on = participant.setMicrophoneEnabled(true);
  const chosen = participant.setAudioMode('music');
  t.match(devices.constraints, [processed, raw]);
  const [early, late] = [devices.questions[0]?.grant(), devices.questions[0]?.grant()];
  await Promise.all([on, chosen]);
  t.equal(participant.track('microphone')?.mediaStreamTrack, late);
  t.equal(early?.readyState, 'ended');
  t.match(published, [{ music: true, track: late }]);
});

t.test('the last mode counts, whichever device comes first', async (t) => {
  for (const order of [
    [0, 0],
    [1, 0],
  ]) {
    const { participant, devices, published, turnOn } = watched();
    await turnOn();
    const music = outcomeOf(participant.setAudioMode('music'));
    const voice = outcomeOf(participant.setAudioMode('voice'));
    for (const index of order) devices.questions[index]?.grant();
    t.same(await Promise.all([music, voice]), ['resolved', 'resolved']);
    await settled();
    t.equal(participant.audioMode, 'voice');
    t.notOk(published.some((one) => one.music));
    t.equal(devices.live.length, 1);
  }
});

t.test('another microphone that is chosen meanwhile is opened and sent in the mode that was chosen', async (t) => {
  const { participant, devices, published, turnOn } = watched();
  await turnOn();
  const music = outcomeOf(participant.setAudioMode('music'));
  const other = participant.switchDevice('microphone', 'two');
  t.equal(await music, 'superseded');
  for (const question of [...devices.questions]) question.grant();
  await other;
  t.equal(participant.audioMode, 'music');
  t.match(devices.constraints.at(-1), raw);
  t.match(published.at(-1), { music: true, paused: false });
});

t.test('a microphone that is switched off while it is opened again stays off', async (t) => {
  const { participant, devices, turnOn } = watched();
  await turnOn();
  const chosen = participant.setAudioMode('music');
  await participant.setMicrophoneEnabled(false);
  devices.questions[0]?.grant();
  await chosen;
  t.match(participant.wanted('microphone'), { music: true, paused: true });
});

t.test('a track of the application is not opened again, and sent in the mode that is chosen', async (t) => {
  const { participant, devices, published } = watched();
  const given: unknown = new FakeTrack('audio', 'drawn');
  await participant.setMicrophoneEnabled(true, { track: given as MediaStreamTrack });
  await participant.setAudioMode('music');
  await participant.setAudioMode('voice');
  t.equal(devices.asked, 0);
  t.same(
    published.map(({ music, track }) => [music, track === given]),
    [
      [false, true],
      [true, true],
      [false, true],
    ],
  );
});

t.test('the mode of the microphone is none of the camera’s', async (t) => {
  const { participant, devices } = watched();
  await participant.setAudioMode('music');
  const on = participant.setCameraEnabled(true);
  devices.questions[0]?.grant();
  await on;
  t.match(participant.wanted('camera'), { music: false });
});
