/** Cameras, microphones and screens, with their failures withMediaErrorCode. Usable before any Session, for a preview. */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { HearthroomError, type HearthroomErrorCode } from '../core/hearthroom-error.ts';
import { findPage, forbiddenByPage, isForbidden, looksForbidden, tellForbidden } from './page-policy.ts';

export interface DeviceInfo {
  id: string;
  /** Empty until the person has allowed a device once. */
  label: string;
  kind: 'microphone' | 'camera' | 'speaker';
}

const kinds = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

/** Names of DOMExceptions (W3C Media Capture and Streams, Screen Capture) and what they are called here. */
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
  // The device that was asked for by its id isn't there.
  const isGone =
    name === 'OverconstrainedError' && error instanceof Object && Reflect.get(error, 'constraint') === 'deviceId';
  const code = isGone ? 'device-not-found' : captureErrors[name];
  return new HearthroomError(code ?? 'media-unsupported', undefined, { cause: error });
}

function requireMediaDevices(mediaDevices: MediaDevices | null): MediaDevices {
  // Browsers have no mediaDevices in pages that came over plain http.
  if (!mediaDevices) throw new HearthroomError('media-unsupported', 'Devices need a secure context (https)');
  return mediaDevices;
}

const browserDevices = (): MediaDevices | null => globalThis.navigator?.mediaDevices ?? null;

/** All devices; labels are empty until a device was allowed. Rejects with `media-unsupported` outside https. */
export async function listDevices(mediaDevices = browserDevices()): Promise<DeviceInfo[]> {
  const devices = await requireMediaDevices(mediaDevices).enumerateDevices();
  return devices.map(({ deviceId, label, kind }) => ({ id: deviceId, label, kind: kinds[kind] }));
}

/** @returns a function that stops listening */
export function onDevicesChanged(listener: () => void, mediaDevices = browserDevices()): () => void {
  mediaDevices?.addEventListener('devicechange', listener);
  return () => mediaDevices?.removeEventListener('devicechange', listener);
}

/**
 * Opens a camera or microphone; the caller stops the track.
 * @param deviceId of listDevices, and no other is opened in its place; without it (or with '') the system's choice
 * Rejects with `permission-denied`, `device-blocked-by-page`, `device-in-use`, `device-not-found`, `device-over-constrained`,
 * `media-unsupported`.
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

/** Asks the person for a screen or window; same rejections. */
export async function openScreen(mediaDevices = browserDevices()): Promise<MediaStreamTrack> {
  const devices = requireMediaDevices(mediaDevices);
  if (!('getDisplayMedia' in devices)) throw new HearthroomError('media-unsupported', 'Screens cannot be shared here');
  const track = await firstTrack('screen', () =>
    devices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false }),
  );
  // Tells the encoder to keep text sharp rather than motion smooth.
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
    // The person may have refused for good earlier: only the developer is told of the page.
    if (looksForbidden(error, performance.now() - askedAt, page)) tellForbidden(page);
    throw toDeviceError(error);
  }
  const [track] = stream.getTracks();
  if (!track) throw new HearthroomError('device-not-found');
  return track;
}
