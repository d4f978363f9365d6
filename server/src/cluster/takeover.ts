/** Looks for nodes that are gone, and for rooms that nobody owns, and continues them on this node. */

import { refusedBy } from '../core/errors/store-write.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { RoomRecord } from '../rooms/ports.ts';
import type { ClusterStore, OwnedRoom } from './ports.ts';

export interface TakeoverOptions {
  store: ClusterStore;
  registry: {
    /** @returns false: the rules can't read it */
    adopt(record: RoomRecord): Promise<boolean>;
    occupants(): Map<string, number>;
    /** Undefined also for one that has ended here, and is not stored so yet. */
    running(roomId: string): object | undefined;
    /** Stops running a room that is not this node's as it runs here; nothing more of it is stored. */
    lose(roomId: string): void;
  };
  observer: ServerObserver;
  lease: {
    readonly state: string;
    readonly mayExpireOthers: boolean;
    /** Resolves when a renewal that was sent after this call has succeeded or failed. */
    renewAnew(): Promise<void>;
  };
  /** Tells a node that this one is about to declare it gone: it may not reach the database. Rejects when it does not answer. */
  tell: (node: { incarnation: string; address: string }) => Promise<unknown>;
  /** A node that has not started takes nothing, nor one that drains, if there is another one. */
  isDraining: () => boolean;
}

const sweepEveryMs = 250;
/** Rooms without an owner, when no node has just been declared gone, are looked for this often. */
const sweepsPerLook = 4;
/** Rooms that this node owns and does not run, or runs and does not own, are looked for this often. */
const sweepsPerCheck = 40;
/** Small, so that several nodes share the rooms of one that is gone. */
const roomsAtOnce = 16;

export class Takeover {
  readonly #options: TakeoverOptions;
  #timer: NodeJS.Timeout | undefined;
  #sweeps = 0;
  #sweeping: Promise<void> | null = null;
  #isClosed = false;
  /** How often to look for them at the next sweeps. */
  #checks = 0;
  /** Rooms of this node that did not run here when it last looked. */
  #idle = new Set<string>();
  /** Rooms that ran here when it last looked, and of which the database says something else. */
  #stray = new Set<string>();
  /** Rooms that were adopted and that the rules can't read; they are not adopted again and again. */
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
    const { observer, lease, isDraining } = this.#options;
    if (lease.state !== 'valid') this.noteUnsure();
    if (this.#isClosed || lease.state !== 'valid') return;
    const startedAt = performance.now();
    try {
      this.#sweeps += 1;
      if (this.#checks > 0 || this.#sweeps % sweepsPerCheck === 0) await this.#compare();
      if (isDraining()) return;
      const gone = lease.mayExpireOthers ? await this.#expireOthers() : 0;
      if (gone === 0 && this.#sweeps % sweepsPerLook !== 0) return;
      const rooms = await this.#adoptAll();
      if (rooms > 0) observer.emit('takeover', { rooms, ms: performance.now() - startedAt });
    } catch (error) {
      // Tried again at the next sweep. What was adopted, or given away, is not known: two sightings say it.
      this.#checks = 2;
      refusedBy(observer, '', error);
    }
  }

  async #expireOthers(): Promise<number> {
    const { store, lease, tell } = this.#options;
    const expiring = await store.nodes.expiring();
    if (expiring.length === 0) return 0;
    await Promise.allSettled(expiring.map(tell));
    // Since the last renewal the clock may have been set, by which they seem to have expired.
    await lease.renewAnew();
    if (!lease.mayExpireOthers) return 0;
    return await store.nodes.expire();
  }

  /** A room may be owned by this node without running here, or the other way round: look for it soon. */
  noteUnsure(): void {
    this.#checks = 2;
  }

  /** Compares what runs here with what the database says. Each difference counts with its second sighting. */
  async #compare(): Promise<void> {
    const { store, registry } = this.#options;
    const before = registry.occupants();
    const owned = await store.ownership.owned();
    this.#checks = Math.max(this.#checks - 1, 0);
    const running = registry.occupants();
    await this.#freeForgotten(owned, running);
    const current = new Set(owned.filter(({ isCurrent }) => isCurrent).map(({ id }) => id));
    this.#loseStray([...before.keys()].filter((roomId) => registry.running(roomId) && !current.has(roomId)));
  }

  /**
   * A room that was released but could not be given away is owned and does not run: it is freed. One that this version
   * can't run stays.
   */
  async #freeForgotten(owned: readonly OwnedRoom[], running: ReadonlyMap<string, number>): Promise<void> {
    const ids = owned.map(({ id }) => id);
    for (const roomId of this.#unreadable) if (!ids.includes(roomId)) this.#unreadable.delete(roomId);
    const idle = ids.filter((roomId) => !running.has(roomId) && !this.#unreadable.has(roomId));
    // A database that has lost an adoption has another epoch than this node knew, and knows no more after this.
    for (const roomId of idle)
      if (this.#idle.has(roomId) && !(await this.#options.store.ownership.give(roomId, null))) this.noteUnsure();
    this.#idle = new Set(idle.filter((roomId) => !this.#idle.has(roomId)));
  }

  /**
   * A database that has lost its last writes, in a failover to a standby server without them, may lack a room, name
   * another owner for it, or have it as it was before: what is stored applies, to everybody.
   */
  #loseStray(stray: readonly string[]): void {
    const { registry, observer } = this.#options;
    const lost = stray.filter((roomId) => this.#stray.has(roomId));
    this.#stray = new Set(stray.filter((roomId) => !lost.includes(roomId)));
    for (const roomId of lost) registry.lose(roomId);
    if (lost.length > 0) observer.emit('roomsOutdated', { rooms: lost.length });
    // They are owned and do not run any more.
    if (lost.length > 0 || stray.length > 0) this.noteUnsure();
  }

  async #adoptAll(): Promise<number> {
    const { store, registry, lease, isDraining } = this.#options;
    let adopted = 0;
    for (;;) {
      if (this.#isClosed || isDraining() || lease.state !== 'valid') return adopted;
      const records = await store.ownership.adoptSome(roomsAtOnce);
      const adopt = async (record: RoomRecord): Promise<void> => {
        if (!(await registry.adopt(record))) this.#unreadable.add(record.id);
      };
      await Promise.all(records.map(adopt));
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
