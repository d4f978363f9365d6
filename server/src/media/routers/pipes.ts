/**
 * The tracks of a room that are piped from one of its routers to another; only tracks that somebody there may receive.
 */

import type { Track } from '../peers/peer.ts';
import { KeyedQueue } from '../shared/keyed-queue.ts';
import { isGone } from '../shared/media-errors.ts';
import type { RoomRouter } from './room-router.ts';
import { type CarriedTrack, type PortRange, RouterLink } from './router-link.ts';

export interface PipesOptions {
  /** Ports for the sockets between workers. */
  ports: PortRange;
  /** May somebody on that router receive the track now? Checked again after every await. */
  isNeeded: (track: Track, there: RoomRouter) => boolean;
  /** Errors of background work that are not expected. */
  onFailure: (error: unknown) => void;
}

interface Carried {
  readonly track: Track;
  readonly there: RoomRouter;
  readonly carried: CarriedTrack;
}

export class Pipes {
  readonly #options: PipesOptions;
  readonly #links = new Map<string, Promise<RouterLink>>();
  readonly #carried = new Map<string, Carried>();
  /** By track and router: the piped track has the same id each time, so only one may be in progress. */
  readonly #queue = new KeyedQueue<string>();
  #isClosed = false;

  constructor(options: PipesOptions) {
    this.#options = options;
  }

  /** Makes a track available on another router of the room. Rejects when either router is closed. */
  async bring(track: Track, from: RoomRouter, there: RoomRouter): Promise<void> {
    if (from === there) return;
    const key = `${track.producer.id} ${there.router.id}`;
    await this.#queue.run(key, () => this.#bring(key, track, from, there));
  }

  /** Closes tracks that nobody on the other router may receive any more. */
  closeUnneeded(): void {
    for (const [key, { track, there, carried }] of this.#carried) {
      if (!carried.isClosed && this.#options.isNeeded(track, there)) continue;
      this.#carried.delete(key);
      carried.close();
    }
  }

  /** The router is closed, or about to be. */
  remove(gone: RoomRouter): void {
    for (const [key, link] of this.#links) {
      if (!key.includes(gone.router.id)) continue;
      this.#links.delete(key);
      closeWhenThere(link);
    }
    this.closeUnneeded();
  }

  close(): void {
    this.#isClosed = true;
    for (const link of this.#links.values()) closeWhenThere(link);
    this.#links.clear();
    this.#carried.clear();
  }

  async #bring(key: string, track: Track, from: RoomRouter, there: RoomRouter): Promise<void> {
    const before = this.#carried.get(key);
    if (before && !before.carried.isClosed) return;
    const link = await this.#link(from, there);
    const carried = await link.carry(track.producer, from.router, there.router, (error) => this.#report(error));
    if (this.#isClosed || !this.#options.isNeeded(track, there)) {
      carried.close();
      return;
    }
    this.#carried.set(key, { track, there, carried });
    track.producer.observer.once('close', () => this.#carried.delete(key));
  }

  /** The link between two routers; made when first needed, in either direction, and again after it broke. */
  async #link(a: RoomRouter, b: RoomRouter): Promise<RouterLink> {
    const key = [a.router.id, b.router.id].sort().join(' ');
    const known = this.#links.get(key);
    if (known) {
      const link = await known;
      if (!link.isClosed) return link;
      if (this.#links.get(key) !== known) return this.#link(a, b);
    }
    const making = RouterLink.create(a.router, b.router, this.#options.ports);
    this.#links.set(key, making);
    making.catch(() => {
      if (this.#links.get(key) === making) this.#links.delete(key);
    });
    const link = await making;
    // The room or one of the routers may have closed while the link was being made.
    if (this.#links.get(key) !== making) link.close();
    return link;
  }

  #report(error: unknown): void {
    if (!isGone(error)) this.#options.onFailure(error);
  }
}

function closeWhenThere(link: Promise<RouterLink>): void {
  link.then(
    (made) => made.close(),
    () => {},
  );
}
