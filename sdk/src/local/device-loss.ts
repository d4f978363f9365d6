/** Finds out why a device that was on has stopped. */
import type { Environment } from '../core/environment.ts';

/**
 * Why a device stopped delivering sound or pictures:
 * - `system-muted`: the system muted it (a phone call, a switch on the device); it resumes when the system unmutes it
 * - `unplugged`: it is no longer connected
 * - `permission-revoked`: the person or the browser no longer allows it
 * - `failed`: it stopped for another reason, for example because another program took it
 *
 * Or why a camera with a blurred background was stopped, which never shows what is behind the person instead:
 * - `background-failed`: the blur stopped
 * - `background-slow`: this device makes fewer than 15 blurred pictures a second
 * - `background-off`: the room no longer allows it
 */
export type DeviceInterruption =
  | 'system-muted'
  | 'unplugged'
  | 'permission-revoked'
  | 'failed'
  | 'background-failed'
  | 'background-slow'
  | 'background-off';

/** Why a device itself has ended. */
export type DeviceLoss = 'unplugged' | 'permission-revoked' | 'failed';

/** How a device came back. `same-device`: the system unmuted it. `other-device`: another microphone replaced it. */
export type DeviceRestoration = 'same-device' | 'other-device';

/** @param ended the track of a camera or microphone that has ended. Never rejects. */
export async function findLossReason(
  ended: MediaStreamTrack,
  { mediaDevices, permissions }: Pick<Environment, 'mediaDevices' | 'permissions'>,
): Promise<DeviceLoss> {
  const isMicrophone = ended.kind === 'audio';
  const [isDenied, devices] = await Promise.all([
    isDeniedNow(isMicrophone ? 'microphone' : 'camera', permissions),
    listed(isMicrophone ? 'audioinput' : 'videoinput', mediaDevices),
  ]);
  // Browsers show the ids of devices only to pages that may use them.
  if (isDenied || devices?.some(({ deviceId }) => deviceId === '')) return 'permission-revoked';
  const { deviceId, groupId } = ended.getSettings();
  if (!devices || deviceId === undefined) return 'failed';
  // The id `default` remains when its device is gone: `groupId` says which device it was.
  const isThere = devices.some((one) => one.deviceId === deviceId && (!groupId || one.groupId === groupId));
  return isThere ? 'failed' : 'unplugged';
}

async function isDeniedNow(name: 'camera' | 'microphone', permissions: Environment['permissions']): Promise<boolean> {
  try {
    return (await permissions?.query({ name }))?.state === 'denied';
  } catch {
    return false; // A browser that doesn't know this permission.
  }
}

async function listed(
  kind: MediaDeviceKind,
  mediaDevices: Environment['mediaDevices'],
): Promise<MediaDeviceInfo[] | null> {
  try {
    const devices = await mediaDevices?.enumerateDevices();
    return devices?.filter((device) => device.kind === kind) ?? null;
  } catch {
    return null;
  }
}
