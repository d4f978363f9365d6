/** Watches how large a video is shown, if at all: a small picture needs no large stream, and one that nobody sees needs none. */

/** The height of the largest of the elements, in pixels of the screen; null: none of them is on it. */
export type ShownHeight = number | null;

/** Pixels beyond the edge of the page's window: what is scrolled into view is there before it is seen. */
const marginPx = 200;
/** An element that floats in a window of its own is looked at, wherever its place in the page is. */
const pictureInPictureEvents = ['enterpictureinpicture', 'leavepictureinpicture'] as const;

/** False outside of a browser, where nobody knows what is looked at. */
export const canWatchSizes = (): boolean =>
  globalThis.ResizeObserver !== undefined && globalThis.IntersectionObserver !== undefined;

export class ShownSize {
  /** Whether each is in view, as far as known. */
  readonly #elements = new Map<Element, boolean>();
  readonly #handle: (shown: ShownHeight) => void;
  #resizes: ResizeObserver | null = null;
  #intersections: IntersectionObserver | null = null;

  /** @param handle is told of every change, also of those that come to the same */
  constructor(handle: (shown: ShownHeight) => void) {
    this.#handle = handle;
  }

  watch(element: Element): void {
    if (!canWatchSizes()) return;
    if (this.#elements.size === 0) document.addEventListener('visibilitychange', this.#measure);
    this.#resizes ??= new ResizeObserver(this.#measure);
    this.#intersections ??= new IntersectionObserver((entries) => this.#handleIntersections(entries), {
      rootMargin: `${marginPx}px`,
    });
    for (const event of pictureInPictureEvents) element.addEventListener(event, this.#measure);
    this.#elements.set(element, true);
    this.#resizes.observe(element);
    this.#intersections.observe(element);
    // Nothing is laid out in a hidden page, so the observers have nothing to say.
    if (document.visibilityState !== 'visible') setTimeout(this.#measure);
  }

  unwatch(element: Element): void {
    if (!this.#elements.delete(element)) return;
    for (const event of pictureInPictureEvents) element.removeEventListener(event, this.#measure);
    this.#resizes?.unobserve(element);
    this.#intersections?.unobserve(element);
    if (this.#elements.size === 0) document.removeEventListener('visibilitychange', this.#measure);
    this.#measure();
  }

  #handleIntersections(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (this.#elements.has(target)) this.#elements.set(target, isIntersecting);
    }
    this.#measure();
  }

  readonly #measure = (): void => {
    const heights = [...this.#elements].map(([element, isInView]) => heightOf(element, isInView));
    const largest = Math.max(0, ...heights);
    this.#handle(largest > 0 ? largest : null);
  };
}

function heightOf(element: Element, isInView: boolean): number {
  // Not in this page: a program looks at it (a canvas, a test), or another window shows it, and nobody knows how large.
  if (!element.isConnected || element.ownerDocument !== document) return Number.POSITIVE_INFINITY;
  const height = element.clientHeight * globalThis.devicePixelRatio;
  if (document.pictureInPictureElement === element) return Math.max(height, 1);
  return isInView && document.visibilityState === 'visible' ? height : 0;
}
