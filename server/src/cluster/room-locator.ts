/**
 * Finds the node that runs a room, for requests and connections that may have come to any node. A room that nobody owns
 * is adopted by this node. While a room changes its node, requests for it wait.
 */
import { AppError } from '../core/errors/errors.ts';
import { refusedBy } from '../core/errors/store-write.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { RoomRecord } from '../rooms/ports.ts';
import type { Lease } from './lease.ts';
import { type Destination, isOpenTo, type Peer, type RoomLocation, type RoomOwnership } from './ports.ts';

export interface RoomLocatorOptions {
  ownership: RoomOwnership;
  registry: {
    running(roomId: string): object | undefined;
    adopt(record: RoomRecord): Promise<unknown>;
  };
  lease: Pick<Lease, 'state' | 'peers'>;
  observer: ServerObserver;
  region: string;
  /** Chooses the node of a room before the first person enters; afterwards it may run elsewhere. */
  place: (roomId: string) => Promise<void>;
  /** A node that drains, or has not started, adopts nothing: requests for rooms without an owner go to another one. */
  isDraining: () => boolean;
  /** For tests, which would wait too long otherwise. */
  parkMs?: number;
}

/** A takeover takes less; a client waits longer than this for the answer to `authenticate`. */
const defaultParkMs = 8_000;
const askAgainMs = 100;
/** A room is placed once for each request: a node that is full may have given it back. */
const maxPlacings = 1;
/** Locations that are remembered for the time in which the database is away. */
const maxRemembered = 10_000;

export class RoomLocator {
  readonly #options: RoomLocatorOptions;
  readonly #adopting = new Map<string, Promise<boolean>>();
  readonly #remembered = new Map<string, Destination>();

  constructor(options: RoomLocatorOptions) {
    this.#options = options;
  }

  /**
   * Where requests for this room are handled now. A room that does not exist, or has ended, is handled here. Rejects
   * with `storage-unavailable` if that is not known in time.
   * @param purpose `enter`: somebody is about to be seated, so that the room is placed first
   */
  async locate(roomId: string, purpose: 'enter' | 'request'): Promise<Destination> {
    const { registry, lease, place, parkMs = defaultParkMs } = this.#options;
    const until = performance.now() + parkMs;
    for (let placings = 0; ; ) {
      if (lease.state === 'lost') throw new AppError('storage-unavailable');
      if (purpose === 'enter' && placings < maxPlacings && registry.running(roomId)) {
        placings += 1;
        await place(roomId);
      }
      if (registry.running(roomId)) return { where: 'here' };
      const destination = await this.#ask(roomId);
      // Adopted just now, by a node that may be full.
      if (destination?.where === 'here' && registry.running(roomId) && purpose === 'enter' && placings < maxPlacings)
        continue;
      if (destination) {
        this.#remember(roomId, destination);
        return destination;
      }
      if (performance.now() >= until) throw new AppError('storage-unavailable');
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
  }

  /** @returns null: it is changing its node; ask again */
  async #ask(roomId: string): Promise<Destination | null> {
    const { ownership, observer } = this.#options;
    let location: RoomLocation;
    try {
      location = await ownership.locate(roomId);
    } catch (error) {
      const remembered = this.#remembered.get(roomId);
      if (remembered) return remembered;
      throw refusedBy(observer, roomId, error);
    }
    switch (location.kind) {
      case 'not-running':
        return { where: 'here' };
      case 'peer':
        return { where: 'node', incarnation: location.incarnation, address: location.address };
      case 'free':
        return await this.#adopt(roomId, location.stateVersion);
      case 'not-for-this-node':
        return this.#anyPeerFor(location);
      // Owned by this node and not running: it is being adopted or released.
      case 'here':
      case 'expiring':
        return null;
    }
  }

  async #adopt(roomId: string, stateVersion: number): Promise<Destination | null> {
    const { lease, region, isDraining } = this.#options;
    if (isDraining()) return this.#anyPeerFor({ region, stateVersion });
    if (lease.state !== 'valid') throw new AppError('storage-unavailable');
    const adopting = this.#adopting.get(roomId) ?? this.#adoptOnce(roomId);
    this.#adopting.set(roomId, adopting);
    return (await adopting) ? { where: 'here' } : null;
  }

  async #adoptOnce(roomId: string): Promise<boolean> {
    const { ownership, registry, observer } = this.#options;
    try {
      const record = await ownership.adopt(roomId);
      if (!record) return false;
      await registry.adopt(record);
      return registry.running(roomId) !== undefined;
    } catch (error) {
      throw refusedBy(observer, roomId, error);
    } finally {
      this.#adopting.delete(roomId);
    }
  }

  /** That node finds out that the room is free, and adopts it. */
  #anyPeerFor(room: { region: string; stateVersion: number }): Destination | null {
    const load = (peer: Peer): number => peer.load / peer.loadMax;
    const [peer] = this.#options.lease.peers
      .filter((one) => isOpenTo(one, room))
      .sort((one, other) => Number(one.isFull) - Number(other.isFull) || load(one) - load(other));
    return peer ? { where: 'node', incarnation: peer.incarnation, address: peer.address } : null;
  }

  #remember(roomId: string, destination: Destination): void {
    this.#remembered.delete(roomId);
    if (destination.where === 'node') this.#remembered.set(roomId, destination);
    if (this.#remembered.size <= maxRemembered) return;
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined) this.#remembered.delete(oldest);
  }
}
