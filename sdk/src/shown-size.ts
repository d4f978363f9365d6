/** Watches how large a video is shown: a small picture needs no large stream. */
export class ShownSize {
  readonly #elements = new Set<HTMLElement>();
  readonly #observer: ResizeObserver | null;
  readonly #handleHeight: (heightPx: number) => void;

  /** @param handleHeight is told the height of the largest of the elements, in pixels of the screen */
  constructor(handleHeight: (heightPx: number) => void) {
    this.#handleHeight = handleHeight;
    this.#observer = globalThis.ResizeObserver === undefined ? null : new ResizeObserver(() => this.#measure());
  }

  watch(element: HTMLElement): void {
    this.#elements.add(element);
    this.#observer?.observe(element);
  }

  unwatch(element: HTMLElement): void {
    this.#elements.delete(element);
    this.#observer?.unobserve(element);
    this.#measure();
  }

  #measure(): void {
    if (this.#elements.size === 0) return;
    const heights = [...this.#elements].map(({ clientHeight }) => clientHeight * globalThis.devicePixelRatio);
    this.#handleHeight(Math.max(...heights));
  }
}
