/** A store whose writes end when the test says so, and how it says; what is stored is in the store behind it. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import {
  OutcomeUnknown,
  type Receipt,
  type RoomNotes,
  type RoomRecord,
  type RoomStore,
} from '../../../../server/src/rooms/ports.ts';

/**
 * `unknown-stored`, `unknown-lost`: the writer isn't told which. An answer to `confirm` comes with `stored`, and with the others it is
 * asked in vain.
 */
export type Outcome = 'stored' | 'refused' | 'unknown-stored' | 'unknown-lost';

interface UnderWay {
  /** The room as it is being stored, or may be stored by now; null where its notes alone are. */
  record: RoomRecord | null;
  end(outcome: Outcome): Promise<void>;
}

export class ScheduledStore implements RoomStore {
  /** Off: every write ends at once. */
  isScheduled = false;
  /** Somebody doesn't know yet what became of a write. */
  isUnsure = false;
  /** Writes of more than one step. */
  groups = 0;
  readonly #inner: RoomStore;
  readonly #underWay: UnderWay[] = [];
  /** Of the newest write. */
  #last: RoomRecord | null = null;
  /** The newest revision of each room that was stored, as far as it was told here. */
  readonly #revisions = new Map<string, number>();

  constructor(inner: RoomStore) {
    this.#inner = inner;
  }

  /** What is being written, or asked for. */
  get pending(): Pick<UnderWay, 'record'> | null {
    return this.#underWay[0] ?? null;
  }

  /** Ends what is under way, if anything is. Resolves when everybody who waited for it has noticed. */
  async end(outcome: Outcome): Promise<void> {
    // What was asked for just now is written by then.
    await setImmediate();
    await this.#underWay.shift()?.end(outcome);
    await setImmediate();
  }

  #schedule<T>(record: RoomRecord | null, write: () => Promise<T>): Promise<T> {
    if (!this.isScheduled) return write();
    assert.equal(this.#underWay.length, 0, 'of one room one write at a time is under way');
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const end = async (outcome: Outcome) => {
      if (outcome === 'refused') return reject(new Error('database or disk is full'));
      this.isUnsure = outcome !== 'stored';
      if (outcome === 'unknown-lost') return reject(new OutcomeUnknown());
      const result = await write();
      if (outcome === 'stored') resolve(result);
      else reject(new OutcomeUnknown());
    };
    this.#underWay.push({ record, end });
    this.#last = record;
    return promise;
  }

  #checkOrder({ id, revision }: Pick<RoomRecord, 'id' | 'revision'>): void {
    const before = this.#revisions.get(id) ?? revision - 1;
    assert.ok(revision >= before, 'revisions grow');
    if (revision > before + 1) this.groups += 1;
    this.#revisions.set(id, revision);
  }

  insertRoom = (record: RoomRecord, notes?: RoomNotes): Promise<void> => this.#inner.insertRoom(record, notes);
  saveRoom = (record: RoomRecord, notes?: RoomNotes): Promise<void> =>
    this.#schedule(record, async () => {
      await this.#inner.saveRoom(record, notes);
      this.#checkOrder(record);
    });
  addNotes = (notes: RoomNotes, room: Pick<RoomRecord, 'id' | 'revision' | 'createdAt'>): Promise<void> =>
    this.#schedule(null, async () => {
      await this.#inner.addNotes(notes, room);
      this.#checkOrder(room);
    });
  deleteRoom = (roomId: string, notes?: RoomNotes): Promise<boolean> => this.#inner.deleteRoom(roomId, notes);
  confirm = (roomId: string): Promise<number | null> => this.#schedule(this.#last, () => this.#inner.confirm(roomId));
  getRoom = (roomId: string): Promise<RoomRecord | null> => this.#inner.getRoom(roomId);
  loadOpenRooms = (): Promise<RoomRecord[]> => this.#inner.loadOpenRooms();
  listRooms = (page: { limit: number; cursor: string | null }) => this.#inner.listRooms(page);
  listReceipts = (roomId: string): Promise<Receipt[]> => this.#inner.listReceipts(roomId);
  probe = (): Promise<void> => this.#inner.probe();
  close = (): void | Promise<void> => this.#inner.close();
}

/** Rooms in memory, as JSON: what is read is what was written. */
export class MemoryStore implements RoomStore {
  readonly changes: RoomNotes['changes'] = [];
  readonly #rooms = new Map<string, string>();

  async insertRoom(record: RoomRecord, notes?: RoomNotes): Promise<void> {
    this.#write(record, notes);
  }

  async saveRoom(record: RoomRecord, notes?: RoomNotes): Promise<void> {
    this.#write(record, notes);
  }

  async addNotes(notes: RoomNotes, { id, revision }: Pick<RoomRecord, 'id' | 'revision'>): Promise<void> {
    const record = await this.getRoom(id);
    if (record) this.#write({ ...record, revision }, notes);
  }

  #write(record: RoomRecord, notes?: RoomNotes): void {
    this.#rooms.set(record.id, JSON.stringify(record));
    this.changes.push(...(notes?.changes ?? []));
  }

  async deleteRoom(roomId: string): Promise<boolean> {
    return this.#rooms.delete(roomId);
  }

  async confirm(roomId: string): Promise<number | null> {
    return (await this.getRoom(roomId))?.revision ?? null;
  }

  async getRoom(roomId: string): Promise<RoomRecord | null> {
    const text = this.#rooms.get(roomId);
    return text === undefined ? null : JSON.parse(text);
  }

  async loadOpenRooms(): Promise<RoomRecord[]> {
    return [];
  }

  async listRooms(): Promise<{ records: RoomRecord[]; nextCursor: null }> {
    return { records: [], nextCursor: null };
  }

  async listReceipts(): Promise<Receipt[]> {
    return [];
  }

  async probe(): Promise<void> {}

  close(): void {}
}
