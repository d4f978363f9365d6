/**
 * Cameras, microphones and screens, with errors as HearthroomErrors. Can be used before there is a Session, for a
 * preview.
 */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { HearthroomError, type HearthroomErrorCode } from '../core/hearthroom-error.ts';
import type { AudioMode } from './opened-track.ts';
import { findPage, forbiddenByPage, isForbidden, looksForbidden, tellForbidden } from './page-policy.ts';

/** A device of the person. */
export interface DeviceInfo {
  /** `deviceId` of the browser (W3C Media Capture and Streams). */
  id: string;
  /** Name of the device; empty until the person has allowed a device. */
  label: string;
  /** What the device is for. */
  kind: 'microphone' | 'camera' | 'speaker';
}

const kinds = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

/** Names of DOMExceptions (W3C Media Capture and Streams, W3C Screen Capture) and their error codes. */
const captureErrors: Readonly<Record<string, HearthroomErrorCode>> = {
  NotAllowedError: 'permission-denied',
  SecurityError: 'permission-denied',
  NotReadableError: 'device-in-use',
  AbortError: 'device-in-use',
  NotFoundError: 'device-not-found',
  OverconstrainedError: 'device-over-constrained',
};

const voice: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const off = { exact: false };
const music: MediaTrackConstraints = {
  echoCancellation: off,
  noiseSuppression: off,
  autoGainControl: off,
  channelCount: 2,
};
/** Of a tab, which its owner continues to hear. `exact` is not allowed here. */
const sharedSound: MediaTrackConstraints & Record<'suppressLocalAudioPlayback' | 'restrictOwnAudio', boolean> = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: 2,
  suppressLocalAudioPlayback: false,
  restrictOwnAudio: true,
};
const picture: MediaTrackConstraints = {
  width: { ideal: 1_280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
};

function toDeviceError(error: unknown): HearthroomError {
  const name = error instanceof Error ? error.name : '';
  // The device with the requested id isn't there.
  const isGone =
    name === 'OverconstrainedError' && error instanceof Object && Reflect.get(error, 'constraint') === 'deviceId';
  const code = isGone ? 'device-not-found' : captureErrors[name];
  return new HearthroomError(code ?? 'media-unsupported', undefined, { cause: error });
}

function requireMediaDevices(mediaDevices: MediaDevices | null): MediaDevices {
  // Browsers have no mediaDevices in pages loaded over plain http.
  if (!mediaDevices) throw new HearthroomError('media-unsupported', 'Devices need a secure context (https)');
  return mediaDevices;
}

const browserDevices = (): MediaDevices | null => globalThis.navigator?.mediaDevices ?? null;

/**
 * Lists all devices; labels are empty until the person has allowed a device. Rejects with `media-unsupported` outside a
 * secure context (https).
 * @param mediaDevices default: the browser's own
 */
export async function listDevices(mediaDevices = browserDevices()): Promise<DeviceInfo[]> {
  const devices = await requireMediaDevices(mediaDevices).enumerateDevices();
  return devices.map(({ deviceId, label, kind }) => ({ id: deviceId, label, kind: kinds[kind] }));
}

/**
 * Calls the listener when a device is connected or removed.
 * @param mediaDevices default: the browser's own
 * @returns a function that stops listening
 */
export function onDevicesChanged(listener: () => void, mediaDevices = browserDevices()): () => void {
  mediaDevices?.addEventListener('devicechange', listener);
  return () => mediaDevices?.removeEventListener('devicechange', listener);
}

/**
 * Opens a camera or microphone. The caller stops the track, or passes it to the session (`DeviceOptions.track`).
 * Rejects with `permission-denied`, `device-blocked-by-page`, `device-in-use`, `device-not-found`,
 * `device-over-constrained` or `media-unsupported`.
 * @param deviceId an id of listDevices, and only that device is opened; default (also with ''): the system's choice
 * @param mediaDevices default: the browser's own
 * @param mode of a microphone; `music` rejects with `device-over-constrained` where the browser can't capture sound as
 *   it is
 */
export async function openDevice(
  source: 'microphone' | 'camera',
  deviceId?: string,
  mediaDevices = browserDevices(),
  mode: AudioMode = 'voice',
): Promise<MediaStreamTrack> {
  const devices = requireMediaDevices(mediaDevices);
  const which: MediaTrackConstraints = deviceId ? { deviceId: { exact: deviceId } } : {};
  const sound = mode === 'music' ? music : voice;
  const [track] = await openTracks(source, () =>
    devices.getUserMedia(
      source === 'microphone' ? { audio: { ...sound, ...which } } : { video: { ...picture, ...which } },
    ),
  );
  return track;
}

/**
 * Asks the person to choose a screen, window or tab, and opens it. Rejects with the codes of openDevice.
 * @param mediaDevices default: the browser's own
 * @param handleSound called with the screen and its sound, if the browser gives it (that of a tab); left out: without
 *   sound
 */
export async function openScreen(
  mediaDevices = browserDevices(),
  handleSound?: (screen: MediaStreamTrack, sound: MediaStreamTrack) => void,
): Promise<MediaStreamTrack> {
  const devices = requireMediaDevices(mediaDevices);
  if (!('getDisplayMedia' in devices)) throw new HearthroomError('media-unsupported', 'Screens cannot be shared here');
  const options: DisplayMediaStreamOptions & { systemAudio: 'exclude' } = {
    video: { frameRate: { max: 15 } },
    audio: handleSound ? sharedSound : false,
    // The sound of the whole system contains the voices of the others.
    systemAudio: 'exclude',
  };
  const tracks = await openTracks('screen', () => devices.getDisplayMedia(options));
  const screen = tracks.find(({ kind }) => kind === 'video') ?? tracks[0];
  // The encoder then keeps text sharp rather than motion smooth.
  screen.contentHint = 'detail';
  const sound = tracks.find((track) => track !== screen);
  if (sound) handleSound?.(screen, sound);
  return screen;
}

type Tracks = [MediaStreamTrack, ...MediaStreamTrack[]];

async function openTracks(source: TrackSource, open: () => Promise<MediaStream>): Promise<Tracks> {
  const page = findPage();
  if (isForbidden(source, page)) throw forbiddenByPage(page);
  const askedAt = performance.now();
  let stream: MediaStream;
  try {
    stream = await open();
  } catch (error) {
    // The person may have refused permanently earlier: only the developer is told that the page's policy may be the
    // cause.
    if (looksForbidden(error, performance.now() - askedAt, page)) tellForbidden(page);
    throw toDeviceError(error);
  }
  const [track, ...others] = stream.getTracks();
  if (!track) throw new HearthroomError('device-not-found');
  return [track, ...others];
}
