import type { DeviceInterruption } from './device-loss.ts';

/** What is behind a person in the picture of their camera: as it is, or blurred. */
export type CameraBackground = 'none' | 'blur';

/** A picture that is made of a camera's, picture by picture. */
export interface CameraEffect {
  /** Contains no picture that the effect was not applied to. */
  readonly track: MediaStreamTrack;
  /** Resolves when the effect has ended by itself, and `track` with it. It never rejects. */
  readonly failed: Promise<Extract<DeviceInterruption, 'background-failed' | 'background-slow'>>;
  /** Ends `track`. The camera stays open. Idempotent. */
  close(): void;
}

/** An open microphone, camera or screen, and the effect that is applied to it. */
export interface OpenedTrack {
  /** The device's own: it says which one it is, and ends and is muted with it. */
  readonly device: MediaStreamTrack;
  readonly effect: CameraEffect | null;
}

/** What is shown and sent of it. */
export const shownOf = ({ device, effect }: OpenedTrack): MediaStreamTrack => effect?.track ?? device;
