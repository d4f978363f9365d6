/** Elements that a browser refused to play before the person touched the page. */
import { HearthroomError } from './core/hearthroom-error.ts';

export class BlockedAudio {
  readonly #elements = new Set<HTMLMediaElement>();
  readonly #tell: () => void;

  /** @param tell is called when there is something to start again where there was nothing before */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  add(element: HTMLMediaElement): void {
    const isFirst = this.#elements.size === 0;
    this.#elements.add(element);
    if (isFirst) this.#tell();
  }

  /** Plays them all. Rejects with `permission-denied` when the browser still refuses; those it refused can be tried again. */
  async start(): Promise<void> {
    for (const element of this.#elements) {
      // Taken out meanwhile: an element without a source would never answer.
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
