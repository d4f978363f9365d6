/**
 * One of several nodes that do random operations on the same rooms. It believes what it was told: also that it owns a
 * room which another node has taken meanwhile.
 */
import { OutcomeUnknown, OwnershipLost, type RoomRecord } from '../../../../../server/src/rooms/ports.ts';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import type { Random } from '../../../faults/seeded-random.ts';
import { makeRecord, withSomebody } from '../room-records.ts';
import type { Acknowledged } from './room-history.ts';

export interface NodePlayerOptions {
  incarnation: string;
  store: PostgresStore;
  random: Random;
  roomIds: readonly string[];
  /** Of all players. */
  acknowledged: Acknowledged[];
  /** Incarnations of all players. */
  others: () => string[];
  /** Ends the lease of another node, as after the time without a renewal. */
  endLease: (incarnation: string) => Promise<unknown>;
}

let marks = 0;

export class NodePlayer {
  readonly options: NodePlayerOptions;
  readonly #rooms = new Map<string, RoomRecord>();

  constructor(options: NodePlayerOptions) {
    this.options = options;
  }

  /** Resolves when it has done one thing. Rejects when it was told what can't be. */
  async act(): Promise<void> {
    const { random } = this.options;
    const acts = [
      ...Array.from({ length: 6 }, () => this.#save),
      ...[this.#adopt, this.#adopt, this.#adopt, this.#adoptSome, this.#give, this.#confirm, this.#expire],
    ];
    await random.pick(acts).call(this);
  }

  #anyRoom(): RoomRecord | null {
    return this.#rooms.size === 0 ? null : this.options.random.pick([...this.#rooms.values()]);
  }

  async #save(): Promise<void> {
    const record = this.#anyRoom();
    if (!record) return;
    const { store, random } = this.options;
    const revision = record.revision + 1;
    marks += 1;
    const isNote = random.chance(0.2);
    const marker = isNote ? null : `mark-${marks}.`;
    const next =
      marker === null ? { ...record, revision } : { ...withSomebody(makeRecord(record.id), marker), revision };
    const write = isNote ? store.addNotes({ changes: [], receipts: [] }, next) : store.saveRoom(next);
    if (await this.#isStored(write, record, revision)) {
      this.options.acknowledged.push({ roomId: record.id, revision, by: this.options.incarnation, marker });
      this.#rooms.set(record.id, next);
    }
  }

  async #isStored(write: Promise<void>, { id, revision: before }: RoomRecord, revision: number): Promise<boolean> {
    try {
      await write;
      return true;
    } catch (error) {
      if (error instanceof OwnershipLost) return this.#loseSometimes(id);
      if (!(error instanceof OutcomeUnknown)) return this.#pass(error);
    }
    const stored = await this.#confirmed(id);
    if (stored === undefined) return this.#loseSometimes(id);
    if (stored !== before && stored !== revision) throw new Error(`${id}: ${stored} is confirmed, not ${revision}`);
    return stored === revision;
  }

  /** It may go on with what it has in memory, which must not be stored. */
  #loseSometimes(id: string): false {
    if (this.options.random.chance(0.5)) this.#rooms.delete(id);
    return false;
  }

  /** Connections that were ended are told in many ways; anything else is a fault. */
  #pass(error: unknown): false {
    const text = String(error);
    if (!/terminat|ended|ECONNRESET|EPIPE|not known|57P01|timeout|closed/i.test(text)) throw error;
    return false;
  }

  /** @returns undefined: it is owned by another node */
  async #confirmed(id: string): Promise<number | null | undefined> {
    for (;;) {
      try {
        return await this.options.store.confirm(id);
      } catch (error) {
        if (error instanceof OwnershipLost) return undefined;
        this.#pass(error);
      }
    }
  }

  async #confirm(): Promise<void> {
    const record = this.#anyRoom();
    if (!record) return;
    const stored = await this.#confirmed(record.id);
    if (stored === undefined) this.#loseSometimes(record.id);
    else if (stored !== record.revision) throw new Error(`${record.id}: ${stored} is stored, not ${record.revision}`);
  }

  async #adopt(): Promise<void> {
    const { store, random, roomIds } = this.options;
    await this.#take(async () => {
      const record = await store.cluster.ownership.adopt(random.pick(roomIds));
      return record ? [record] : [];
    });
  }

  async #adoptSome(): Promise<void> {
    await this.#take(() => this.options.store.cluster.ownership.adoptSome(2));
  }

  async #take(adopt: () => Promise<RoomRecord[]>): Promise<void> {
    const before = [...this.options.acknowledged];
    try {
      for (const record of await adopt()) {
        const missed = before.find(({ roomId, revision }) => roomId === record.id && revision > record.revision);
        if (missed) throw new Error(`${record.id}: adopted without revision ${missed.revision}`);
        this.#rooms.set(record.id, record);
      }
    } catch (error) {
      this.#pass(error);
    }
  }

  /** Also rooms that it does not know to be its own. */
  async #give(): Promise<void> {
    const { store, random, others, roomIds } = this.options;
    const id = random.pick(roomIds);
    const to = random.chance(0.5) ? null : random.pick(others());
    try {
      await store.cluster.ownership.give(id, to);
      this.#loseSometimes(id);
    } catch (error) {
      this.#pass(error);
    }
  }

  async #expire(): Promise<void> {
    const { store, random, others, endLease } = this.options;
    if (!random.chance(0.5)) return;
    await endLease(random.pick(others()));
    await store.cluster.nodes.expire().catch((error: unknown) => this.#pass(error));
  }

  /** Renews its lease, sometimes as a node that drains. @returns whether it was declared gone */
  async isGone(): Promise<boolean> {
    const { store, random } = this.options;
    return await store.cluster.nodes.renew(600_000, random.chance(0.8) ? 'running' : 'draining').then(
      (renewal) => renewal === null,
      (error: unknown) => this.#pass(error),
    );
  }
}
