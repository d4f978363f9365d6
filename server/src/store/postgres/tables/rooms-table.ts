/**
 * Rooms. Each write is one transaction that names the owner, the epoch and the revision that it builds on: what a
 * server sends that has lost the room meanwhile, or what arrives after it was given up, changes nothing.
 */
import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { OutcomeUnknown, type RoomNotes, type RoomRecord } from '../../../rooms/ports.ts';
import { writeRow } from '../../shared/room-row.ts';
import type { Database, Query, Row } from '../connection/database.ts';
import { type ChainEnd, emptyChain, entryColumns, extendChain } from './chain.ts';
import { ownedBy } from './current-owner.ts';
import type { OutboxTable } from './outbox-table.ts';
import { receiptColumns } from './receipts.ts';
import type { RevocationsTable } from './revocations-table.ts';

export interface RoomsTableOptions {
  database: Database;
  outbox: OutboxTable;
  revocations: RevocationsTable;
  /** This process, unique among all that ever wrote to the database. */
  owner: string;
  keepsOutbox: boolean;
  /** Called after entries of the audit log were stored. */
  onEntriesAdded: () => void;
}

/** What is stored of a room, as far as this server knows. */
interface Held {
  epoch: number;
  revision: number;
  chain: ChainEnd;
  lastEvent: number;
}

/** A room's notes as parameters of a statement, and what is stored of the room after it. */
interface Lines {
  values: unknown[];
  chain: ChainEnd;
  lastEvent: number;
  added: number;
  dropped: number;
}

const Ends = Type.Object({
  chain_seq: Type.Integer(),
  chain_hash: Type.String(),
  last_event: Type.Integer(),
});
const HeldRow = Type.Interface([Ends], { id: Type.String(), epoch: Type.Integer(), revision: Type.Integer() });

export const roomColumns = 'id, created_from, version, revision, phase, state, created_at, updated_at';
const heldColumns = 'id, epoch, revision, chain_seq, chain_hash, last_event';
/** Parameters of the notes of every statement: $1 is the room. */
const notesFrom = 2;

/** Stores the notes of a room once for each row of `source`, which has one or none. */
const insertNotes = (source: string): string => `
  entries AS (INSERT INTO audit_pending (chain, chain_seq, previous, hash, at, entry)
    SELECT $1::text, entry.* FROM ${source}, unnest(${entryColumns(notesFrom)}) AS entry),
  withdrawn AS (UPDATE receipts SET withdrawn_at = note.at
    FROM ${source}, unnest($12::text[], $13::double precision[]) AS note (seat_id, at)
    WHERE receipts.room_id = $1 AND receipts.seat_id = note.seat_id AND receipts.withdrawn_at IS NULL),
  accepted AS (INSERT INTO receipts (room_id, seat_id, version, text_sha256, accepted_at, withdrawn_at)
    SELECT $1::text, note.* FROM ${source},
      unnest($7::text[], $8::text[], $9::text[], $10::double precision[], $11::double precision[]) AS note),
  events AS (INSERT INTO outbox (room_id, id, sequence, body, created_at, next_at)
    SELECT $1::text, event.*, $17::double precision, $17::double precision
    FROM ${source}, unnest($14::text[], $15::bigint[], $16::text[]) AS event)`;

const fence = (first: number): string =>
  `id = $1 AND owner = $${first} AND epoch = $${first + 1} AND revision = $${first + 2}`;

const save = `WITH saved AS (UPDATE rooms SET revision = $18, chain_seq = $19, chain_hash = $20, last_event = $21,
    created_from = $25, version = $26, phase = $27, state = $28, created_at = $29, updated_at = $30
    WHERE ${fence(22)} RETURNING id), ${insertNotes('saved')}
  SELECT id FROM saved`;
const addNotes = `WITH saved AS (UPDATE rooms SET revision = $18, chain_seq = $19, chain_hash = $20, last_event = $21
    WHERE ${fence(22)} RETURNING id), ${insertNotes('saved')}
  SELECT id FROM saved`;
/** An insertion that is confirmed not to have happened has its mark, and finds it here should it arrive later. */
const insert = `WITH owned AS (${ownedBy(29)}),
  mark AS (INSERT INTO insertions (id) SELECT $22::uuid FROM owned ON CONFLICT DO NOTHING RETURNING id),
  made AS (INSERT INTO rooms (${roomColumns}, owner, epoch, chain_seq, chain_hash, last_event)
    SELECT $1::text, $23::text, $24::bigint, $18::bigint, $25::text, $26::text, $27::double precision,
      $28::double precision, $29::text, 1, $19::bigint, $20::text, $21::bigint FROM mark RETURNING id),
  ${insertNotes('made')}
  SELECT id FROM made`;

