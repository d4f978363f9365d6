/** A room's place on one worker: the router, the ports of its transports, its seats, and the audio level meter. */
import type { types } from 'mediasoup';
import type { SpeakerLevel } from '../../rooms/ports.ts';
import { LevelMeter } from '../observation/level-meter.ts';
import type { Peer } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import type { MediaWorker } from '../workers/media-worker.ts';
import type { Group } from '../workers/worker-stats.ts';

export interface RoomRouterOptions {
  worker: MediaWorker;
  peers: ReadonlyMap<SeatId, Peer>;
  onLevels: (meter: LevelMeter, levels: SpeakerLevel[]) => void;
  /** The worker is gone; not called after `close`. */
  onLost: (router: RoomRouter) => void;
}

export class RoomRouter implements Group {
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly meter: LevelMeter;
  /** Seats whose media is on this router or about to be. */
  readonly seats = new Set<SeatId>();
  readonly #peers: ReadonlyMap<SeatId, Peer>;

  static async create(options: RoomRouterOptions): Promise<RoomRouter> {
    const router = await options.worker.createRouter();
    try {
      const meter = await LevelMeter.create(router, options.onLevels);
      const made = new RoomRouter(options, router, meter);
      router.once('workerclose', () => options.onLost(made));
      options.worker.streams.addGroup(router, made);
      return made;
    } catch (error) {
      router.close();
      throw error;
    }
  }

  private constructor({ worker, peers }: RoomRouterOptions, router: types.Router, meter: LevelMeter) {
    this.worker = worker;
    this.router = router;
    this.meter = meter;
    this.#peers = peers;
  }

  get isClosed(): boolean {
    return this.router.closed;
  }

  get people(): { active: number; idle: number } {
    const active = [...this.seats].filter((seatId) => hasStreams(this.#peers.get(seatId))).length;
    return { active, idle: this.seats.size - active };
  }

  close(): void {
    this.meter.close();
    this.router.close();
  }
}

const hasStreams = (peer: Peer | undefined): boolean =>
  peer !== undefined && (peer.tracks.size > 0 || peer.receptions.size > 0);
