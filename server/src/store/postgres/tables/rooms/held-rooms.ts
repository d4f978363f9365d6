/** The rooms that this node owns, as they are stored as far as it knows. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ChainEnd } from '../chain.ts';

/** The ends of a room's chain in the audit log and of its webhook events. */
export interface Ends {
  chain: ChainEnd;
  lastEvent: number;
}

export interface Held extends Ends {
  epoch: number;
  revision: number;
  /** Of a room that was deleted and made again under the same id it is another one. */
  createdAt: number;
}

const EndsRow = Type.Object({ chain_seq: Type.Integer(), chain_hash: Type.String(), last_event: Type.Integer() });
const HeldRow = Type.Interface([EndsRow], {
  id: Type.String(),
  epoch: Type.Integer(),
  revision: Type.Integer(),
  created_at: Type.Number(),
});

/** Columns of `rooms` from which `HeldRooms.read` takes what it notes. */
export const heldColumns = 'rooms.id, rooms.epoch, rooms.revision, rooms.created_at, chain_seq, chain_hash, last_event';

const defaultMaxLost = 10_000;

export class HeldRooms {
  readonly #maxLost: number;
  readonly #held = new Map<string, Held>();
  /**
   * Rooms that this node owned before, the latest last: only what it adopts anew may be written, never what it still has
   * in memory. It may be forgotten which they are: a room that is not held is claimed only when the stored revision is
   * the one before the write (`claim`), and what other nodes have stored meanwhile has raised it. A room that was made
   * again under its id has another time of creation.
   */
  readonly #lost = new Set<string>();
  readonly #unreadable = new Set<string>();
  /** What is reserved for rooms of this node, where it is not stored yet. */
  readonly #loads = new Map<string, number>();

  constructor(maxLost = defaultMaxLost) {
    this.#maxLost = maxLost;
  }

  get(id: string): Held | undefined {
    return this.#held.get(id);
  }

  /** As of now: entries are replaced, not changed. */
  snapshot(): ReadonlyMap<string, Held> {
    return new Map(this.#held);
  }

  isLost(id: string): boolean {
    return this.#lost.has(id);
  }

  /** This node owns it, but can't read it. */
  isUnreadable(id: string): boolean {
    return this.#unreadable.has(id);
  }

  noteUnreadable(id: string): void {
    this.#unreadable.add(id);
  }

  /** To be stored with the next save; null: it stays as it is stored. */
  loadOf(id: string): number | null {
    return this.#loads.get(id) ?? null;
  }

  expectLoad(id: string, load: number): void {
    this.#loads.set(id, load);
  }

  /** It is stored, or replaced. */
  forgetLoad(id: string): void {
    this.#loads.delete(id);
  }

  /** What is not stored yet of all rooms but this one. */
  loadBeside(id: string): number {
    return [...this.#loads].reduce((sum, [other, load]) => (other === id ? sum : sum + load), 0);
  }

  set(id: string, held: Held): void {
    this.#held.set(id, held);
    this.#lost.delete(id);
  }

  /** @param row of `rooms`, which this node owns */
  read(row: unknown): Held {
    const { id, epoch, revision, created_at: createdAt } = Value.Parse(HeldRow, row);
    const held = { epoch, revision, createdAt, ...endsOf(row) };
    this.set(id, held);
    return held;
  }

  /** It has ended, or is deleted. */
  forget(id: string): void {
    this.#held.delete(id);
    this.#lost.delete(id);
    this.#unreadable.delete(id);
    this.#loads.delete(id);
  }

  /** Another node owns it, or may. */
  lose(id: string): void {
    this.#held.delete(id);
    this.#unreadable.delete(id);
    this.#loads.delete(id);
    this.#lost.delete(id);
    this.#lost.add(id);
    for (const oldest of this.#lost) {
      if (this.#lost.size <= this.#maxLost) break;
      this.#lost.delete(oldest);
    }
  }

  /** It does not exist, or has ended. */
  forgetLost(id: string): void {
    this.#lost.delete(id);
  }

  loseAll(): void {
    for (const id of this.#held.keys()) this.lose(id);
  }
}

export function endsOf(row: unknown): Ends {
  const { chain_seq: seq, chain_hash: hash, last_event: lastEvent } = Value.Parse(EndsRow, row);
  return { chain: { seq, hash }, lastEvent };
}
