/**
 * The routers of one room. A seat's media is on one of them. A room begins on the least loaded worker, stays there as
 * long as the worker has capacity, and uses several workers only if it must. A router is closed when its last seat
 * leaves.
 */
import type { MediaConfig } from '../../config/config.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { Speakers } from '../observation/speakers.ts';
import type { Peer, Track } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import { KeyedQueue } from '../shared/keyed-queue.ts';
import { isGone } from '../shared/media-errors.ts';
import type { MediaWorker } from '../workers/media-worker.ts';
import { placePerson } from '../workers/placement.ts';
import { expectedPackets } from '../workers/stream-load.ts';
import type { WorkerPool } from '../workers/workers.ts';
import { Pipes } from './pipes.ts';
import { RoomRouter } from './room-router.ts';
import type { PortRange } from './router-link.ts';

export interface RoomRoutersOptions {
  pool: WorkerPool;
  config: MediaConfig;
  peers: ReadonlyMap<SeatId, Peer>;
  speakers: Speakers;
  mayReceive: (peer: Peer, track: Track) => boolean;
  /** A worker died, and with it the media of these seats. */
  onLost: (seatIds: SeatId[]) => void;
  onFailure: (error: unknown) => void;
}

export class RoomRouters {
  readonly #options: RoomRoutersOptions;
  /** In the order in which they were created. */
  readonly #routers = new Set<RoomRouter>();
  readonly #pipes: Pipes;
  /** Places are assigned one after the other, so that each assignment counts the seats before it. */
  readonly #queue = new KeyedQueue<'place'>();
  #isClosed = false;

  constructor(options: RoomRoutersOptions) {
    this.#options = options;
    this.#pipes = new Pipes({
      ports: portsBetweenWorkers(options.config),
      isNeeded: (track, there) => this.#isNeeded(track, there),
      onFailure: options.onFailure,
    });
  }

  /** The router that a seat was placed on. */
  of(seatId: SeatId): RoomRouter | null {
    return [...this.#routers].find(({ seats }) => seats.has(seatId)) ?? null;
  }

  /**
   * Gives a seat a place, which it keeps until `leave`. Rejects with `capacity` when no worker has room, and with
   * `media-unavailable` while no worker runs.
   * @param isReturning seat of a running session: never refused for lack of capacity
   */
  place(seatId: SeatId, isReturning: boolean): Promise<RoomRouter> {
    return this.#queue.run('place', async () => {
      const before = this.of(seatId);
      try {
        for (;;) {
          const place = await this.#tryToPlace(seatId, isReturning);
          if (place) return place;
        }
      } finally {
        this.#closeEmpty();
        // Close tracks that were piped to the previous router only for this seat.
        if (before && this.of(seatId) !== before) this.#pipes.closeUnneeded();
      }
    });
  }

  /** Gives up the place of a seat, and the router if it has no other seats. */
  leave(seatId: SeatId): void {
    const place = this.of(seatId);
    if (!place) return;
    place.seats.delete(seatId);
    this.#closeEmpty();
    this.#pipes.closeUnneeded();
  }

  /** Makes a track available on its receiver's router. Rejects when either side is gone. */
  async bring(track: Track, to: SeatId): Promise<void> {
    const [from, there] = [this.of(track.owner), this.of(to)];
    if (!from || !there) throw new AppError('media-unavailable');
    await this.#pipes.bring(track, from, there);
  }

  /** Closes piped tracks that nobody on the other router may receive any more. */
  closeUnneeded(): void {
    this.#pipes.closeUnneeded();
  }

  close(): void {
    this.#isClosed = true;
    this.#pipes.close();
    for (const router of this.#routers) router.close();
    this.#routers.clear();
  }

  /**
   * Null when the chosen worker died meanwhile. The caller tries again; each attempt has one worker less to choose
   * from.
   */
  async #tryToPlace(seatId: SeatId, isReturning: boolean): Promise<RoomRouter | null> {
    this.of(seatId)?.seats.delete(seatId);
    const worker = this.#choose(isReturning);
    const place = this.#on(worker) ?? (await this.#begin(worker));
    if (this.#isClosed) throw new AppError('media-unavailable');
    if (!place || place.isClosed) return null;
    place.seats.add(seatId);
    return place;
  }

  #choose(isReturning: boolean): MediaWorker {
    const { pool, config } = this.#options;
    const routers = [...this.#routers];
    const started = routers.map(({ worker }) => worker);
    const workers = [...started, ...pool.workers.filter((worker) => !started.includes(worker))];
    const running = workers.filter(({ isClosed }) => !isClosed);
    if (this.#isClosed || running.length === 0) throw new AppError('media-unavailable');
    const people = sumPeople(routers);
    const chosen = placePerson({
      candidates: running.map((worker) => ({
        worker,
        load: worker.load,
        people: this.#on(worker)?.seats.size ?? null,
      })),
      limits: pool.limits,
      peoplePerWorker: config.peoplePerWorker,
      packetsPerSecond: expectedPackets(people.active, people.idle + 1) - expectedPackets(people.active, people.idle),
      isReturning,
    });
    if (!chosen) throw new AppError('capacity');
    return chosen.worker;
  }

  #on(worker: MediaWorker): RoomRouter | undefined {
    return [...this.#routers].find((router) => router.worker === worker && !router.isClosed);
  }

  async #begin(worker: MediaWorker): Promise<RoomRouter | null> {
    const { peers, speakers } = this.#options;
    try {
      const router = await RoomRouter.create({
        worker,
        peers,
        onLevels: speakers.report,
        onLost: (lost) => this.#handleLost(lost),
      });
      if (this.#isClosed) router.close();
      else if (!router.isClosed) this.#routers.add(router);
      return router;
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  #closeEmpty(): void {
    for (const router of this.#routers) {
      if (router.seats.size > 0) continue;
      this.#forget(router);
      router.close();
    }
  }

  #handleLost(router: RoomRouter): void {
    if (this.#isClosed || !this.#routers.has(router)) return;
    this.#forget(router);
    this.#options.onLost([...router.seats]);
  }

  #forget(router: RoomRouter): void {
    this.#routers.delete(router);
    this.#options.speakers.remove(router.meter);
    this.#pipes.remove(router);
  }

  #isNeeded(track: Track, there: RoomRouter): boolean {
    if (track.producer.closed || there.isClosed) return false;
    return [...there.seats].some((seatId) => {
      const peer = this.#options.peers.get(seatId);
      return peer !== undefined && this.#options.mayReceive(peer, track);
    });
  }
}

function sumPeople(routers: readonly RoomRouter[]): { active: number; idle: number } {
  const groups = routers.map(({ people }) => people);
  return {
    active: groups.reduce((sum, { active }) => sum + active, 0),
    idle: groups.reduce((sum, { idle }) => sum + idle, 0),
  };
}

/** Outside the workers' own ports, which a restarted worker must find free. */
function portsBetweenWorkers({ portBase, workers }: MediaConfig): PortRange {
  const all = { min: 10_000, max: 65_535 };
  if (portBase === 0) return all;
  const below = { min: all.min, max: portBase - 1 };
  const above = { min: portBase + workers, max: all.max };
  return below.max - below.min > above.max - above.min ? below : above;
}
