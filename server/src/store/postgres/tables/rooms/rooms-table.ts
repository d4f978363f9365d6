/**
 * Rooms. Each write is one transaction that names the owner, the epoch, the time of creation and the revision that it
 * builds on: what a node sends that does not own the room any more, or what arrives after it was given up, changes nothing.
 */
import { randomUUID } from 'node:crypto';
import { OutcomeUnknown, OwnershipLost, type RoomNotes, type RoomRecord } from '../../../../rooms/ports.ts';
import { writeRow } from '../../../shared/room-row.ts';
import type { Database, Query, Row } from '../../connection/database.ts';
import { emptyChain, entryColumns, extendChain } from '../chain.ts';
import type { InvitationsTable } from '../invitations-table.ts';
import type { Writer } from '../node-fence.ts';
import type { OutboxTable } from '../outbox-table.ts';
import type { RevocationsTable } from '../revocations-table.ts';
import { type Ends, endsOf, type Held, type HeldRooms } from './held-rooms.ts';
import { receiptColumns } from './receipts.ts';
import * as statements from './room-statements.ts';

export interface RoomsTableOptions {
  database: Database;
  outbox: OutboxTable;
  revocations: RevocationsTable;
  invitations: InvitationsTable;
  writer: Writer;
  held: HeldRooms;
  keepsOutbox: boolean;
  /** Called after entries of the audit log were stored. */
  onEntriesAdded: () => void;
}

/** A room's notes as parameters of a statement, and what is stored of the room after it. */
interface Lines extends Ends {
  values: unknown[];
  added: number;
  dropped: number;
}

interface Insertion {
  mark: string;
  createdAt: number;
}

type StepOfRoom = Pick<RoomRecord, 'id' | 'revision' | 'createdAt'>;

export class RoomsTable {
  readonly #options: RoomsTableOptions;
  /** Insertions of which it is not known what became. */
  readonly #unsure = new Map<string, Insertion>();

  constructor(options: RoomsTableOptions) {
    this.#options = options;
  }

  async insert(record: RoomRecord, notes: RoomNotes): Promise<void> {
    const { database, writer, held } = this.#options;
    const mark = randomUUID();
    const [former] = await database.read('SELECT chain_seq, chain_hash, last_event FROM chains WHERE id = $1', [
      record.id,
    ]);
    const lines = this.#linesOf(record.id, notes, former ? endsOf(former) : { chain: emptyChain, lastEvent: 0 });
    const ends = [record.revision, lines.chain.seq, lines.chain.hash, lines.lastEvent, mark];
    const columns = [record.createdAt, ...columnsOf(record), writer.incarnation, record.region];
    const values = [record.id, ...lines.values, ...ends, ...columns];
    try {
      const { count } = await database.write(statements.insert, values, 'insert');
      if (count === 0) throw new OwnershipLost(record.id);
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.#unsure.set(record.id, { mark, createdAt: record.createdAt });
      throw error;
    }
    this.#note(record.id, { epoch: 1, revision: record.revision, createdAt: record.createdAt }, lines);
    if (record.region !== null && record.region !== writer.region) held.lose(record.id);
  }

  async save(record: RoomRecord, notes: RoomNotes): Promise<void> {
    const { database, revocations, held } = this.#options;
    const load = held.loadOf(record.id);
    const columns = [...columnsOf(record), load];
    this.#requireNewer(record);
    if (record.state.phase !== 'ended') {
      await this.#update(record, notes, columns, (values) => database.write(statements.save, values, 'save'));
      if (load !== null) held.forgetLoad(record.id);
      return;
    }
    let forget = (): void => {};
    const write = (values: unknown[]) =>
      database.transaction(async (query) => {
        const saved = await query(statements.save, values);
        // Without a row the room is another node's: nothing of it may change.
        if (saved.count > 0) forget = await this.#forgetPeople(query, record.id);
        return saved;
      });
    try {
      await this.#update(record, notes, columns, write);
      held.forget(record.id);
      forget();
    } catch (error) {
      if (error instanceof OutcomeUnknown) revocations.noteUnknown();
      throw error;
    }
  }

