/** One of several servers over one database: what app.ts starts, asks and stops. */

import { refusedBy } from '../core/errors/store-write.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { RoomRecord } from '../rooms/ports.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import type { Lease } from './lease.ts';
import type { RoomNode } from './link-ports.ts';
import { type ClusterStore, type Destination, isOpenTo, type NodeIdentity } from './ports.ts';
import { RoomLocator } from './room-locator.ts';
import { RoomPlacement } from './room-placement.ts';
import { Takeover } from './takeover.ts';

export interface ClusterNodeOptions {
  identity: NodeIdentity;
  store: ClusterStore;
  /** Started. */
  lease: Lease;
  registry: RoomRegistry;
  observer: ServerObserver;
  /** See RoomPlacementOptions. */
  isFull: () => boolean;
  /** See TakeoverOptions. */
  tell: (node: RoomNode) => Promise<unknown>;
}

const giveAwayEveryMs = 500;

export class ClusterNode {
  readonly #options: ClusterNodeOptions;
  readonly #locator: RoomLocator;
  readonly #takeover: Takeover;
  readonly #placement: RoomPlacement;
  #givingAway: NodeJS.Timeout | undefined;
  #isGiving = false;
  #isStarted = false;
  #closingRooms: Promise<void> | null = null;

  constructor(options: ClusterNodeOptions) {
    this.#options = options;
    const { identity, store, lease, registry, observer } = options;
    const { incarnation, region, stateVersion, loadMax } = identity;
    const { ownership } = store;
    const isDraining = () => !this.#isStarted || registry.isClosed || (registry.isDraining && this.#hasOtherNode());
    this.#placement = new RoomPlacement({
      ...{ ownership, registry, lease, observer, incarnation, region, stateVersion, loadMax },
      ...{ nodes: store.nodes, isFull: options.isFull },
      onUnsure: () => this.#takeover.noteUnsure(),
    });
    const place = (roomId: string) => this.#placement.place(roomId);
    const adopting = {
      adopt: async (record: RoomRecord): Promise<boolean> => {
        this.#placement.noteAdopted(record.id);
        return await registry.adopt(record);
      },
      running: (roomId: string) => registry.running(roomId),
      occupants: () => registry.occupants(),
      lose: (roomId: string) => registry.lose(roomId),
    };
    this.#locator = new RoomLocator({
      ...{ ownership, registry: adopting, lease, observer, region, place, isDraining },
    });
    this.#takeover = new Takeover({ store, registry: adopting, observer, lease, isDraining, tell: options.tell });
  }

  /**
   * To be called when this node is reached by clients and by other nodes. Others may give it rooms from now on; it adopts
   * the rooms that nobody owns, and from then on those of nodes that are gone. Rejects if it has been declared gone, or
   * with the error of the database.
   */
  async start(): Promise<void> {
    await this.#options.lease.enforce();
    this.#isStarted = true;
    await this.#takeover.adoptFree();
    this.#options.registry.onLost = () => this.#takeover.noteUnsure();
    this.#takeover.start();
    this.#placement.start();
  }

  /** See RoomLocator. */
  locate(roomId: string, purpose: 'enter' | 'request'): Promise<Destination> {
    return this.#locator.locate(roomId, purpose);
  }

  /** Takes no more rooms. Rooms in which nobody is go to other nodes, now and as soon as they are empty. */
  async drain(): Promise<void> {
    this.#givingAway ??= setInterval(() => void this.#giveAway(), giveAwayEveryMs);
    await this.#options.lease.drain();
    await this.#giveAway();
  }

  /** That takes rooms of this one: not one of an older version that can't read them. */
  #hasOtherNode(): boolean {
    const { lease, identity } = this.#options;
    return lease.peers.some((peer) => isOpenTo(peer, identity));
  }

  /** With no other node to go to they stay, until this node leaves. */
  async #giveAway(): Promise<void> {
    const { registry, store, lease, observer } = this.#options;
    if (this.#isGiving || !this.#hasOtherNode() || lease.state !== 'valid') return;
    this.#isGiving = true;
    try {
      for (const roomId of registry.occupants().keys()) {
        if (registry.running(roomId)?.isUnoccupied && (await registry.release(roomId)))
          await store.ownership.give(roomId, null);
      }
    } catch (error) {
      this.#takeover.noteUnsure();
      refusedBy(observer, '', error);
    } finally {
      this.#isGiving = false;
    }
  }

  /**
   * Stores and closes the rooms of this node, which other nodes may take at once. Call when its connections have been
   * told to reconnect. Idempotent.
   */
  closeAndGiveRooms(): Promise<void> {
    this.#closingRooms ??= this.#closeAndGiveRooms();
    return this.#closingRooms;
  }

  async #closeAndGiveRooms(): Promise<void> {
    const { registry, store, lease, observer } = this.#options;
    clearInterval(this.#givingAway);
    this.#placement.close();
    await this.#takeover.close();
    await registry.close();
    // Should this fail, the rooms are free when the lease has expired.
    if (lease.state !== 'lost')
      await store.ownership.giveAll().catch((error: unknown) => refusedBy(observer, '', error));
  }
}
