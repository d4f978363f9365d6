/**
 * Judges all connections at intervals, and tells each seat what changed: its own quality, and that of seats it may hear
 * or see. The worker reports scores by itself when they change, so this sends it no requests.
 */
import type { ConnectionQuality } from '@hearthroom/sdk/protocol';
import type { ForwardingPolicy, RoomMediaHandlers, SeatQuality } from '../../rooms/ports.ts';
import type { Peer } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import { judge, type PathScores, SteadyQuality } from './quality.ts';

/** What is observed of a seat. */
export type Watched = Pick<Peer, 'seatId' | 'isPathLost' | 'isConnecting' | 'tracks' | 'receptions'>;

export interface QualityWatchOptions {
  policy: Pick<ForwardingPolicy, 'mayForward'>;
  handlers: Pick<RoomMediaHandlers, 'connectionQualityChanged'>;
  peers: ReadonlyMap<SeatId, Watched>;
}

const lookIntervalMs = 2_000;
/** Below this score a stream was already bad at its sender, so it says nothing about the receiver. */
const goodSource = 9;

export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #qualities = new Map<SeatId, SteadyQuality>();
  /** What each seat was last told of the others: no entry means `good`; null means it may have forgotten. */
  readonly #told = new Map<SeatId, Map<SeatId, ConnectionQuality | null>>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: QualityWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.look(), lookIntervalMs);
    this.#timer.unref();
  }

  /** Judges all connections; called at intervals. */
  look(): void {
    const { peers } = this.#options;
    for (const seatId of [...this.#qualities.keys()]) if (!peers.has(seatId)) this.#qualities.delete(seatId);
    for (const peer of peers.values()) {
      const quality = this.#qualities.get(peer.seatId) ?? new SteadyQuality();
      this.#qualities.set(peer.seatId, quality);
      // Until new transports have connected or failed, the quality of the old ones stays valid.
      if (!peer.isConnecting || peer.isPathLost) quality.see(judge(scoresOf(peer)));
    }
    for (const seatId of peers.keys()) this.#tell(seatId);
  }

  /** This seat's client starts again and assumes `good` for everybody. */
  forget(seatId: SeatId): void {
    this.#told.delete(seatId);
  }

  /** If the seat comes back, it starts without a history. */
  remove(seatId: SeatId): void {
    this.forget(seatId);
    this.#qualities.delete(seatId);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tell(to: SeatId): void {
    const told = this.#told.get(to) ?? new Map<SeatId, ConnectionQuality | null>();
    const news: SeatQuality[] = [];
    for (const [seatId, { current }] of this.#qualities) {
      if (!this.#mayKnow(to, seatId)) {
        // A client may drop participants it no longer sees, together with their quality.
        if (told.has(seatId)) told.set(seatId, null);
        continue;
      }
      const known = told.has(seatId) ? told.get(seatId) : 'good';
      if (known === current) continue;
      told.set(seatId, current);
      news.push({ seatId, quality: current });
    }
    if (news.length === 0) return;
    this.#told.set(to, told);
    this.#options.handlers.connectionQualityChanged(to, news);
  }

  #mayKnow(to: SeatId, seatId: SeatId): boolean {
    const { policy } = this.#options;
    return seatId === to || policy.mayForward(seatId, to, 'microphone') || policy.mayForward(seatId, to, 'camera');
  }
}

/** Screens are left out: an unchanged screen sends nothing, which does not mean a bad connection. */
function scoresOf({ isPathLost, tracks, receptions }: Watched): PathScores {
  const sent: number[] = [];
  for (const { source, paused, producer } of tracks.values()) {
    if (source === 'screen' || paused || producer.score.length === 0) continue;
    // Some of several layers may be off on purpose.
    sent.push(Math.max(...producer.score.map(({ score }) => score)));
  }
  const received: number[] = [];
  for (const { consumer } of receptions.values()) {
    const { score, producerScore } = consumer.score;
    if (!consumer.paused && !consumer.producerPaused && producerScore >= goodSource) received.push(score);
  }
  return { isPathLost, sent, received };
}
