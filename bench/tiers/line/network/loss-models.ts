/** Decides for one packet after the other whether it is lost. */
import type { Loss } from '../scenarios/line-state.ts';

export interface LossModel {
  isLost(): boolean;
}

/** From 0 to 1, without 1. */
export type Random = () => number;

export function createLossModel(loss: Loss, random: Random = Math.random): LossModel {
  if (loss.kind === 'bursts') return new BurstLoss(loss, random);
  const share = loss.kind === 'random' ? loss.share : 0;
  return { isLost: () => random() < share };
}

/**
 * Gilbert–Elliott (Elliott, 1963): a good state in which nothing is lost, and a bad state in which everything is. The
 * good state ends with a constant probability at each packet; the bad one lasts for a number of packets that is
 * uniformly distributed between two limits.
 */
export class BurstLoss implements LossModel {
  readonly #loss: Extract<Loss, { kind: 'bursts' }>;
  readonly #random: Random;
  /** Probability at each packet in the good state that a burst begins with it. */
  readonly #begins: number;
  /** Packets that the present burst still takes. */
  #left = 0;

  constructor(loss: Extract<Loss, { kind: 'bursts' }>, random: Random) {
    [this.#loss, this.#random] = [loss, random];
    const { share, shortest, longest } = loss;
    // After `(1 - p) / p` good packets on average, a burst of `mean` packets: its share is that of the lost packets.
    const mean = (shortest + longest) / 2;
    this.#begins = share / (mean * (1 - share) + share);
  }

  isLost(): boolean {
    if (this.#left === 0) {
      if (this.#random() >= this.#begins) return false;
      const { shortest, longest } = this.#loss;
      this.#left = shortest + Math.floor(this.#random() * (longest - shortest + 1));
    }
    this.#left -= 1;
    return true;
  }
}
