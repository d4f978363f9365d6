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

interface Watch {
  /** The window in which the element was when it was attached: the session's, or one that belongs to it. */
  readonly view: typeof globalThis;
  isInView: boolean;
  stop(): void;
}

export class ShownSize {
  readonly #elements = new Map<Element, Watch>();
  readonly #handle: (shown: ShownHeight) => void;

  /** @param handle called after every measurement, also when the value has not changed */
  constructor(handle: (shown: ShownHeight) => void) {
    this.#handle = handle;
  }

  watch(element: Element): void {
    if (!canWatchSizes()) return;
    this.#elements.get(element)?.stop();
    // Those of that window: the observers of a page stand still while it is hidden.
    const view = element.ownerDocument.defaultView ?? globalThis;
    const page = view.document;
    const measure = () => this.#measure();
    const resizes = new view.ResizeObserver(measure);
    const intersections = new view.IntersectionObserver(
      (entries) => {
        for (const { isIntersecting } of entries) watch.isInView = isIntersecting;
        measure();
      },
      { rootMargin: `${marginPx}px` },
    );
    const stop = () => {
      resizes.disconnect();
      intersections.disconnect();
      page.removeEventListener('visibilitychange', measure);
      for (const event of pictureInPictureEvents) element.removeEventListener(event, measure);
    };
    const watch: Watch = { view, isInView: true, stop };
    this.#elements.set(element, watch);
    resizes.observe(element);
    intersections.observe(element);
    page.addEventListener('visibilitychange', measure);
    for (const event of pictureInPictureEvents) element.addEventListener(event, measure);
    // Nothing is laid out in a hidden page, so the observers don't fire.
    if (page.visibilityState !== 'visible') setTimeout(measure);
  }

  unwatch(element: Element): void {
    this.#elements.get(element)?.stop();
    if (this.#elements.delete(element)) this.#measure();
  }

  #measure(): void {
    const heights = [...this.#elements].map(([element, watch]) => heightOf(element, watch));
    const largest = Math.max(0, ...heights);
    this.#handle(largest > 0 ? largest : null);
  }
}

function heightOf(element: Element, { view, isInView }: Watch): number {
  const page = view.document;
  // In no page, or moved to another window: it is read by a program (a canvas, a test), or shown at an unknown size.
  if (!element.isConnected || element.ownerDocument !== page) return Number.POSITIVE_INFINITY;
  const height = element.clientHeight * view.devicePixelRatio;
  if (page.pictureInPictureElement === element) return Math.max(height, 1);
  return isInView && page.visibilityState === 'visible' ? height : 0;
}
