import { HearthroomError, listDevices, onDevicesChanged, openDevice, openScreen } from '@hearthroom/sdk';
import t from 'tap';

/** The part of a browser's device list that the code uses. */
function devicesThat(answer: () => Promise<unknown>): { mediaDevices: MediaDevices; asked: unknown[] } {
  const asked: unknown[] = [];
  const ask = (constraints: unknown) => {
    asked.push(constraints);
    return answer();
  };
  const target: unknown = Object.assign(new EventTarget(), {
    getUserMedia: ask,
    getDisplayMedia: ask,
    enumerateDevices: answer,
  });
  return { mediaDevices: target as MediaDevices, asked };
}

const refusing = (name: string) => devicesThat(() => Promise.reject(new DOMException('', name))).mediaDevices;

t.test('each refusal of a browser has an error code', async (t) => {
  const names = {
    NotAllowedError: 'permission-denied',
    SecurityError: 'permission-denied',
    NotReadableError: 'device-in-use',
    NotFoundError: 'device-not-found',
    OverconstrainedError: 'device-over-constrained',
    SomethingElse: 'media-unsupported',
  };
  for (const [name, code] of Object.entries(names)) {
    await t.rejects(openDevice('camera', undefined, refusing(name)), { code }, name);
    await t.rejects(openScreen(refusing(name)), { code }, name);
  }
});

t.test('every rejection is a HearthroomError and keeps what the browser said', async (t) => {
  const error = await openDevice('microphone', '', refusing('NotReadableError')).catch((reason: unknown) => reason);
  t.ok(error instanceof HearthroomError);
  t.match(error, { code: 'device-in-use', cause: { name: 'NotReadableError' } });
});

t.test('a page without https has no devices', async (t) => {
  await t.rejects(openDevice('camera', undefined, null), { code: 'media-unsupported' });
  await t.rejects(listDevices(null), { code: 'media-unsupported' });
  t.doesNotThrow(onDevicesChanged(() => {}, null));
});

t.test('speech is asked for without echo and noise, a chosen device exactly', async (t) => {
  const track = { kind: 'audio' };
  const { mediaDevices, asked } = devicesThat(() => Promise.resolve({ getTracks: () => [track] }));
  t.equal(await openDevice('microphone', 'usb', mediaDevices), track);
  t.match(asked, [
    {
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        deviceId: { exact: 'usb' },
      },
    },
  ]);
  await openDevice('camera', '', mediaDevices);
  t.notMatch(asked[1], { video: { deviceId: {} } }, "the system's choice");
});

t.test('music is asked for as it is, in stereo, and a browser that can’t is told from one that fails', async (t) => {
  const track = { kind: 'audio' };
  const { mediaDevices, asked } = devicesThat(() => Promise.resolve({ getTracks: () => [track] }));
  await openDevice('microphone', 'usb', mediaDevices, 'music');
  const off = { exact: false };
  t.same(asked, [
    {
      audio: {
        ...{ echoCancellation: off, noiseSuppression: off, autoGainControl: off, channelCount: 2 },
        deviceId: { exact: 'usb' },
      },
    },
  ]);
  await t.rejects(openDevice('microphone', '', refusing('OverconstrainedError'), 'music'), {
    code: 'device-over-constrained',
  });
});

t.test('the sound of a screen is asked for when it is wanted, as it is, and heard by its owner too', async (t) => {
  const [sound, screen] = [{ kind: 'audio' }, { kind: 'video', contentHint: '' }];
  const { mediaDevices, asked } = devicesThat(() => Promise.resolve({ getTracks: () => [sound, screen] }));
  const given: unknown[] = [];
  t.equal(await openScreen(mediaDevices, (...tracks) => given.push(tracks)), screen);
  t.same(given, [[screen, sound]]);
  t.match(asked[0], {
    audio: {
      ...{ echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      ...{ suppressLocalAudioPlayback: false, restrictOwnAudio: true },
    },
    systemAudio: 'exclude',
  });
  await openScreen(devicesThat(() => Promise.resolve({ getTracks: () => [screen] })).mediaDevices, () =>
    t.fail('there is none'),
  );
  await openScreen(mediaDevices);
  t.match(asked.at(-1), { audio: false });
});

t.test('a screen is sent with its text sharp', async (t) => {
  const track = { kind: 'video', contentHint: '' };
  const { mediaDevices } = devicesThat(() => Promise.resolve({ getTracks: () => [track] }));
  await openScreen(mediaDevices);
  t.equal(track.contentHint, 'detail');
});

t.test('devices are listed by kind, as camera, microphone or speaker', async (t) => {
  const { mediaDevices } = devicesThat(() =>
    Promise.resolve([
      { deviceId: 'a', label: 'Mic', kind: 'audioinput' },
      { deviceId: 'b', label: 'Cam', kind: 'videoinput' },
      { deviceId: 'c', label: '', kind: 'audiooutput' },
    ]),
  );
  t.same(await listDevices(mediaDevices), [
    { id: 'a', label: 'Mic', kind: 'microphone' },
    { id: 'b', label: 'Cam', kind: 'camera' },
    { id: 'c', label: '', kind: 'speaker' },
  ]);
});

t.test('changes are told until one stops listening', async (t) => {
  const { mediaDevices } = devicesThat(() => Promise.resolve([]));
  let changes = 0;
  const stop = onDevicesChanged(() => {
    changes += 1;
  }, mediaDevices);
  mediaDevices.dispatchEvent(new Event('devicechange'));
  stop();
  mediaDevices.dispatchEvent(new Event('devicechange'));
  t.equal(changes, 1);
});
