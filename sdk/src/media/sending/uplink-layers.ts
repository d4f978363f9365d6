/**
 * How many layers of the camera the person's own line carries. With more than that a browser keeps filling the line to
 * find room for the next layer, and the voice waits in the line's queue. Pure.
 */

/** One sample, taken once a second. */
export interface Uplink {
  /** What the browser estimates that can be sent, in bits per second. */
  availableBps: number;
  /** What is sent beside the camera, in bits per second. */
  otherBps: number;
}

/** Share of its highest bitrate that a layer needs to be worth sending. */
const usefulShare = 0.4;
/** Consecutive samples with too little, until a layer less is sent. */
const looksUntilFewer = 3;
/** Consecutive samples with more than enough, until one more is sent. */
const looksUntilMore = 2;
const reserve = 1.1;
/** After a change: the estimate follows what is sent. */
const looksUntilSettled = 4;
/**
 * While little is sent a browser doesn't find out that the line is wide again. So the next layer is tried: after this
 * many samples, and after twice as many each time that it did not fit.
 */
const looksUntilTried = { first: 5, longest: 60 };
/** A layer that was sent for this many samples fits. */
const looksUntilKept = 15;

export class UplinkLayers {
  /** Of each layer, in bits per second: what it and those below need, and what they take at most. */
  readonly #costs: { needed: number; most: number }[];
  #limit: number;
  /** The highest layer that was sent at the sample before. */
  #before = -1;
  #settling = 0;
  #lacking = 0;
  #sparing = 0;
  #waited = 0;
  #pause = looksUntilTried.first;
  /** Samples since one more layer was sent; infinite if none was, or it did not fit. */
  #sinceMore = Number.POSITIVE_INFINITY;

  /** @param maxBitrates of all layers in bits per second, smallest first */
  constructor(maxBitrates: readonly number[]) {
    let below = 0;
    this.#costs = maxBitrates.map((max) => {
      const needed = below + usefulShare * max;
      below += max;
      return { needed, most: below };
    });
    this.#limit = maxBitrates.length - 1;
  }

  /** The highest layer to send; 0 is the smallest. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * Adds a sample.
   * @param wanted the highest layer that receivers want
   */
  see({ availableBps, otherBps }: Uplink, wanted: number): void {
    const sent = Math.min(this.#limit, wanted);
    if (sent !== this.#before) this.#settling = looksUntilSettled;
    this.#before = sent;
    this.#sinceMore += 1;
    if (this.#sinceMore === looksUntilKept) this.#pause = looksUntilTried.first;
    if (this.#settling > 0) {
      this.#settling -= 1;
      return;
    }
    const spare = availableBps - otherBps;
    this.#lacking = spare < this.#needed(sent) ? this.#lacking + 1 : 0;
    if (sent > 0 && this.#lacking >= looksUntilFewer) this.#sendFewer(sent, spare);
    else if (sent === this.#limit && sent < Math.min(wanted, this.#costs.length - 1)) this.#considerMore(sent, spare);
  }

  #sendFewer(sent: number, spare: number): void {
    if (this.#sinceMore < looksUntilKept) this.#pause = Math.min(2 * this.#pause, looksUntilTried.longest);
    this.#sinceMore = Number.POSITIVE_INFINITY;
    this.#limit = sent - 1;
    while (this.#limit > 0 && spare < this.#needed(this.#limit)) this.#limit -= 1;
    this.#lacking = 0;
    this.#sparing = 0;
    this.#waited = 0;
  }

  #considerMore(sent: number, spare: number): void {
    const fitting = this.#costs.findLastIndex((_, layer) => spare >= reserve * this.#needed(layer));
    this.#sparing = fitting > sent ? this.#sparing + 1 : 0;
    this.#waited += 1;
    const isTried = this.#waited >= this.#pause && spare >= (this.#costs[sent]?.most ?? 0);
    if (this.#sparing < looksUntilMore && !isTried) return;
    this.#limit = Math.max(fitting, sent + 1);
    this.#sparing = 0;
    this.#waited = 0;
    this.#sinceMore = 0;
  }

  #needed(layer: number): number {
    return layer === 0 ? 0 : (this.#costs[layer]?.needed ?? 0);
  }
}
