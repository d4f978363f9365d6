import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { DeviceInterruption } from './device-loss.ts';
import { isShared, type OpenedTrack } from './opened-track.ts';

export interface DeviceHandlers {
  /** Is it still the open device? Nothing is reported of another one. */
  isOpen(opened: OpenedTrack): boolean;
  /** Unplugged, taken away by the system, or (a screen) ended in the browser's own bar. */
  ended(device: MediaStreamTrack): void;
  effectFailed(reason: Extract<DeviceInterruption, 'background-failed' | 'background-slow'>): void;
  systemMuted(isMuted: boolean): void;
}

/** Reports what happens to an open device without a call of its person. */
export function watchDevice(source: TrackSource, opened: OpenedTrack, handlers: DeviceHandlers): void {
  const { device, effect } = opened;
  const whileOpen = (handle: () => void) => (): void => {
    if (handlers.isOpen(opened)) handle();
  };
  device.addEventListener(
    'ended',
    whileOpen(() => handlers.ended(device)),
    { once: true },
  );
  void effect?.failed.then((reason) => whileOpen(() => handlers.effectFailed(reason))());
  // A minimised window mutes its track too; its last picture stays.
  if (isShared(source)) return;
  device.addEventListener(
    'mute',
    whileOpen(() => handlers.systemMuted(true)),
  );
  device.addEventListener(
    'unmute',
    whileOpen(() => handlers.systemMuted(false)),
  );
}