export class RoomsTable {
  readonly #options: RoomsTableOptions;
  readonly #held = new Map<string, Held>();
  /** Marks of insertions of which it is not known what became. */
  readonly #unsure = new Map<string, string>();

  constructor(options: RoomsTableOptions) {
    this.#options = options;
  }

  async insert(record: RoomRecord, notes: RoomNotes): Promise<void> {
    const { database, owner } = this.#options;
    const row = writeRow(record);
    const mark = randomUUID();
    const [former] = await database.read('SELECT chain_seq, chain_hash, last_event FROM chains WHERE id = $1', [
      record.id,
    ]);
    const lines = this.#linesOf(record.id, notes, former ? endsOf(former) : { chain: emptyChain, lastEvent: 0 });
    const { values } = lines;
    const ends = [record.revision, lines.chain.seq, lines.chain.hash, lines.lastEvent, mark];
    const columns = [row.created_from, row.version, row.phase, row.state, row.created_at, row.updated_at, owner];
    try {
      const { count } = await database.write(insert, [record.id, ...values, ...ends, ...columns], 'insert');
      if (count === 0) throw new Error(`room ${record.id} was not inserted: another server has the database`);
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.#unsure.set(record.id, mark);
      throw error;
    }
    this.#note(record.id, { epoch: 1, revision: record.revision }, lines);
  }

  async save(record: RoomRecord, notes: RoomNotes): Promise<void> {
    const { created_from, version, phase, state, created_at, updated_at } = writeRow(record);
    const columns = [created_from, version, phase, state, created_at, updated_at];
    const { database, revocations } = this.#options;
    if (record.state.phase !== 'ended') {
      await this.#update(record, notes, columns, (values) => database.write(save, values, 'save'));
      return;
    }
    let forget = (): void => {};
    const write = (values: unknown[]) =>
      database.transaction(async (query) => {
        const saved = await query(save, values);
        // Without a row the room is another server's: nothing of it may change.
        if (saved.count > 0) forget = await revocations.forgetIdentities(query, record.id);
        return saved;
      });
    try {
      await this.#update(record, notes, columns, write);
      this.#held.delete(record.id);
      forget();
    } catch (error) {
      if (error instanceof OutcomeUnknown) revocations.noteUnknown();
      throw error;
    }
  }

  async addNotes(room: Pick<RoomRecord, 'id' | 'revision'>, notes: RoomNotes): Promise<void> {
    const { database } = this.#options;
    await this.#update(room, notes, [], (values) => database.write(addNotes, values, 'note'));
  }

