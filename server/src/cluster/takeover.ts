/** Looks for nodes that are gone, and for rooms that nobody owns, and continues them on this node. */
import type { ServerObserver } from '../core/observer.ts';
import { refusedBy } from '../core/store-write.ts';
import type { RoomRecord } from '../rooms/ports.ts';
import type { ClusterStore } from './ports.ts';

export interface TakeoverOptions {
  store: ClusterStore;
  registry: { adopt(record: RoomRecord): Promise<void>; occupants(): Map<string, number> };
  observer: ServerObserver;
  lease: { readonly state: string; readonly mayExpireOthers: boolean };
  /** A node that drains takes nothing. */
  isDraining: () => boolean;
}

const sweepEveryMs = 250;
/** Rooms without an owner, when no node has just been declared gone, are looked for this often. */
const sweepsPerLook = 4;
/** Rooms that this node owns and does not run are looked for this often. */
const sweepsPerCheck = 40;
/** Small, so that several nodes share the rooms of one that is gone. */
const roomsAtOnce = 16;

export class Takeover {
  readonly #options: TakeoverOptions;
  #timer: NodeJS.Timeout | undefined;
  #sweeps = 0;
  #sweeping: Promise<void> | null = null;
  #isClosed = false;
  /** Rooms of this node that did not run here when it last looked. */
  #idle = new Set<string>();
  /** Rooms that were adopted and did not start; they are not adopted again and again. */
  readonly #unreadable = new Set<string>();

  constructor(options: TakeoverOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.sweep(), sweepEveryMs);
  }

  /** Adopts the rooms that nobody owns. Rejects with the error of the database. */
  async adoptFree(): Promise<void> {
    await this.#adoptAll();
  }

  /** Resolves when this node has looked for rooms once, and adopted what it found. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    return this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { store, observer, lease, isDraining } = this.#options;
    if (this.#isClosed || isDraining() || lease.state !== 'valid') return;
    const startedAt = performance.now();
    try {
      const gone = lease.mayExpireOthers ? await store.nodes.expire() : 0;
      this.#sweeps += 1;
      if (this.#sweeps % sweepsPerCheck === 0) await this.#freeForgotten();
      if (gone === 0 && this.#sweeps % sweepsPerLook !== 0) return;
      const rooms = await this.#adoptAll();
      if (rooms > 0) observer.emit('takeover', { rooms, ms: performance.now() - startedAt });
    } catch (error) {
      // Tried again at the next sweep.
      refusedBy(observer, '', error);
    }
  }

  /**
   * A room that was released but could not be given away is owned and does not run: with its second sighting it is
   * freed. One that this version can't run stays.
   */
  async #freeForgotten(): Promise<void> {
    const { store, registry } = this.#options;
    const running = registry.occupants();
    const idle = (await store.ownership.owned()).filter(
      (roomId) => !running.has(roomId) && !this.#unreadable.has(roomId),
    );
    for (const roomId of idle) if (this.#idle.has(roomId)) await store.ownership.give(roomId, null);
    this.#idle = new Set(idle.filter((roomId) => !this.#idle.has(roomId)));
  }

  async #adoptAll(): Promise<number> {
    const { store, registry, lease, isDraining } = this.#options;
    let adopted = 0;
    for (;;) {
      if (this.#isClosed || isDraining() || lease.state !== 'valid') return adopted;
      const records = await store.ownership.adoptSome(roomsAtOnce);
      await Promise.all(records.map((record) => registry.adopt(record)));
      const running = registry.occupants();
      for (const { id } of records) if (!running.has(id)) this.#unreadable.add(id);
      adopted += records.length;
      if (records.length < roomsAtOnce) return adopted;
    }
  }

  /** Resolves when nothing is being adopted any more. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#sweeping;
  }
}
