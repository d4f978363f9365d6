import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { Attachable, type Playback } from '../core/attachable.ts';
import { ShownSize } from '../core/shown-size.ts';

/** A microphone, camera or screen of somebody else. */
export class RemoteTrack extends Attachable {
  /** The track's id, the same for everybody in the room. */
  readonly id: string;
  readonly source: TrackSource;
  readonly participantId: string;
  readonly #shownSize: ShownSize;
  #paused: boolean;
  #isReceived: boolean;

  /** Made by the Session. */
  constructor(
    description: { trackId: string; source: TrackSource; participantId: string; paused: boolean },
    mediaStreamTrack: MediaStreamTrack,
    playback: Playback,
    isReceived: boolean,
    handleShownHeight: (heightPx: number | null) => void,
  ) {
    super(mediaStreamTrack, playback, { silent: false });
    this.id = description.trackId;
    this.source = description.source;
    this.participantId = description.participantId;
    this.#paused = description.paused;
    this.#isReceived = isReceived;
    this.#shownSize = new ShownSize(handleShownHeight);
  }

  /** Muted by its owner or by a host. */
  get paused(): boolean {
    return this.#paused;
  }

  /** False: not sent to this client for now, by its own wish (Session.setVideoReception). */
  get isReceived(): boolean {
    return this.#isReceived;
  }

  override attach(element?: HTMLMediaElement): HTMLMediaElement {
    const attached = super.attach(element);
    if (this.kind === 'video') this.#shownSize.watch(attached);
    return attached;
  }

  override detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    const detached = super.detach(element);
    for (const one of detached) this.#shownSize.unwatch(one);
    return detached;
  }

  /** The server's word; called by the Session. */
  handlePaused(paused: boolean): void {
    this.#paused = paused;
  }

  /** Called by the Session. */
  handleReception(isReceived: boolean): void {
    this.#isReceived = isReceived;
  }
}
