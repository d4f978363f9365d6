/** Playback in the page, shared by all tracks of a session. */
export interface Playback {
  /** Constructor of the environment; null: nothing can be shown. */
  MediaStream: typeof MediaStream | null;
  /**
   * Called when the browser refuses to play sound before the person has interacted with the page.
   * @param element the refused element; `startAudio` tries it again
   */
  handleBlocked: (element: HTMLMediaElement) => void;
}

/** A media track that can be shown or played in elements of a page. Base class of LocalTrack and RemoteTrack. */
export class Attachable {
  readonly #elements = new Set<HTMLMediaElement>();
  readonly #playback: Playback;
  /** This client's own sound is not played. */
  readonly #silent: boolean;
  #mediaStreamTrack: MediaStreamTrack;

  protected constructor(mediaStreamTrack: MediaStreamTrack, playback: Playback, options: { silent: boolean }) {
    this.#mediaStreamTrack = mediaStreamTrack;
    this.#playback = playback;
    this.#silent = options.silent;
  }

  /** The track of the browser (W3C Media Capture and Streams). */
  get mediaStreamTrack(): MediaStreamTrack {
    return this.#mediaStreamTrack;
  }

  /** Kind of media. */
  get kind(): 'audio' | 'video' {
    return this.#mediaStreamTrack.kind === 'audio' ? 'audio' : 'video';
  }

  /**
   * Shows or plays the track in an element. One track can be attached to several elements.
   * @param element an element of the page; default: a new `<audio>` or `<video>`, which the caller adds to the page
   * @returns the element
   */
  attach(element: HTMLMediaElement = document.createElement(this.kind)): HTMLMediaElement {
    element.autoplay = true;
    if (this.#silent) element.muted = true;
    if (element instanceof HTMLVideoElement) element.playsInline = true;
    this.#elements.add(element);
    this.#show(element);
    return element;
  }

  /**
   * Removes the track from one element, or from all.
   * @returns the elements that showed it; the caller removes them from the page
   */
  detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    const elements = [...this.#elements].filter((one) => element === undefined || one === element);
    for (const one of elements) {
      this.#elements.delete(one);
      one.srcObject = null;
    }
    return elements;
  }

  /** Shows another track in the same elements, after a change of device. */
  protected replaceMediaStreamTrack(mediaStreamTrack: MediaStreamTrack): void {
    this.#mediaStreamTrack = mediaStreamTrack;
    for (const element of this.#elements) this.#show(element);
  }

  #show(element: HTMLMediaElement): void {
    const { MediaStream } = this.#playback;
    if (!MediaStream) return;
    element.srcObject = new MediaStream([this.#mediaStreamTrack]);
    element.play().catch((error: unknown) => {
      // An AbortError only says that the source was replaced before playback began.
      if (error instanceof Error && error.name === 'NotAllowedError') this.#playback.handleBlocked(element);
    });
  }
}
