/** What the other nodes have answered, when they were asked whether their renewals succeed. */
import type { Peer } from './ports.ts';

/** What a node answers that is asked for its own lease. */
export interface PeerLease {
  /** For how long it has renewed its lease without a gap, in milliseconds; null: its lease has run out too. */
  renewedForMs: number | null;
  /** How long ago it sent the last renewal that succeeded, in milliseconds. */
  renewedAgoMs: number;
}

/** At least one of them reaches the database; none of them does; or it is not known of each. */
export type Verdict = 'working' | 'away' | 'unknown';

export interface PeerAnswersOptions {
  /** Rejects when that node does not answer. */
  ask: (peer: Peer) => Promise<PeerLease>;
  isWorking: (lease: PeerLease) => boolean;
  /**
   * How long an answer counts, in milliseconds: a node that does not reach the database needs longer than that to take
   * over rooms.
   */
  freshMs: number;
}

interface Answer {
  isWorking: boolean;
  /** Monotonic. */
  at: number;
}

export class PeerAnswers {
  readonly #options: PeerAnswersOptions;
  readonly #answers = new Map<string, Answer>();
  readonly #asking = new Set<string>();

  constructor(options: PeerAnswersOptions) {
    this.#options = options;
  }

  /** Asks each of them that is not being asked already. Resolves when all have answered or failed to. */
  async ask(peers: readonly Peer[]): Promise<void> {
    await Promise.all(peers.filter(({ incarnation }) => !this.#asking.has(incarnation)).map((peer) => this.#ask(peer)));
  }

  async #ask(peer: Peer): Promise<void> {
    this.#asking.add(peer.incarnation);
    try {
      const lease = await this.#options.ask(peer);
      this.#answers.set(peer.incarnation, { isWorking: this.#options.isWorking(lease), at: performance.now() });
    } catch {
      // An earlier answer counts for a while.
    } finally {
      this.#asking.delete(peer.incarnation);
    }
  }

  verdict(peers: readonly Peer[]): Verdict {
    const since = performance.now() - this.#options.freshMs;
    const answers = peers.map(({ incarnation }) => this.#answers.get(incarnation));
    if (answers.some((answer) => answer?.isWorking && answer.at >= since)) return 'working';
    return answers.every((answer) => answer !== undefined && answer.at >= since) ? 'away' : 'unknown';
  }

  /** The database answers this node again. */
  forget(): void {
    this.#answers.clear();
  }
}
