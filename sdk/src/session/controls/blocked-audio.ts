/** Elements that the browser refused to play before the person interacted with the page. */
import { HearthroomError } from '../../core/hearthroom-error.ts';

export class BlockedAudio {
  readonly #elements = new Set<HTMLMediaElement>();
  readonly #tell: () => void;

  /** @param tell called when the first element is added, also again after all were played */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  add(element: HTMLMediaElement): void {
    const isFirst = this.#elements.size === 0;
    this.#elements.add(element);
    if (isFirst) this.#tell();
  }

  /**
   * Plays all of them. Rejects with `permission-denied` when the browser still refuses; elements that it refused stay
   * and can be tried again.
   */
  async start(): Promise<void> {
    for (const element of this.#elements) {
      // Detached meanwhile: `play()` of an element without a source would never settle.
      if (element.srcObject === null) this.#elements.delete(element);
    }
    const results = await Promise.allSettled([...this.#elements].map((element) => this.#play(element)));
    if (results.some(({ status }) => status === 'rejected')) {
      throw new HearthroomError('permission-denied', 'The browser still plays no sound: call startAudio in a click');
    }
  }

  async #play(element: HTMLMediaElement): Promise<void> {
    await element.play();
    this.#elements.delete(element);
  }
}
