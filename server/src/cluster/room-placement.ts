/**
 * Spreads rooms over the nodes of their region: when the first person comes, a room goes to the node on which the least
 * is reserved. What is reserved follows the number of people, and ends when a room is empty.
 *
 * The unit of load is one stream between two people: n people need about n² of them.
 */

import { refusedBy } from '../core/errors/store-write.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { OwnershipLost } from '../rooms/ports.ts';
import type { Lease } from './lease.ts';
import { isOpenTo, type NodeTable, type Peer, type RoomOwnership } from './ports.ts';

export interface RoomPlacementOptions {
  ownership: Pick<RoomOwnership, 'leastLoaded' | 'place' | 'reserve' | 'reserveWithNextSave' | 'give'>;
  nodes: Pick<NodeTable, 'noteFull'>;
  /** This node. */
  incarnation: string;
  /** Called when a room of this node may not run here. */
  onUnsure: () => void;
  registry: {
    running(roomId: string): { readonly isUnoccupied: boolean } | undefined;
    occupants(): Map<string, number>;
    release(roomId: string): Promise<boolean>;
  };
  lease: Pick<Lease, 'state' | 'peers' | 'load' | 'renewedAt'>;
  observer: ServerObserver;
  region: string;
  stateVersion: number;
  loadMax: number;
  /** Whether the first person of a room would be refused with `capacity` here. */
  isFull: () => boolean;
}

/** Reserved for a room when the first person comes: a group of eight. */
const usualPeople = 8;
/** A room stays where it is if that node is within this part of its limit of the least loaded one. */
export const slack = 0.05;
const followEveryMs = 1_000;
/** How long what is reserved for a room stays when this node has adopted it and nobody has come. */
const expectedForMs = 60_000;
/** Others place no room at a node for this long after it was full. */
const fullForMs = 5_000;
/** A node that is still full says so again after this long. */
const fullAgainMs = 2_000;

const loadOf = (people: number): number => Math.max(people, usualPeople) ** 2;

export class RoomPlacement {
  readonly #options: RoomPlacementOptions;
  /** What is reserved for each room of this node, as far as it has reserved it itself. */
  readonly #reserved = new Map<string, number>();
  /**
   * When rooms that came from elsewhere were adopted, monotonic: they stay, since they have been placed, or people are
   * coming back to them. A room that is empty for a while may be placed again.
   */
  readonly #adoptedAt = new Map<string, number>();
  readonly #placing = new Map<string, Promise<void>>();
  /** Reserved here since the last renewal, which does not include it; times are monotonic. */
  #recent: { at: number; load: number }[] = [];
  #notedFullAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #isFollowing = false;

