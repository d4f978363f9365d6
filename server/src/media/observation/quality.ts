/** How well a person's media gets through, judged from the worker's scores. Pure. */
import type { ConnectionQuality } from '@hearthroom/sdk/protocol';

/**
 * mediasoup scores each stream from 0 (nothing comes) to 10 by the share of packets that arrive, repaired ones almost as good as
 * unhurt ones. Below this about one packet in ten is missing for good.
 */
const goodScore = 7;

export interface PathScores {
  /** ICE found no way any more, or DTLS failed. */
  isPathLost: boolean;
  /** Of each track that the person sends and nobody muted. */
  sent: number[];
  /** Of each track that reaches them. */
  received: number[];
}

export function judge({ isPathLost, sent, received }: PathScores): ConnectionQuality {
  if (isPathLost || (sent.length > 0 && Math.max(...sent) === 0)) return 'lost';
  const worst = Math.min(10, ...sent, median(received) ?? 10);
  return worst >= goodScore ? 'good' : 'weak';
}

/** One bad stream of many is its sender's affair. */
function median(scores: number[]): number | null {
  const sorted = [...scores].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const looksUntilWorse = 2;
const looksUntilBetter = 3;
const rank = { good: 0, weak: 1, lost: 2 } as const satisfies Record<ConnectionQuality, number>;

/** Follows what is seen, slowly: a mark that flickers says nothing. Getting better takes longer than getting worse. */
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
