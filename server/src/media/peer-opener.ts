/**
 * Opens the media of a room's seats. The newest request of a seat replaces earlier ones, and each seat gets a place on
 * a router. Seats that got no media, or lost it with a worker, are told to open it again when a worker runs.
 */
import type { types } from 'mediasoup';
import type { MediaConfig } from '../config/config.ts';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { RoomMediaHandlers } from '../rooms/ports.ts';
import type { ConnectReports } from './observation/connect-reports.ts';
import type { MediaTrace } from './observation/media-trace.ts';
import { Peer } from './peers/peer.ts';
import type { TransportWatchOptions } from './peers/transport-watch.ts';
import type { RoomRouters } from './routers/room-routers.ts';
import type { SeatId } from './shared/ids.ts';
import type { WorkerPool } from './workers/workers.ts';

export interface PeerOpenerOptions {
  pool: WorkerPool;
  config: MediaConfig;
  observer: ServerObserver;
  handlers: RoomMediaHandlers;
  routers: RoomRouters;
  reports: ConnectReports;
  /** How long a transport may take to connect before it is reported as failed. */
  connectTimeoutMs: number;
  consentTimeoutS: number;
  isRelay: TransportWatchOptions['isRelay'];
  trace: MediaTrace;
  /** Seats of a session that ran before this server started. */
  returning: readonly SeatId[];
  /** Called synchronously after the check that the request is still valid. */
  onOpened: (peer: Peer) => void;
}

export class PeerOpener {
  readonly #options: PeerOpenerOptions;
  /** The newest request of each seat; it cancels earlier ones. */
  readonly #newest = new Map<SeatId, symbol>();
  /** Seats to be told to open their media again once a worker runs. */
  readonly #displaced = new Set<SeatId>();
  /** Seats that had media here and were not removed since: never refused for lack of capacity. */
  readonly #returning: Set<SeatId>;
  #state: 'open' | 'waiting' | 'closed' = 'open';

  constructor(options: PeerOpenerOptions) {
    this.#options = options;
    this.#returning = new Set(options.returning);
  }

  /** Registers a request, which cancels earlier ones of the seat; `open` carries it out. */
  begin(seatId: SeatId): symbol {
    const opening = Symbol(seatId);
    this.#newest.set(seatId, opening);
    return opening;
  }

  /**
   * Makes a seat's transports. Rejects with `capacity` when no worker has room for them, with `media-unavailable` when
   * no worker runs or the request was cancelled.
   */
  async open(seatId: SeatId, opening: symbol, rtpCapabilities: types.RtpCapabilities): Promise<Peer> {
    const isVoid = () => this.#newest.get(seatId) !== opening;
    try {
      return await this.#createPeer(seatId, rtpCapabilities, isVoid);
    } catch (error) {
      if (isVoid()) throw new AppError('media-unavailable', undefined, { cause: error });
      this.#newest.delete(seatId);
      this.#options.routers.leave(seatId);
      throw this.#explain(error, seatId);
    }
  }

  /** Cancels a seat's request, and a pending notification to open its media again. */
  cancel(seatId: SeatId): void {
    this.#newest.delete(seatId);
    this.#displaced.delete(seatId);
  }

  /** If the seat comes back, it may be refused for lack of capacity. */
  forget(seatId: SeatId): void {
    this.#returning.delete(seatId);
  }

  /** Does the seat wait for a notification that it can open its media again? */
  isDisplaced(seatId: SeatId): boolean {
    return this.#displaced.has(seatId);
  }

  /** Tells these seats to open their media again as soon as a worker runs. */
  displace(seatIds: readonly SeatId[]): void {
    for (const seatId of seatIds) {
      this.#newest.delete(seatId);
      this.#displaced.add(seatId);
    }
    // All displaced seats share one wait, however often they ask again.
    if (this.#state !== 'open' || this.#displaced.size === 0) return;
    this.#state = 'waiting';
    this.#options.pool.untilOneRuns().then(
      () => this.#resetDisplaced(),
      // The pool has closed, and the room closes too.
      () => {},
    );
  }

  close(): void {
    this.#state = 'closed';
    this.#newest.clear();
    this.#displaced.clear();
  }

  #resetDisplaced(): void {
    if (this.#state === 'closed') return;
    this.#state = 'open';
    const seatIds = [...this.#displaced];
    this.#displaced.clear();
    for (const seatId of seatIds) this.#options.handlers.mediaReset(seatId);
  }

  async #createPeer(seatId: SeatId, rtpCapabilities: types.RtpCapabilities, isVoid: () => boolean): Promise<Peer> {
    const { routers, config, handlers, reports, connectTimeoutMs, consentTimeoutS, isRelay } = this.#options;
    if (isVoid()) throw new AppError('media-unavailable');
    const { router, worker } = await routers.place(seatId, this.#returning.has(seatId));
    if (isVoid()) {
      // If a newer request is in progress, the seat keeps its place for it.
      if (!this.#newest.has(seatId)) routers.leave(seatId);
      throw new AppError('media-unavailable');
    }
    const peer = await Peer.create({
      seatId,
      router,
      webRtcServer: worker.webRtcServer,
      rtpCapabilities,
      config,
      onFirstPacket: () => handlers.firstPacketSent(seatId),
      connecting: {
        timeoutMs: connectTimeoutMs,
        consentTimeoutS,
        isRelay,
        onChange: (direction, change) => reports.handleChange(seatId, direction, change),
      },
    });
    if (isVoid()) {
      peer.close();
      throw new AppError('media-unavailable');
    }
    this.#newest.delete(seatId);
    this.#returning.add(seatId);
    this.#options.onOpened(peer);
    return peer;
  }

  /** Reports why a seat got no media. A seat that has to wait for a worker is told when one runs. */
  #explain(error: unknown, seatId: SeatId): unknown {
    if (!(error instanceof AppError) || this.#state === 'closed') return error;
    const { code } = error;
    if (code === 'media-unavailable') this.displace([seatId]);
    if (code === 'capacity') this.#options.observer.emit('capacityRefused');
    if (code === 'media-unavailable' || code === 'capacity')
      this.#options.trace.tell({ what: 'media.refused', seatId, cause: code });
    return error;
  }
}
