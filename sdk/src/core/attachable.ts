/** Told when a browser refuses to play sound before the person touched the page. */
export interface Playback {
  MediaStream: typeof MediaStream | null;
  /** @param element that was refused; `startAudio` tries it again */
  handleBlocked: (element: HTMLMediaElement) => void;
}

/** A media track that can be shown in elements of a page. */
export class Attachable {
  readonly #elements = new Set<HTMLMediaElement>();
  readonly #playback: Playback;
  /** One's own sound is never played back to oneself. */
  readonly #silent: boolean;
  #mediaStreamTrack: MediaStreamTrack;

  protected constructor(mediaStreamTrack: MediaStreamTrack, playback: Playback, options: { silent: boolean }) {
    this.#mediaStreamTrack = mediaStreamTrack;
    this.#playback = playback;
    this.#silent = options.silent;
  }

  get mediaStreamTrack(): MediaStreamTrack {
    return this.#mediaStreamTrack;
  }

  get kind(): 'audio' | 'video' {
    return this.#mediaStreamTrack.kind === 'audio' ? 'audio' : 'video';
  }

  /**
   * Shows or plays the track.
   * @param element one of the page; without it an `<audio>` or `<video>` is made, for the caller to put into the page
   */
  attach(element: HTMLMediaElement = document.createElement(this.kind)): HTMLMediaElement {
    element.autoplay = true;
    if (this.#silent) element.muted = true;
    if (element instanceof HTMLVideoElement) element.playsInline = true;
    this.#elements.add(element);
    this.#show(element);
    return element;
  }

  /** Takes the track out of one element, or of all. @returns the elements that showed it */
  detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    const elements = [...this.#elements].filter((one) => element === undefined || one === element);
    for (const one of elements) {
      this.#elements.delete(one);
      one.srcObject = null;
    }
    return elements;
  }

  /** Goes on with another track in the same elements (a change of device). */
  protected replaceMediaStreamTrack(mediaStreamTrack: MediaStreamTrack): void {
    this.#mediaStreamTrack = mediaStreamTrack;
    for (const element of this.#elements) this.#show(element);
  }

  #show(element: HTMLMediaElement): void {
    const { MediaStream } = this.#playback;
    if (!MediaStream) return;
    element.srcObject = new MediaStream([this.#mediaStreamTrack]);
    element.play().catch((error: unknown) => {
      // AbortError only says that another source was put in before this one began.
      if (error instanceof Error && error.name === 'NotAllowedError') this.#playback.handleBlocked(element);
    });
  }
}
