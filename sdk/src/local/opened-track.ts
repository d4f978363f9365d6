import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { DeviceInterruption } from './device-loss.ts';

/** What is behind a person in the picture of their camera: as it is, or blurred. */
export type CameraBackground = 'none' | 'blur';

/**
 * How a microphone is captured and sent: `voice` without echo and noise, in mono; `music` as it is, in stereo.
 */
export type AudioMode = 'voice' | 'music';

/** A screen, or its sound. */
export const isShared = (source: TrackSource): boolean => source.startsWith('screen');

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
  /** How it was captured; null: by the application, and it is sent as is chosen now. */
  readonly mode: AudioMode | null;
}

/** What is shown and sent of it. */
export const shownOf = ({ device, effect }: OpenedTrack): MediaStreamTrack => effect?.track ?? device;
