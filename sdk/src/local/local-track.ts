import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { Attachable, type Playback } from '../core/attachable.ts';

/** This person's own microphone, camera or screen. The object stays the same when the device changes. */
export class LocalTrack extends Attachable {
  /** What the track comes from. */
  readonly source: TrackSource;
  #muted = false;

  /** Created by LocalParticipant. */
  constructor(source: TrackSource, mediaStreamTrack: MediaStreamTrack, playback: Playback) {
    super(mediaStreamTrack, playback, { silent: true });
    this.source = source;
  }

  /** The device is open, but nobody hears or sees it: muted by its owner or a host. */
  get muted(): boolean {
    return this.#muted;
  }

  /**
   * The device delivers nothing, whatever the person has chosen: the system has muted it, or it has ended and another
   * one is being opened. The others see it as paused.
   */
  get interrupted(): boolean {
    const { readyState, muted } = this.mediaStreamTrack;
    return readyState === 'ended' || (this.source !== 'screen' && muted);
  }

  /** Called by LocalParticipant. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.mediaStreamTrack.enabled = !muted;
  }

  /** Changes to another device. Called by LocalParticipant. */
  replace(mediaStreamTrack: MediaStreamTrack): void {
    const before = this.mediaStreamTrack;
    mediaStreamTrack.enabled = !this.#muted;
    this.replaceMediaStreamTrack(mediaStreamTrack);
    before.stop();
  }
}
