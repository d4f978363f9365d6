import type { TrackSource } from '../protocol/room.ts';
import { Attachable, type Playback } from './attachable.ts';

/** A microphone, camera or screen of somebody else. */
export class RemoteTrack extends Attachable {
  /** The track's id, the same for everybody in the room. */
  readonly id: string;
  readonly source: TrackSource;
  readonly participantId: string;
  #paused: boolean;

  /** Made by the Session. */
  constructor(
    description: { trackId: string; source: TrackSource; participantId: string; paused: boolean },
    mediaStreamTrack: MediaStreamTrack,
    playback: Playback,
  ) {
    super(mediaStreamTrack, playback, { silent: false });
    this.id = description.trackId;
    this.source = description.source;
    this.participantId = description.participantId;
    this.#paused = description.paused;
  }

  /** Muted by its owner or by a host. */
  get paused(): boolean {
    return this.#paused;
  }

  /** The server's word; called by the Session. */
  handlePaused(paused: boolean): void {
    this.#paused = paused;
  }
}
