/**
 * How many layers of the camera the person's own line carries. With more than that a browser fills the line to find
 * room for the next layer, and pictures of the layers that would fit come late or not at all. Pure.
 */

/** One sample, taken once a second. All in bits per second. */
export interface Uplink {
  /** What the browser estimates that can be sent. */
  availableBps: number;
  /** What is sent for the camera. */
  cameraBps: number;
  /** What is sent beside it. */
  otherBps: number;
}

/** Share of its highest bitrate that a layer needs to be worth sending. */
const usefulShare = 0.4;
/** Consecutive samples with too little, until a layer less is sent. */
const looksUntilFewer = 3;
/** Consecutive samples with more than enough, until one more is sent; more of them if it did not fit the last time. */
const looksUntilMore = { first: 2, again: 10 };
/** An estimate that is larger than needed by this factor is more than enough. */
const reserve = 1.1;
/** After a change: the estimate follows what is sent. */
const looksUntilSettled = 4;
/**
 * While little is sent a browser doesn't find out that the line is wide again. So the next layer is tried: after this
 * many samples, and after twice as many each time that it did not fit.
 */
const looksUntilTried = { first: 5, longest: 60 };
/** On a line that is full nothing is tried: there the estimate is not above what is sent by this factor. */
const spareFactor = 1.2;
/** A layer that was sent for this many samples fits. */
const looksUntilKept = 30;
/** A layer was one too many if the estimate falls below this share of what it was before. Then the sound suffers too. */
const fallenShare = 0.75;

export class UplinkLayers {
  /** Of each layer, in bits per second, with those below it. */
  readonly #needed: number[];
  #limit: number;
  /** The highest layer that was sent at the sample before; -1: none, or sending was interrupted. */
  #before = -1;
  #settling = 0;
  #lacking = 0;
  #sparing = 0;
  #waited = 0;
  #pause = looksUntilTried.first;
  /** Samples with the layer that was added last; infinite if none was, or it did not fit. */
  #sinceMore = Number.POSITIVE_INFINITY;
  /** The estimate when it was added. */
  #availableBefore = 0;

  /** @param maxBitrates of all layers in bits per second, smallest first */
  constructor(maxBitrates: readonly number[]) {
    let below = 0;
    this.#needed = maxBitrates.map((max, layer) => {
      const needed = layer === 0 ? 0 : below + usefulShare * max;
      below += max;
      return needed;
    });
    this.#limit = maxBitrates.length - 1;
  }

  /** The highest layer to send; 0 is the smallest. */
  get limit(): number {
    return this.#limit;
  }

  /** Nothing is sent for a while, so the next estimates say nothing yet. */
  interrupt(): void {
    this.#before = -1;
  }

  /**
   * Adds a sample.
   * @param wanted the highest layer that receivers want
   */
  see(uplink: Uplink, wanted: number): void {
    const sent = Math.min(this.#limit, wanted);
    if (sent !== this.#before) {
      this.#settling = looksUntilSettled;
      this.#lacking = 0;
      this.#sparing = 0;
    }
    this.#before = sent;
    if (sent === this.#limit) this.#sinceMore += 1;
    if (this.#sinceMore === looksUntilKept) this.#pause = looksUntilTried.first;
    const spare = uplink.availableBps - uplink.otherBps;
    const isTooMany =
      this.#sinceMore < looksUntilKept &&
      uplink.availableBps < fallenShare * this.#availableBefore &&
      spare < this.#neededFor(sent);
    if (sent > 0 && isTooMany) {
      this.#sendFewer(sent, spare);
      return;
    }
    if (this.#settling > 0) {
      this.#settling -= 1;
      return;
    }
    this.#lacking = spare < this.#neededFor(sent) ? this.#lacking + 1 : 0;
    if (sent > 0 && this.#lacking >= looksUntilFewer) this.#sendFewer(sent, spare);
    else if (sent === this.#limit && sent < Math.min(wanted, this.#needed.length - 1))
      this.#considerMore(sent, spare, uplink);
  }

  #sendFewer(sent: number, spare: number): void {
    if (this.#sinceMore < looksUntilKept) this.#pause = Math.min(2 * this.#pause, looksUntilTried.longest);
    this.#sinceMore = Number.POSITIVE_INFINITY;
    this.#limit = sent - 1;
    while (this.#limit > 0 && spare < this.#neededFor(this.#limit)) this.#limit -= 1;
    this.#waited = 0;
  }

  #considerMore(sent: number, spare: number, { availableBps, cameraBps }: Uplink): void {
    const fitting = this.#needed.findLastIndex((needed) => spare >= reserve * needed);
    this.#sparing = fitting > sent ? this.#sparing + 1 : 0;
    this.#waited += 1;
    const enough = this.#pause === looksUntilTried.first ? looksUntilMore.first : looksUntilMore.again;
    const isTried = this.#waited >= this.#pause && spare >= spareFactor * cameraBps;
    if (this.#sparing < enough && !isTried) return;
    this.#limit = Math.max(fitting, sent + 1);
    this.#waited = 0;
    this.#sinceMore = 0;
    this.#availableBefore = availableBps;
  }

  #neededFor(layer: number): number {
    return this.#needed[layer] ?? 0;
  }
}
