/**
 * Starts a new video for all its receivers at once, so that one key frame serves them all: key frames are requested at
 * most once a second per sender, and a receiver that is ready a moment later would wait for the next one.
 */

import { kindOfSource } from '@hearthroom/sdk/protocol';
import type { Peer, Reception, Track } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';

/** The longest time that ready receivers wait for the others, in milliseconds. */
const defaultLimitMs = 150;

export interface FirstPicturesOptions {
  /** The room's current peers (live map). */
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

  /**
   * Calls `start` when the reception may start: at once for sound, and for a video that was started for others before.
   */
  begin(reception: Reception, start: () => void): void {
    const { track } = reception;
    if (kindOfSource[track.source] === 'audio' || this.#begun.has(track)) {
      start();
      return;
    }
    const gathering = this.#gatherings.get(track) ?? this.#gather(track);
    gathering.ready.set(reception, start);
    if (this.#isComplete(track, gathering)) this.#release(track);
  }

  /** The client doesn't show this video: the other receivers don't wait for it any more. */
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

  /** Receivers whose client has said that it doesn't show the video are not waited for. */
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
