import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { Attachable, type Playback } from '../core/attachable.ts';
import { isShared, type OpenedTrack, shownOf } from './opened-track.ts';

/**
 * This person's own microphone, camera, screen or sound of a screen. The object stays the same when the device changes.
 */
export class LocalTrack extends Attachable {
  /** What the track comes from. */
  readonly source: TrackSource;
  #opened: OpenedTrack;
  #muted = false;

  /** Created by LocalParticipant. */
  constructor(source: TrackSource, opened: OpenedTrack, playback: Playback) {
    super(shownOf(opened), playback, { silent: true });
    this.source = source;
    this.#opened = opened;
  }

  /** Settings of the device (W3C Media Capture and Streams): with a blurred background `mediaStreamTrack` has others. */
  get settings(): MediaTrackSettings {
    return this.#opened.device.getSettings();
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
    const { readyState, muted } = this.#opened.device;
    return readyState === 'ended' || (!isShared(this.source) && muted);
  }

  /** The device's own track, which is neither shown nor sent while an effect is applied. Used by LocalDevice. */
  get opened(): OpenedTrack {
    return this.#opened;
  }

  /** Called by LocalParticipant. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.mediaStreamTrack.enabled = !muted;
  }

  /** Changes to another device. Called by LocalParticipant. */
  replace(opened: OpenedTrack): void {
    const before = this.#opened;
    const shown = shownOf(opened);
    shown.enabled = !this.#muted;
    this.#opened = opened;
    this.replaceMediaStreamTrack(shown);
    before.effect?.close();
    before.device.stop();
  }
}
