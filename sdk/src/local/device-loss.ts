/** Why a device that was on is no longer heard or seen. */
import type { Environment } from '../core/environment.ts';

/**
 * - `system-muted`: the system has muted it (a phone call, a switch on the device); it goes on when the system unmutes it
 * - `unplugged`: it is not connected any more
 * - `permission-revoked`: the person or the browser no longer allows it
 * - `failed`: it has stopped for another reason, for example because another program took it
 */
export type DeviceInterruption = 'system-muted' | 'unplugged' | 'permission-revoked' | 'failed';

/** `same-device`: the system has unmuted it. `other-device`: another microphone has taken its place. */
export type DeviceRestoration = 'same-device' | 'other-device';

/** @param ended a track of a camera or microphone. Never rejects. */
export async function findLossReason(
  ended: MediaStreamTrack,
  { mediaDevices, permissions }: Pick<Environment, 'mediaDevices' | 'permissions'>,
): Promise<Exclude<DeviceInterruption, 'system-muted'>> {
  const isMicrophone = ended.kind === 'audio';
  const [isDenied, devices] = await Promise.all([
    isDeniedNow(isMicrophone ? 'microphone' : 'camera', permissions),
    listed(isMicrophone ? 'audioinput' : 'videoinput', mediaDevices),
  ]);
  // Browsers tell the ids of devices only to pages that may use them.
  if (isDenied || devices?.some(({ deviceId }) => deviceId === '')) return 'permission-revoked';
  const { deviceId, groupId } = ended.getSettings();
  if (!devices || deviceId === undefined) return 'failed';
  // The id `default` stays when its device goes: the group tells which one it was.
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
