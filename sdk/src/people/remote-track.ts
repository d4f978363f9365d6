import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { Attachable, type Playback } from '../core/attachable.ts';
import { ShownSize } from '../core/shown-size.ts';

/** The microphone, camera, screen or sound of a screen of another person. */
export class RemoteTrack extends Attachable {
  /** Id of the track, the same for everybody in the room. */
  readonly id: string;
  /** What the track comes from. */
  readonly source: TrackSource;
  /** Id of the person to whom it belongs. */
  readonly participantId: string;
  readonly #shownSize: ShownSize;
  #paused: boolean;
  #isReceived: boolean;

  /** Created by the Session. */
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

  /** False: not sent to this client for now, because of Session.setVideoReception. */
  get isReceived(): boolean {
    return this.#isReceived;
  }

  /**
   * Shows or plays the track; see Attachable. A video is received at the size of its largest visible element, and not
   * at all while none is visible.
   */
  override attach(element?: HTMLMediaElement): HTMLMediaElement {
    const attached = super.attach(element);
    if (this.kind === 'video') this.#shownSize.watch(attached);
    return attached;
  }

  /** Removes the track from one element, or from all; see Attachable. */
  override detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    const detached = super.detach(element);
    for (const one of detached) this.#shownSize.unwatch(one);
    return detached;
  }

  /** Takes over what the server says. Called by the Session. */
  handlePaused(paused: boolean): void {
    this.#paused = paused;
  }

  /** Called by the Session. */
  handleReception(isReceived: boolean): void {
    this.#isReceived = isReceived;
  }
}