  constructor(options: RoomPlacementOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.follow(), followEveryMs);
  }

  /** This node has adopted a room. */
  noteAdopted(roomId: string): void {
    this.#adoptedAt.set(roomId, performance.now());
  }

  /**
   * To be called before somebody is seated in a room that runs here. It may not run here any more when this resolves.
   */
  async place(roomId: string): Promise<void> {
    const { registry, lease, isFull } = this.#options;
    if (!registry.running(roomId)?.isUnoccupied || lease.state !== 'valid') return;
    const isPlaced = this.#reserved.has(roomId) || this.#adoptedAt.has(roomId);
    if (isPlaced && !isFull()) return;
    const placing = this.#placing.get(roomId) ?? this.#place(roomId);
    this.#placing.set(roomId, placing);
    await placing;
  }

  async #place(roomId: string): Promise<void> {
    const { registry, observer, isFull } = this.#options;
    const load = loadOf(0);
    try {
      const isMoving = isFull() ? await this.#isForOthers() : await this.#isElsewhereBetter(roomId, load);
      if (!isMoving) this.#reserve(roomId, load);
      // Somebody may have been seated while the database was asked.
      else if (registry.running(roomId)?.isUnoccupied && (await registry.release(roomId)))
        await this.#move(roomId, load);
    } catch (error) {
      // The room stays, or is freed and adopted again; nobody is refused because of its place.
      this.#options.onUnsure();
      refusedBy(observer, roomId, error);
    } finally {
      this.#placing.delete(roomId);
    }
  }

  /** If the database says that it stays after all, it is adopted again. */
  async #move(roomId: string, load: number): Promise<void> {
    const { ownership, incarnation } = this.#options;
    const target = await ownership.place(roomId, load, slack);
    if (target !== incarnation) return;
    this.#reserved.set(roomId, load);
    await ownership.give(roomId, incarnation);
  }

  /** Stored with the state in which the first person is seated. */
  #reserve(roomId: string, load: number): void {
    this.#options.ownership.reserveWithNextSave(roomId, load);
    if (!this.#reserved.has(roomId)) this.#recent.push({ at: performance.now(), load });
    this.#reserved.set(roomId, load);
  }

  /** Those that take rooms of this node. */
  get #openPeers(): Peer[] {
    const { lease, region, stateVersion } = this.#options;
    return lease.peers.filter((peer) => isOpenTo(peer, { region, stateVersion }));
  }

  /**
   * The database is asked only if it seems so by the last renewal and by what was reserved here since: the room stays
   * in most cases, and need not be released.
   */
  async #isElsewhereBetter(roomId: string, load: number): Promise<boolean> {
    const { lease, loadMax, ownership, incarnation } = this.#options;
    this.#recent = this.#recent.filter(({ at }) => at >= lease.renewedAt);
    const own = this.#recent.reduce((sum, one) => sum + one.load, lease.load);
    const part = own / loadMax - slack;
    if (!this.#openPeers.some((peer) => !peer.isFull && peer.load / peer.loadMax < part)) return false;
    return (await ownership.leastLoaded(roomId, load, slack)) !== incarnation;
  }

  /** This node is full. Says so first, so that no node that is full too gives the room back. */
  async #isForOthers(): Promise<boolean> {
    if (!this.#openPeers.some((peer) => !peer.isFull)) return false;
    const now = performance.now();
    if (now - this.#notedFullAt >= fullAgainMs) {
      await this.#options.nodes.noteFull(fullForMs);
      this.#notedFullAt = now;
    }
    return true;
  }

  /** Brings what is reserved in line with who is there. */
  async follow(): Promise<void> {
    if (this.#isFollowing || this.#options.lease.state !== 'valid') return;
    this.#isFollowing = true;
    const { registry, lease, observer } = this.#options;
    const occupants = registry.occupants();
    for (const known of [this.#reserved, this.#adoptedAt])
      for (const roomId of known.keys()) if (!occupants.has(roomId)) known.delete(roomId);
    for (const [roomId, people] of occupants) {
      // Tried again for all of them when the database is back.
      if (lease.state !== 'valid') break;
      try {
        await this.#followRoom(roomId, people);
      } catch (error) {
        // A room that another node owns is closed here soon; the other rooms are not concerned.
        if (!(error instanceof OwnershipLost)) refusedBy(observer, roomId, error);
      }
    }
    this.#isFollowing = false;
  }

  async #followRoom(roomId: string, people: number): Promise<void> {
    if (this.#placing.has(roomId) || (people === 0 && this.#isExpected(roomId))) return;
    const wanted = people === 0 ? 0 : loadOf(people);
    // What was reserved for an adopted room by others is not known here.
    const isKnown = this.#reserved.has(roomId) || !this.#adoptedAt.has(roomId);
    if (isKnown && wanted === (this.#reserved.get(roomId) ?? 0)) return;
    await this.#options.ownership.reserve(roomId, wanted);
    if (wanted > 0) this.#reserved.set(roomId, wanted);
    else for (const known of [this.#reserved, this.#adoptedAt]) known.delete(roomId);
  }

  /** People are on their way to a room that was adopted a moment ago. */
  #isExpected(roomId: string): boolean {
    return performance.now() - (this.#adoptedAt.get(roomId) ?? Number.NEGATIVE_INFINITY) < expectedForMs;
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
  }
}
