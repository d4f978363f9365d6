/** The tracks of a room that go from one of its routers to another: only those that somebody there may receive. */

import type { Track } from '../peers/peer.ts';
import { KeyedQueue } from '../shared/keyed-queue.ts';
import { isGone } from '../shared/media-errors.ts';
import type { RoomRouter } from './room-router.ts';
import { type CarriedTrack, type PortRange, RouterLink } from './router-link.ts';

export interface PipesOptions {
  /** Where the sockets between workers may be. */
  ports: PortRange;
  /** Whether somebody on that router may receive the track now; asked again after every await. */
  isNeeded: (track: Track, there: RoomRouter) => boolean;
  /** Failures that nobody waits for and that no rule foresees. */
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
  /** One track to one router at a time: it has the same id each time. */
  readonly #queue = new KeyedQueue<string>();
  #isClosed = false;

  constructor(options: PipesOptions) {
    this.#options = options;
  }

  /** Makes a track known to another router of the room. Rejects when either is gone. */
  async bring(track: Track, from: RoomRouter, there: RoomRouter): Promise<void> {
    if (from === there) return;
    const key = `${track.producer.id} ${there.router.id}`;
    await this.#queue.run(key, () => this.#bring(key, track, from, there));
  }

  /** Ends what nobody there may receive any more. */
  closeUnneeded(): void {
    for (const [key, { track, there, carried }] of this.#carried) {
      if (!carried.isClosed && this.#options.isNeeded(track, there)) continue;
      this.#carried.delete(key);
      carried.close();
    }
  }

  /** That router is gone, or about to go. */
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

  /** The link of two routers; made by whoever needs it first, in either direction, and again when it broke. */
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
    // The room may have closed, or either router been given up, while it was being made.
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
