/** Watches at which size a video is shown: a small picture needs no large stream, and an invisible one needs none. */

/** The height of the largest of the elements, in device pixels; null: none of them is visible. */
export type ShownHeight = number | null;

/**
 * Pixels around the window in which an element counts as visible, so that its video is there when it is scrolled into
 * view.
 */
const marginPx = 200;
/** An element in picture-in-picture is visible wherever it is in the page. */
const pictureInPictureEvents = ['enterpictureinpicture', 'leavepictureinpicture'] as const;

/** False outside a browser, where visibility is not known. */
export const canWatchSizes = (): boolean =>
  globalThis.ResizeObserver !== undefined && globalThis.IntersectionObserver !== undefined;

export class ShownSize {
  /** Whether each element is in view, as far as known. */
  readonly #elements = new Map<Element, boolean>();
  readonly #handle: (shown: ShownHeight) => void;
  #resizes: ResizeObserver | null = null;
  #intersections: IntersectionObserver | null = null;

  /** @param handle called after every measurement, also when the value has not changed */
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
    // Nothing is laid out in a hidden page, so the observers don't fire.
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
  // Not in this page: it is read by a program (a canvas, a test) or shown in another window, at an unknown size.
  if (!element.isConnected || element.ownerDocument !== document) return Number.POSITIVE_INFINITY;
  const height = element.clientHeight * globalThis.devicePixelRatio;
  if (document.pictureInPictureElement === element) return Math.max(height, 1);
  return isInView && document.visibilityState === 'visible' ? height : 0;
}
