/**
 * Lets the first picture of a new video go to everybody at once, so that one key frame serves them all: a sender is asked for one at
 * most once a second, and whoever were ready a moment after the others would wait for the next.
 */

import type { Peer, Reception, Track } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';

/** Whoever is ready waits this long at most for those who are not. */
const defaultLimitMs = 150;

export interface FirstPicturesOptions {
  /** The room's peers, as they are at any moment. */
  peers: ReadonlyMap<SeatId, Pick<Peer, 'receptions'>>;
  /** For tests. */
  limitMs?: number;
}

interface Gathering {
  readonly ready: Map<Reception, () => void>;
  readonly timer: NodeJS.Timeout;
}

export class FirstPictures {
  readonly #options: FirstPicturesOptions;
  readonly #gatherings = new Map<Track, Gathering>();
  readonly #begun = new WeakSet<Track>();

  constructor(options: FirstPicturesOptions) {
    this.#options = options;
  }

  /** Calls `start` when a reception's first picture may go: at once for a voice, and for a video that some have seen already. */
  begin(reception: Reception, start: () => void): void {
    const { track } = reception;
    if (track.source === 'microphone' || this.#begun.has(track)) {
      start();
      return;
    }
    const gathering = this.#gatherings.get(track) ?? this.#gather(track);
    gathering.ready.set(reception, start);
    if (this.#isComplete(track, gathering)) this.#release(track);
  }

  /** Its client doesn't show it: the others wait for it no more. */
  skip(reception: Reception): void {
    const { track } = reception;
    const gathering = this.#gatherings.get(track);
    if (!gathering) return;
    gathering.ready.delete(reception);
    if (this.#isComplete(track, gathering)) this.#release(track);
  }

  close(): void {
    for (const { timer } of this.#gatherings.values()) clearTimeout(timer);
    this.#gatherings.clear();
  }

  #gather(track: Track): Gathering {
    const timer = setTimeout(() => this.#release(track), this.#options.limitMs ?? defaultLimitMs);
    const gathering = { ready: new Map<Reception, () => void>(), timer };
    this.#gatherings.set(track, gathering);
    return gathering;
  }

  /** Those who say that they don't show it are not waited for. */
  #isComplete(track: Track, { ready }: Gathering): boolean {
    for (const { receptions } of this.#options.peers.values()) {
      const reception = receptions.get(track);
      if (reception && reception.shownLayer !== null && !ready.has(reception)) return false;
    }
    return true;
  }

  #release(track: Track): void {
    const gathering = this.#gatherings.get(track);
    if (!gathering) return;
    clearTimeout(gathering.timer);
    this.#gatherings.delete(track);
    this.#begun.add(track);
    for (const start of gathering.ready.values()) start();
  }
}
