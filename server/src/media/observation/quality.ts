/** Judges the quality of a person's media from the worker's scores. Pure. */
import type { ConnectionQuality } from '@hearthroom/sdk/protocol';

/**
 * mediasoup scores each stream from 0 (no packets) to 10 by the share of packets that arrive; retransmitted ones count
 * almost fully. Below this score about one packet in ten is lost.
 */
const goodScore = 7;

export interface PathScores {
  /** ICE lost its last path, or DTLS failed. */
  isPathLost: boolean;
  /** Scores of the tracks the person sends, without muted ones. */
  sent: number[];
  /** Scores of the tracks the person receives. */
  received: number[];
}

export function judge({ isPathLost, sent, received }: PathScores): ConnectionQuality {
  if (isPathLost || (sent.length > 0 && Math.max(...sent) === 0)) return 'lost';
  const worst = Math.min(10, ...sent, median(received) ?? 10);
  return worst >= goodScore ? 'good' : 'weak';
}

/** One bad stream of many is a problem of its sender. */
function median(scores: number[]): number | null {
  const sorted = [...scores].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const looksUntilWorse = 2;
const looksUntilBetter = 3;
const rank = { good: 0, weak: 1, lost: 2 } as const satisfies Record<ConnectionQuality, number>;

/** Smooths the judgements, so that short changes are not shown. Improving takes longer than getting worse. */
export class SteadyQuality {
  #current: ConnectionQuality = 'good';
  #seen: ConnectionQuality = 'good';
  #looks = 0;

  get current(): ConnectionQuality {
    return this.#current;
  }

  see(quality: ConnectionQuality): ConnectionQuality {
    this.#looks = quality === this.#seen ? this.#looks + 1 : 1;
    this.#seen = quality;
    const enough = rank[quality] > rank[this.#current] ? looksUntilWorse : looksUntilBetter;
    if (this.#looks >= enough) this.#current = quality;
    return this.#current;
  }
}