  /** What this node has stored of the room, or adopted, is as new as that: another memory of the room is out of date. */
  #requireNewer({ id, revision }: RoomRecord): void {
    const { held } = this.#options;
    if (revision > (held.get(id)?.revision ?? 0)) return;
    held.lose(id);
    throw new OwnershipLost(id);
  }

  async addNotes(room: StepOfRoom, notes: RoomNotes): Promise<void> {
    const { database } = this.#options;
    await this.#update(room, notes, [], (values) => database.write(statements.addNotes, values, 'note'));
  }

  async #update(
    { id, revision, createdAt }: StepOfRoom,
    notes: RoomNotes,
    columns: unknown[],
    write: (values: unknown[]) => Promise<{ count: number }>,
  ): Promise<void> {
    const { held: rooms, writer } = this.#options;
    if (rooms.isLost(id)) throw new OwnershipLost(id);
    const held = rooms.get(id) ?? (await this.#claim(id, { revision: revision - 1, createdAt }));
    if (!held) throw await this.#explainMiss(id);
    const lines = this.#linesOf(id, notes, held);
    const ends = [revision, lines.chain.seq, lines.chain.hash, lines.lastEvent];
    const fenced = [writer.incarnation, held.epoch, held.revision, createdAt];
    const { count } = await write([id, ...lines.values, ...ends, ...fenced, ...columns]);
    if (count === 0) throw await this.#explainMiss(id, { ...held, createdAt });
    this.#note(id, { epoch: held.epoch, revision, createdAt }, lines);
  }

  #linesOf(id: string, notes: RoomNotes, held: Ends): Lines {
    const { outbox, keepsOutbox } = this.#options;
    const entries = extendChain(id, held.chain, notes.changes);
    const events = outbox.eventsOf(keepsOutbox ? notes.changes : [], held.lastEvent);
    const { added, withdrawn } = receiptColumns(notes.receipts);
    return {
      values: [...entries.columns, ...added, ...withdrawn, ...events.columns],
      chain: entries.end,
      lastEvent: events.last,
      added: events.columns[0].length,
      dropped: events.dropped,
    };
  }

  #note(id: string, stored: Omit<Held, keyof Ends>, { chain, lastEvent, added, dropped }: Lines): void {
    this.#options.held.set(id, { ...stored, chain, lastEvent });
    this.#options.onEntriesAdded();
    this.#options.outbox.noteAdded(added, dropped);
  }

  /** @param known what has to be stored of it; null: anything */
  async #claim(id: string, known: Pick<Held, 'revision' | 'createdAt'> | null): Promise<Held | null> {
    const { database, writer, held } = this.#options;
    const values = [id, writer.incarnation, known?.revision ?? null, known?.createdAt ?? null];
    const { rows } = await database.write(statements.claim, values);
    return rows[0] ? held.read(rows[0]) : null;
  }

  /**
   * A database that has lost its last writes, in a failover to a standby server without them, lacks what this node has
   * stored: what is in its memory must not be stored, as with a room of another node.
   * @param held what this node believed; undefined: it could not claim the room either
   */
  async #explainMiss(id: string, held?: Held): Promise<Error> {
    const { database, writer, held: rooms } = this.#options;
    const values = [id, writer.incarnation, held?.epoch ?? 0, held?.createdAt ?? 0, held?.revision ?? 0];
    const [row] = await database.read(statements.isOwn, values);
    rooms.forget(id);
    if (!row && !held) return new Error(`there is no stored room ${id}`);
    if (row?.is_own === true) return new Error(`room ${id} was written meanwhile`);
    rooms.lose(id);
    return new OwnershipLost(id);
  }

  async delete(id: string, notes: RoomNotes): Promise<boolean> {
    const { database, revocations, writer, held: rooms } = this.#options;
    const held = rooms.get(id) ?? (await this.#claim(id, null));
    if (!held) return await this.#isNowhere(id);
    let forget = (): void => {};
    try {
      const isThere = await database.transaction(async (query) => {
        const { rows } = await query(statements.remove, [id, writer.incarnation, held.epoch, held.createdAt]);
        if (!rows[0]) return false;
        await this.#leaveChain(query, id, endsOf(rows[0]), notes);
        for (const table of ['receipts', 'media_journal']) await query(`DELETE FROM ${table} WHERE room_id = $1`, [id]);
        forget = await this.#forgetPeople(query, id);
        return true;
      });
      if (!isThere) return await this.#isNowhere(id);
      rooms.forget(id);
    } catch (error) {
      if (error instanceof OutcomeUnknown) revocations.noteUnknown();
      throw error;
    }
    forget();
    this.#options.onEntriesAdded();
    return true;
  }

  /** @returns what to call when that is stored */
  async #forgetPeople(query: Query, id: string): Promise<() => void> {
    const { revocations, invitations } = this.#options;
    await invitations.forget(query, id);
    return await revocations.forgetIdentities(query, id);
  }

  async #leaveChain(query: Query, id: string, ends: Ends, notes: RoomNotes): Promise<void> {
    const { end, columns } = extendChain(id, ends.chain, notes.changes);
    await query(
      `INSERT INTO audit_pending (chain, chain_seq, previous, hash, at, entry)
        SELECT $1, entry.* FROM unnest(${entryColumns(2)}) AS entry`,
      [id, ...columns],
    );
    await query(
      `INSERT INTO chains (id, chain_seq, chain_hash, last_event) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET
        chain_seq = excluded.chain_seq, chain_hash = excluded.chain_hash, last_event = excluded.last_event`,
      [id, end.seq, end.hash, ends.lastEvent],
    );
  }

  /** @returns false: there is no such room. Throws OwnershipLost when there is, since it is not this node's */
  async #isNowhere(id: string): Promise<false> {
    const [row] = await this.#options.database.read('SELECT 1 FROM rooms WHERE id = $1', [id]);
    if (!row) {
      this.#options.held.forget(id);
      return false;
    }
    this.#options.held.lose(id);
    throw new OwnershipLost(id);
  }

  /** Waits for a write that is under way, since that locks the row; as a transaction, so that the database gives up too. */
  async confirm(id: string): Promise<number | null> {
    const { database, writer, held } = this.#options;
    const known = held.get(id);
    for (;;) {
      const values = [id, writer.incarnation, known?.createdAt ?? null];
      const { rows } = await database.transaction((query) => query(statements.confirm, values));
      const unsure = this.#unsure.get(id);
      if (rows[0]) {
        this.#unsure.delete(id);
        const { revision } = held.read(rows[0]);
        if (revision >= (known?.revision ?? 0)) return revision;
        // The database has lost what this node has stored: see `#explainMiss`.
        held.lose(id);
        throw new OwnershipLost(id);
      }
      if (unsure === undefined) return (await this.#isNowhere(id)) || null;
      const isLate = !(await this.#forbidInsertion(unsure.mark));
      const elsewhere = isLate ? await this.#revisionElsewhere(id, unsure.createdAt) : null;
      this.#unsure.delete(id);
      if (!isLate) return null;
      if (elsewhere !== null) {
        held.lose(id);
        return elsewhere;
      }
    }
  }

  /** @returns false: it was inserted meanwhile. With its mark it can't be inserted any more */
  async #forbidInsertion(mark: string): Promise<boolean> {
    const sql = 'INSERT INTO insertions (id) VALUES ($1) ON CONFLICT DO NOTHING';
    return (await this.#options.database.write(sql, [mark])).count > 0;
  }

  /** The revision of a room that was made for another region, which a node there may run; null: it is none. */
  async #revisionElsewhere(id: string, createdAt: number): Promise<number | null> {
    const { database, writer } = this.#options;
    const [row] = await database.read('SELECT revision FROM rooms WHERE id = $1 AND created_at = $2 AND region <> $3', [
      id,
      createdAt,
      writer.region,
    ]);
    return row ? Number(row.revision) : null;
  }

  /** The open rooms of this node, under a new epoch. */
  async reclaimOpen(): Promise<Row[]> {
    const { database, writer, held } = this.#options;
    const { rows } = await database.write(statements.reclaimOpen, [writer.incarnation]);
    for (const row of rows) held.read(row);
    return rows;
  }
}

/** In the order of the parameters of `save` and `insert`. */
function columnsOf(record: RoomRecord): unknown[] {
  const { created_from, version, phase, state, updated_at } = writeRow(record);
  const { version: stateVersion, timers } = record.state;
  const dueAt = Object.values(timers).flatMap((timer) => (timer ? [timer.dueAt] : []));
  const nextDueAt = dueAt.length > 0 ? Math.min(...dueAt) : null;
  return [created_from, version, phase, state, updated_at, stateVersion, nextDueAt];
}
