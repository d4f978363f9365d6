/** One direction of a line: when each packet arrives at its other end, if it does. */
import type { Direction } from '../scenarios/line-state.ts';
import { createLossModel, type LossModel, type Random } from './loss-models.ts';

/** As long as a delay lasts until another one is drawn. Lines change by what else is in their queues, not by packet. */
const delayLastsMs = 40;

export class PacketLine {
  readonly #random: Random;
  #direction: Direction;
  #loss: LossModel;
  #delayMs = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #lastArrival = Number.NEGATIVE_INFINITY;

  constructor(direction: Direction, random: Random = Math.random) {
    this.#random = random;
    this.#direction = direction;
    this.#loss = createLossModel(direction.loss, random);
  }

  become(direction: Direction): void {
    this.#direction = direction;
    this.#loss = createLossModel(direction.loss, this.#random);
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }

  /**
   * For a packet that comes at this time; to be called in the order of packets.
   * @returns when it arrives, in the same clock, never before one that came earlier; null: it is lost
   */
  arrivalOf(nowMs: number): number | null {
    if (this.#loss.isLost()) return null;
    const { delay } = this.#direction;
    if (delay && nowMs - this.#drawnAt >= delayLastsMs) {
      this.#delayMs = delay.ms + (this.#random() * 2 - 1) * delay.jitterMs;
      this.#drawnAt = nowMs;
    }
    this.#lastArrival = Math.max(this.#lastArrival, nowMs + (delay ? this.#delayMs : 0));
    return this.#lastArrival;
  }
}
