/**
 * Judges all lines at intervals, and tells each seat what changed: who is at fault while its own media passes badly, and
 * whose line it is when others reach it badly. The worker reports scores and layers by itself when they change, so this
 * sends it no requests of its own; what is lost is in the answers that SendingCap asks for.
 */
import type { ConnectionQuality, MediaDegradation } from '@hearthroom/sdk/protocol';
import type { ForwardingPolicy, RoomMediaHandlers, SeatQuality } from '../../rooms/ports.ts';
import type { Peer } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import type { FlowWatch } from './flow-watch.ts';
import type { LineCensus, LineReport } from './line-census.ts';
import { sampleLine } from './line-sample.ts';
import { SeatLine } from './seat-line.ts';

/** What is observed of a seat. */
export type Watched = Pick<
  Peer,
  'seatId' | 'isPathLost' | 'isConnecting' | 'network' | 'lineStats' | 'tracks' | 'receptions'
>;

export interface QualityWatchOptions {
  policy: Pick<ForwardingPolicy, 'mayForward' | 'mayKnowReceptionOf'>;
  handlers: Pick<RoomMediaHandlers, 'connectionQualityChanged' | 'mediaDegradationChanged'>;
  peers: ReadonlyMap<SeatId, Watched>;
  flow: Pick<FlowWatch, 'isStarved'>;
  /** Of all rooms of this server. */
  census: LineCensus;
  /** Whether the worker of this seat cannot do its work in time. */
  isStrained: (seatId: SeatId) => boolean;
}

/** As SendingCap, so that each look finds another measurement of what is lost. */
const lookIntervalMs = 2_500;
const worstFirst = ['lost', 'weak', 'good'] as const satisfies ConnectionQuality[];

export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #lines = new Map<SeatId, SeatLine>();
  /** What each seat was last told of the others: no entry means `good`; null means it may have forgotten. */
  readonly #told = new Map<SeatId, Map<SeatId, ConnectionQuality | null>>();
  /** What each seat was last told of its own media, as text; no entry means that it passes well. */
  readonly #toldDegradation = new Map<SeatId, string>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: QualityWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.look(), lookIntervalMs);
    this.#timer.unref();
  }

  /** Judges all lines; called at intervals. */
  look(nowMs = performance.now()): void {
    const { peers, census } = this.#options;
    for (const seatId of [...this.#lines.keys()]) if (!peers.has(seatId)) this.#lines.delete(seatId);
    census.report(
      this,
      [...peers.values()].flatMap((peer) => this.#see(peer)),
      nowMs,
    );
    const areManyBad = census.isServerAtFault(nowMs);
    for (const [seatId, line] of this.#lines) line.decideCause(areManyBad || this.#options.isStrained(seatId), nowMs);
    for (const seatId of peers.keys()) {
      this.#tellQualities(seatId);
      this.#tellDegradation(seatId);
    }
  }

  /** A video of this seat is paused for its line, which is told with the cause after the next look; or is sent again. */
  handleFlowChanged(seatId: SeatId): void {
    if (this.#toldDegradation.has(seatId) && this.#options.peers.has(seatId)) this.#tellDegradation(seatId);
  }

  /** This seat's client starts again and assumes that all media passes well. */
  forget(seatId: SeatId): void {
    this.#told.delete(seatId);
    this.#toldDegradation.delete(seatId);
  }

  /** If the seat comes back, it starts without a history. */
  remove(seatId: SeatId): void {
    this.forget(seatId);
    this.#lines.delete(seatId);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#options.census.forget(this);
  }

  #see(peer: Watched): LineReport[] {
    const line = this.#lines.get(peer.seatId) ?? new SeatLine();
    this.#lines.set(peer.seatId, line);
    // Until new transports have connected or failed, what was known of the old ones stays valid.
    if (peer.isConnecting && !peer.isPathLost) return [];
    const { sending, receiving, videos } = line.see(sampleLine(peer, this.#options.flow));
    if (peer.network === null) return [];
    const isBad = sending !== 'good' || receiving !== 'good' || videos === 'some' || videos === 'none';
    return [{ network: peer.network, isBad }];
  }

  #tellQualities(to: SeatId): void {
    const told = this.#told.get(to) ?? new Map<SeatId, ConnectionQuality | null>();
    const news: SeatQuality[] = [];
    for (const [seatId, line] of this.#lines) {
      if (!this.#mayKnow(to, seatId)) {
        // A client may drop participants it no longer sees, together with their quality.
        if (told.has(seatId)) told.set(seatId, null);
        continue;
      }
      const quality = this.#qualityFor(to, seatId, line);
      const known = told.has(seatId) ? told.get(seatId) : 'good';
      if (known === quality) continue;
      told.set(seatId, quality);
      news.push({ seatId, quality });
    }
    if (news.length === 0) return;
    this.#told.set(to, told);
    this.#options.handlers.connectionQualityChanged(to, news);
  }

  #qualityFor(to: SeatId, seatId: SeatId, { cause, sending, receiving }: SeatLine): ConnectionQuality {
    if (cause === 'server' && sending !== 'lost') return 'good';
    const isToldAll = this.#options.policy.mayKnowReceptionOf(seatId, to);
    return isToldAll ? (worstFirst.find((one) => one === sending || one === receiving) ?? 'good') : sending;
  }

  #mayKnow(to: SeatId, seatId: SeatId): boolean {
    const { policy } = this.#options;
    return seatId === to || policy.mayForward(seatId, to, 'microphone') || policy.mayForward(seatId, to, 'camera');
  }

  #tellDegradation(to: SeatId): void {
    const degradation = this.#degradationOf(to);
    const text = JSON.stringify(degradation);
    if (text === (this.#toldDegradation.get(to) ?? 'null')) return;
    this.#toldDegradation.set(to, text);
    this.#options.handlers.mediaDegradationChanged(to, degradation);
  }

  #degradationOf(seatId: SeatId): MediaDegradation | null {
    const { peers, flow } = this.#options;
    const [line, peer] = [this.#lines.get(seatId), peers.get(seatId)];
    if (!line || !peer) return null;
    const cause = line.cause ?? (this.#isServerAtFaultFor(peer) ? 'server' : null);
    if (cause === null) return null;
    const { sending, receiving, videos } = line;
    const pausedTracks = [...peer.receptions.values()]
      .filter((reception) => reception.state === 'announced' && flow.isStarved(peer, reception))
      .map(({ track }) => track.producer.id);
    return {
      cause,
      sending: sending !== 'good',
      receiving: receiving !== 'good' || pausedTracks.length > 0,
      // Between two looks more may be paused than at the last one.
      videos: pausedTracks.length > 0 && (videos === 'full' || videos === 'smaller') ? 'some' : videos,
      pausedTracks,
    };
  }

  /** Its own media passes well, but that of others in the room doesn't. */
  #isServerAtFaultFor({ receptions }: Watched): boolean {
    return receptions.size > 0 && [...this.#lines.values()].some(({ cause }) => cause === 'server');
  }
}
