/**
 * Opening the media of a room's seats: the newest opening of a seat wins, each gets its place on a router, and whoever could not have
 * media or lost it with a worker is told to open it anew as soon as a worker runs.
 */
import type { types } from 'mediasoup';
import type { MediaConfig } from '../config/config.ts';
import { AppError } from '../core/errors.ts';
import type { ServerObserver } from '../core/observer.ts';
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
  /** How long a transport may take to connect before it counts as one that doesn't. */
  connectTimeoutMs: number;
  consentTimeoutS: number;
  isRelay: TransportWatchOptions['isRelay'];
  trace: MediaTrace;
  /** Seats of a session that ran before this server started. */
  returning: readonly SeatId[];
  /** Called in the same turn in which the opening was found to be still wanted. */
  onOpened: (peer: Peer) => void;
}

export class PeerOpener {
  readonly #options: PeerOpenerOptions;
  /** The newest opening of each seat, which makes those before it void. */
  readonly #newest = new Map<SeatId, symbol>();
  /** Seats to be told to open their media anew once a worker runs. */
  readonly #displaced = new Set<SeatId>();
  /** Seats that had media here and were not removed since: never refused for want of capacity. */
  readonly #returning: Set<SeatId>;
  #state: 'open' | 'waiting' | 'closed' = 'open';

  constructor(options: PeerOpenerOptions) {
    this.#options = options;
    this.#returning = new Set(options.returning);
  }

  /** Announces an opening, which makes those before it void; `open` carries it out. */
  begin(seatId: SeatId): symbol {
    const opening = Symbol(seatId);
    this.#newest.set(seatId, opening);
    return opening;
  }

  /**
   * Makes a seat's transports. Rejects with `capacity` when they fit nowhere, with `media-unavailable` when no worker runs, or when
   * the opening is void by now.
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

  /** What is being opened for a seat is void, and there is nothing it need be told. */
  cancel(seatId: SeatId): void {
    this.#newest.delete(seatId);
    this.#displaced.delete(seatId);
  }

  /** If the seat comes again, it is somebody new. */
  forget(seatId: SeatId): void {
    this.#returning.delete(seatId);
  }

  /** Whether the seat waits to be told that it can open its media anew. */
  isDisplaced(seatId: SeatId): boolean {
    return this.#displaced.has(seatId);
  }

  /** Tells seats to open their media anew, as soon as a worker runs. */
  displace(seatIds: readonly SeatId[]): void {
    for (const seatId of seatIds) {
      this.#newest.delete(seatId);
      this.#displaced.add(seatId);
    }
    // One wait for all, however often they ask again meanwhile.
    if (this.#state !== 'open' || this.#displaced.size === 0) return;
    this.#state = 'waiting';
    this.#options.pool.untilOneRuns().then(
      () => this.#resetDisplaced(),
      // The pool closed: so will this room.
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
      // Unless it is being opened anew: then it has its place again in a moment.
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

  /** Why there is no media for a seat. Whoever has to wait for a worker is told when one runs. */
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
