/**
 * The media of one room on some worker's router. Callers see seats, tracks and consumers; which router, on which worker, is
 * this file's affair, and changes when a worker dies.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type {
  ConsumerDescription,
  DtlsParameters,
  IceParameters,
  OwnTrack,
  RtpCapabilities,
  TrackSource,
  TransportParameters,
} from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup';
import type { MediaConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import type { ServerObserver } from '../observer.ts';
import type { ForwardingPolicy, RoomMedia, RoomMediaHandlers } from '../rooms/ports.ts';
import { forEachThatIsThere } from './for-each.ts';
import { Forwarding } from './forwarding.ts';
import type { SeatId } from './ids.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { isGone } from './media-errors.ts';
import type { MediaWorker } from './media-worker.ts';
import { Peer, type Track } from './peer.ts';
import { RoomRouter } from './room-router.ts';
import { readCapabilities, type TrackOffer } from './rtp-parameters.ts';
import type { WorkerPool } from './workers.ts';

export interface MediaRoomOptions {
  policy: ForwardingPolicy;
  handlers: RoomMediaHandlers;
  pool: WorkerPool;
  config: MediaConfig;
  observer: ServerObserver;
}

const moveRetryMs = 1_000;

export class MediaRoom implements RoomMedia {
  readonly #options: MediaRoomOptions;
  readonly #peers: Map<SeatId, Peer>;
  /** The newest opening of each seat, which makes those before it void. */
  readonly #openings = new Map<SeatId, symbol>();
  /** Opening and publishing of one seat, one after the other. */
  readonly #queue = new KeyedQueue<SeatId>();
  readonly #forwarding: Forwarding;
  /** Publishing that a worker has not answered yet; a host's mute meanwhile is kept for it. */
  readonly #publishing = new Set<{ seatId: SeatId; source: TrackSource; isMuted: boolean }>();
  /** Null while the room moves to another worker. */
  #router: RoomRouter | null = null;
  /** Seats to be told to open their media anew once the room has moved. */
  readonly #displaced = new Set<SeatId>();
  #isClosed = false;

  /** Rejects with `media-unavailable` when no worker runs. */
  static async create(options: MediaRoomOptions): Promise<MediaRoom> {
    const room = new MediaRoom(options);
    let worker = options.pool.pick();
    while (worker) {
      if (await room.#moveTo(worker)) return room;
      // That worker died meanwhile; each turn of this loop has one less to try.
      worker = options.pool.pick();
    }
    throw new AppError('media-unavailable');
  }

  private constructor(options: MediaRoomOptions) {
    this.#options = options;
    this.#peers = new Map();
    this.#forwarding = new Forwarding({
      policy: options.policy,
      handlers: options.handlers,
      peers: this.#peers,
      onFailure: (error) => this.#report(error),
    });
  }

  async openPeer(
    seatId: SeatId,
    capabilities: RtpCapabilities,
  ): Promise<{ send: TransportParameters; receive: TransportParameters }> {
    this.closePeer(seatId);
    const rtpCapabilities = readCapabilities(capabilities);
    if (this.#options.config.maxTransportsPerSeat < 2) throw new AppError('limit-exceeded');
    if (this.#isMoving) this.#displaced.add(seatId);
    this.#available();
    const opening = Symbol(seatId);
    this.#openings.set(seatId, opening);
    return await this.#queue.run(seatId, () => this.#open(seatId, opening, rtpCapabilities));
  }

  describePeer(seatId: SeatId): { tracks: OwnTrack[]; consumers: ConsumerDescription[] } | null {
    return this.#peers.get(seatId)?.describe() ?? null;
  }

  closePeer(seatId: SeatId): void {
    this.#openings.delete(seatId);
    this.#displaced.delete(seatId);
    this.#router?.speakers.forget(seatId);
    const peer = this.#peers.get(seatId);
    if (!peer) return;
    this.#forwarding.closeTracksOf(peer);
    this.#peers.delete(seatId);
    peer.close();
  }

  async connectTransport(seatId: SeatId, transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#peer(seatId).connectTransport(transportId, dtlsParameters);
  }

  async restartIce(seatId: SeatId, transportId: string): Promise<IceParameters> {
    return await this.#peer(seatId).restartIce(transportId);
  }

  async publishTrack(seatId: SeatId, offer: TrackOffer & { paused: boolean }): Promise<{ trackId: string }> {
    this.#checkMayPublish(seatId, offer.source);
    const peer = this.#peer(seatId);
    const pending = { seatId, source: offer.source, isMuted: false };
    this.#publishing.add(pending);
    try {
      const published = await this.#queue.run(seatId, () => this.#publish(peer, offer));
      if (pending.isMuted) this.#muteLate(pending);
      return published;
    } finally {
      this.#publishing.delete(pending);
    }
  }

  /** A host muted this while it was being published. Its owner is told after the answer that names the track. */
  #muteLate({ seatId, source }: { seatId: SeatId; source: TrackSource }): void {
    const trackId = this.muteTrack(seatId, source);
    if (trackId) setImmediate(() => this.#options.handlers.trackMuted(seatId, trackId, source));
  }

  closeTrack(seatId: SeatId, trackId: string): void {
    const peer = this.#peer(seatId);
    this.#forwarding.closeTrack(peer, peer.track(trackId));
  }

  async pauseTrack(seatId: SeatId, trackId: string): Promise<void> {
    await this.#forwarding.setPaused(this.#peer(seatId).track(trackId), true);
  }

  async resumeTrack(seatId: SeatId, trackId: string): Promise<void> {
    const track = this.#peer(seatId).track(trackId);
    this.#checkMayPublish(seatId, track.source);
    await this.#forwarding.setPaused(track, false);
  }

  muteTrack(seatId: SeatId, source: TrackSource): string | null {
    for (const pending of this.#publishing) {
      if (pending.seatId === seatId && pending.source === source) pending.isMuted = true;
    }
    const peer = this.#peers.get(seatId);
    const track = peer?.tracks.get(source);
    if (!peer || !track || track.paused) return null;
    this.#forwarding.setPaused(track, true).catch((error: unknown) => {
      if (isGone(error)) return;
      // What can't be muted must not be heard.
      this.#forwarding.closeTrack(peer, track);
      this.#report(error);
    });
    return track.producer.id;
  }

  async resumeConsumers(seatId: SeatId, consumerIds: string[]): Promise<void> {
    const peer = this.#peer(seatId);
    await forEachThatIsThere(consumerIds, async (consumerId) => {
      const reception = peer.reception(consumerId);
      const { owner, source } = reception.track;
      if (!this.#options.policy.mayForward(owner, seatId, source)) throw new AppError('not-found');
      await peer.resumeReception(reception);
    });
  }

  async pauseConsumers(seatId: SeatId, consumerIds: string[]): Promise<void> {
    const peer = this.#peer(seatId);
    await forEachThatIsThere(consumerIds, async (consumerId) => peer.pauseReception(peer.reception(consumerId)));
  }

  async setPreferredLayers(
    seatId: SeatId,
    consumerId: string,
    spatialLayer: number,
    temporalLayer?: number,
  ): Promise<void> {
    const peer = this.#peer(seatId);
    const layers = { spatialLayer, ...(temporalLayer !== undefined && { temporalLayer }) };
    await peer.setPreferredLayers(peer.reception(consumerId), layers);
  }

  sync(): void {
    if (this.#isClosed) return;
    this.#forwarding.closeDisallowed();
    this.#router?.speakers.reduce();
    this.#forwarding.openAllowed();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#forwarding.close();
    this.#openings.clear();
    this.#displaced.clear();
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#router?.close();
    this.#router = null;
  }

  get #isMoving(): boolean {
    return !this.#isClosed && this.#router === null;
  }

  #available(): RoomRouter {
    if (!this.#router) throw new AppError('media-unavailable');
    return this.#router;
  }

  #peer(seatId: SeatId): Peer {
    this.#available();
    const peer = this.#peers.get(seatId);
    if (!peer) throw new AppError('not-found');
    return peer;
  }

  #checkMayPublish(seatId: SeatId, source: TrackSource): void {
    if (!this.#options.policy.mayPublish(seatId, source)) throw new AppError('not-allowed');
  }

  async #open(seatId: SeatId, opening: symbol, rtpCapabilities: types.RtpCapabilities) {
    const router = this.#available();
    const isVoid = () => this.#openings.get(seatId) !== opening || this.#router !== router;
    if (isVoid()) throw new AppError('media-unavailable');
    const peer = await Peer.create({
      seatId,
      router: router.router,
      webRtcServer: router.webRtcServer,
      rtpCapabilities,
      config: this.#options.config,
      onFirstPacket: () => this.#options.handlers.firstPacketSent(seatId),
    }).catch((error: unknown) => {
      throw isVoid() ? new AppError('media-unavailable', undefined, { cause: error }) : error;
    });
    if (isVoid()) {
      peer.close();
      throw new AppError('media-unavailable');
    }
    this.#openings.delete(seatId);
    this.#peers.set(seatId, peer);
    this.#forwarding.openAllowed();
    return peer.describeTransports();
  }

  async #publish(peer: Peer, offer: TrackOffer & { paused: boolean }): Promise<{ trackId: string }> {
    this.#checkMayPublish(peer.seatId, offer.source);
    const track = await peer.publish(offer);
    if (!this.#options.policy.mayPublish(peer.seatId, track.source)) {
      this.#forwarding.closeTrack(peer, track);
      throw new AppError('not-allowed');
    }
    if (track.source === 'microphone') this.#measure(track);
    this.#forwarding.openAllowed();
    return { trackId: track.producer.id };
  }

  #measure(track: Track): void {
    this.#router?.speakers.watch(track).catch((error: unknown) => {
      if (!isGone(error) && !track.producer.closed) this.#report(error);
    });
  }

  /** The worker is gone and everything with it. */
  #handleLost(): void {
    if (this.#isClosed || !this.#router) return;
    this.#router = null;
    for (const seatId of [...this.#peers.keys(), ...this.#openings.keys()]) this.#displaced.add(seatId);
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#openings.clear();
    this.#move().catch((error: unknown) => {
      // The pool closed: so will this room.
      if (!(error instanceof AppError)) this.#report(error);
    });
  }

  async #move(): Promise<void> {
    while (this.#isMoving) {
      const worker = await this.#options.pool.next();
      if (this.#isClosed) return;
      await this.#moveTo(worker).catch(async (error: unknown) => {
        // A room without a router would stay without media for good.
        this.#report(error);
        await setTimeout(moveRetryMs);
      });
    }
    const displaced = [...this.#displaced];
    this.#displaced.clear();
    for (const seatId of displaced) this.#options.handlers.mediaReset(seatId);
  }

  /** Makes a router on that worker; false when the worker died meanwhile. */
  async #moveTo(worker: MediaWorker): Promise<boolean> {
    const { policy, handlers } = this.#options;
    try {
      const speakers = { policy, handlers, peers: this.#peers };
      const router = await RoomRouter.create(worker, speakers, () => this.#handleLost());
      if (router.isClosed) return false;
      if (this.#isClosed) router.close();
      else this.#router = router;
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  #report(error: unknown): void {
    this.#options.observer.emit('internalError', { correlationId: randomUUID(), error });
  }
}
