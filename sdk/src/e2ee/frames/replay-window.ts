/** Which counters of one sender were received already: each is accepted once (RFC 4303, section 3.4.3). */

/** Frames that arrive later than this many counters behind the newest one are refused. */
export const windowSize = 1_024;

export class ReplayWindow {
  #highest: number;
  /** One bit for each counter, at its remainder by the size. */
  readonly #seen = new Uint32Array(windowSize / 32);

  /** @param received all up to this counter count as received; default: none */
  constructor(received = -1) {
    this.#highest = received;
    if (received >= 0) this.#seen.fill(2 ** 32 - 1);
  }

  /** -1: nothing was received. */
  get highest(): number {
    return this.#highest;
  }

  /** Not received yet, and not too old. Changes nothing. */
  isNew(counter: number): boolean {
    if (counter > this.#highest) return true;
    return counter > this.#highest - windowSize && !this.#isSeen(counter);
  }

  /**
   * Marks a counter as received; to be called when its frame is authenticated.
   * @returns false: it was received meanwhile, and this frame must be dropped
   */
  accept(counter: number): boolean {
    if (!this.isNew(counter)) return false;
    const first = Math.max(this.#highest + 1, counter - windowSize + 1);
    for (let passed = first; passed <= counter; passed += 1) this.#mark(passed, false);
    this.#highest = Math.max(this.#highest, counter);
    this.#mark(counter, true);
    return true;
  }

  #isSeen(counter: number): boolean {
    const place = counter % windowSize;
    return ((this.#seen[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  #mark(counter: number, isSeen: boolean): void {
    const place = counter % windowSize;
    const bit = 1 << (place & 31);
    const word = this.#seen[place >>> 5] ?? 0;
    this.#seen[place >>> 5] = isSeen ? word | bit : word & ~bit;
  }
}