  async #update(
    { id, revision }: Pick<RoomRecord, 'id' | 'revision'>,
    notes: RoomNotes,
    columns: unknown[],
    write: (values: unknown[]) => Promise<{ count: number }>,
  ): Promise<void> {
    const held = this.#held.get(id) ?? (await this.#claim(id));
    if (!held) throw await this.#explainMiss(id);
    const lines = this.#linesOf(id, notes, held);
    const ends = [revision, lines.chain.seq, lines.chain.hash, lines.lastEvent];
    const fenced = [this.#options.owner, held.epoch, held.revision];
    const { count } = await write([id, ...lines.values, ...ends, ...fenced, ...columns]);
    if (count === 0) throw await this.#explainMiss(id);
    this.#note(id, { epoch: held.epoch, revision }, lines);
  }

  #linesOf(id: string, notes: RoomNotes, held: Pick<Held, 'chain' | 'lastEvent'>): Lines {
    const { outbox, keepsOutbox } = this.#options;
    const entries = extendChain(id, held.chain, notes.changes);
    const events = outbox.eventsOf(keepsOutbox ? notes.changes : [], held.lastEvent);
    const { added, withdrawn } = receiptColumns(notes.receipts);
    return {
      values: [...entries.columns, ...added, ...withdrawn, ...events.columns, outbox.now],
      chain: entries.end,
      lastEvent: events.last,
      added: events.columns[0].length,
      dropped: events.dropped,
    };
  }

  #note(id: string, stored: Pick<Held, 'epoch' | 'revision'>, { chain, lastEvent, added, dropped }: Lines): void {
    this.#held.set(id, { ...stored, chain, lastEvent });
    this.#options.onEntriesAdded();
    this.#options.outbox.noteAdded(added, dropped);
  }

  /** Takes a room that this server has not loaded. */
  async #claim(id: string): Promise<Held | null> {
    const { rows } = await this.#options.database.write(
      `WITH owned AS (${ownedBy(2)})
        UPDATE rooms SET owner = $2, epoch = epoch + 1 FROM owned WHERE id = $1 RETURNING ${heldColumns}`,
      [id, this.#options.owner],
    );
    return rows[0] ? this.#hold(rows[0]) : null;
  }

  #hold(row: Row): Held {
    const { id, epoch, revision } = Value.Parse(HeldRow, row);
    const held = { epoch, revision, ...endsOf(row) };
    this.#held.set(id, held);
    return held;
  }

  async #explainMiss(id: string): Promise<Error> {
    const [row] = await this.#options.database.read('SELECT owner FROM rooms WHERE id = $1', [id]);
    this.#held.delete(id);
    if (!row) return missing(id);
    return new Error(`room ${id} was written by another server meanwhile`);
  }

  async delete(id: string, notes: RoomNotes): Promise<boolean> {
    const { database, revocations, owner } = this.#options;
    const held = this.#held.get(id) ?? (await this.#claim(id));
    if (!held) return await this.#isGone(id);
    let forget = (): void => {};
    try {
      const isThere = await database.transaction(async (query) => {
        const { rows } = await query(
          'DELETE FROM rooms WHERE id = $1 AND owner = $2 AND epoch = $3 RETURNING chain_seq, chain_hash, last_event',
          [id, owner, held.epoch],
        );
        if (!rows[0]) return false;
        await this.#leaveChain(query, id, endsOf(rows[0]), notes);
        for (const table of ['receipts', 'media_journal']) await query(`DELETE FROM ${table} WHERE room_id = $1`, [id]);
        forget = await revocations.forgetIdentities(query, id);
        return true;
      });
      this.#held.delete(id);
      if (!isThere) return await this.#isGone(id);
    } catch (error) {
      if (error instanceof OutcomeUnknown) revocations.noteUnknown();
      throw error;
    }
    forget();
    this.#options.onEntriesAdded();
    return true;
  }

  async #leaveChain(
    query: Query,
    id: string,
    ends: Pick<Held, 'chain' | 'lastEvent'>,
    notes: RoomNotes,
  ): Promise<void> {
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

  /** @returns false; throws when the room is there but not this server's */
  async #isGone(id: string): Promise<false> {
    const [row] = await this.#options.database.read('SELECT 1 FROM rooms WHERE id = $1', [id]);
    if (row) throw new Error(`room ${id} was written by another server meanwhile`);
    return false;
  }

  /**
   * Raises the epoch, so that a write that was given up changes nothing should it arrive later. Waits for one that is
   * under way, since that locks the row.
   */
  async confirm(id: string): Promise<number | null> {
    const { database } = this.#options;
    for (;;) {
      const { rows } = await database.write(
        `UPDATE rooms SET epoch = epoch + 1 WHERE id = $1 AND owner = $2 RETURNING ${heldColumns}`,
        [id, this.#options.owner],
      );
      const mark = this.#unsure.get(id);
      if (rows[0]) {
        this.#unsure.delete(id);
        return this.#hold(rows[0]).revision;
      }
      this.#held.delete(id);
      if (mark === undefined) return (await this.#isGone(id)) || null;
      const { count } = await database.write('INSERT INTO insertions (id) VALUES ($1) ON CONFLICT DO NOTHING', [mark]);
      this.#unsure.delete(id);
      // With the mark it can't be inserted any more. Without: it was inserted meanwhile.
      if (count > 0) return null;
    }
  }

  /** Takes all rooms that have not ended. */
  async claimOpen(): Promise<Row[]> {
    const { rows } = await this.#options.database.write(
      `WITH owned AS (${ownedBy(1)}),
        claimed AS (UPDATE rooms SET owner = $1, epoch = epoch + 1 FROM owned WHERE phase <> 'ended'
          RETURNING ${roomColumns}, epoch, chain_seq, chain_hash, last_event)
        SELECT * FROM claimed ORDER BY created_at, id`,
      [this.#options.owner],
    );
    for (const row of rows) this.#hold(row);
    return rows;
  }
}

function endsOf(row: unknown): { chain: ChainEnd; lastEvent: number } {
  const { chain_seq: seq, chain_hash: hash, last_event: lastEvent } = Value.Parse(Ends, row);
  return { chain: { seq, hash }, lastEvent };
}

const missing = (id: string): Error => new Error(`there is no stored room ${id}`);
