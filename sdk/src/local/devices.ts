/**
 * Cameras, microphones and screens, with errors as HearthroomErrors. Can be used before there is a Session, for a
 * preview.
 */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { HearthroomError, type HearthroomErrorCode } from '../core/hearthroom-error.ts';
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
 */
export async function openDevice(
  source: 'microphone' | 'camera',
  deviceId?: string,
  mediaDevices = browserDevices(),
): Promise<MediaStreamTrack> {
  const devices = requireMediaDevices(mediaDevices);
  const which: MediaTrackConstraints = deviceId ? { deviceId: { exact: deviceId } } : {};
  return firstTrack(source, () =>
    devices.getUserMedia(
      source === 'microphone' ? { audio: { ...voice, ...which } } : { video: { ...picture, ...which } },
    ),
  );
}

/**
 * Asks the person to choose a screen or window, and opens it without sound. Rejects with the codes of openDevice.
 * @param mediaDevices default: the browser's own
 */
export async function openScreen(mediaDevices = browserDevices()): Promise<MediaStreamTrack> {
  const devices = requireMediaDevices(mediaDevices);
  if (!('getDisplayMedia' in devices)) throw new HearthroomError('media-unsupported', 'Screens cannot be shared here');
  const track = await firstTrack('screen', () =>
    devices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false }),
  );
  // The encoder then keeps text sharp rather than motion smooth.
  track.contentHint = 'detail';
  return track;
}

async function firstTrack(source: TrackSource, open: () => Promise<MediaStream>): Promise<MediaStreamTrack> {
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
  const [track] = stream.getTracks();
  if (!track) throw new HearthroomError('device-not-found');
  return track;
}
