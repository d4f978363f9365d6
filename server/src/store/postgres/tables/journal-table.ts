/**
 * The media journal's table. Records stay after a room has ended; they are removed with the room, and when they are
 * older than the retention.
 */
import { randomUUID } from 'node:crypto';
import type { JournalRecord, JournalStore } from '../../../journal/records.ts';
import type { Evidence, EvidenceSource } from '../../../journal/story/evidence.ts';
import { OutcomeUnknown } from '../../../rooms/ports.ts';
import {
  decisionsPeriod,
  gapRecord,
  keptShare,
  maxRecordsPerRoom,
  readDecision,
  readRecord,
  toRow,
} from '../../shared/journal-rows.ts';
import { type Database, databaseNow, type Query } from '../connection/database.ts';
import { NodeGoneError, type Writer, writing } from './node-fence.ts';

export interface JournalTableOptions {
  database: Database;
  writer: Writer;
  /** Puts the entries of the audit log into their order, which evidence is read from. */
  orderAudit: () => Promise<void>;
  /** Records per room; beyond this the oldest are removed. */
  maxPerRoom?: number | undefined;
  onDropped?: ((records: number) => void) | undefined;
}

const columns = 'room_id, at, count, event';
/** The locks make a deletion of these rooms wait, and leave out those that are being deleted. */
const insert = `WITH known AS (SELECT id FROM rooms WHERE id = ANY($1::text[]) ORDER BY id FOR KEY SHARE)
  INSERT INTO media_journal (${columns}) SELECT record.room_id, record.at, record.count, record.event FROM
    unnest($1::text[], $2::double precision[], $3::integer[], $4::text[]) WITH ORDINALITY
      AS record (room_id, at, count, event, number) JOIN known ON known.id = record.room_id
    ORDER BY number`;
const addMark = 'INSERT INTO insertions (id) VALUES ($1) ON CONFLICT DO NOTHING';

export class JournalTable implements JournalStore, EvidenceSource {
  readonly #options: JournalTableOptions;
  readonly #maxPerRoom: number;
  /** The last call, when it is not known what became of it. */
  #unsure: { mark: string; records: readonly JournalRecord[] } | null = null;
  /** Of such calls, what they had stored. */
  readonly #stored = new WeakSet<JournalRecord>();

  constructor(options: JournalTableOptions) {
    this.#options = options;
    this.#maxPerRoom = options.maxPerRoom ?? maxRecordsPerRoom;
  }

  /** Records that are given again after a call of which it was not known whether it stored them are stored once. */
  async add(records: readonly JournalRecord[]): Promise<void> {
    await this.#resolveUnsure();
    const wanted = records.filter((record) => !this.#stored.has(record));
    if (wanted.length === 0) return;
    const mark = randomUUID();
    try {
      const removed = await this.#options.database.transaction((query) => this.#insert(query, wanted, mark));
      if (removed > 0) this.#options.onDropped?.(removed);
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.#unsure = { mark, records: wanted };
      throw error;
    }
  }

  /** Finds out what became of the last call. With its mark it can't be stored any more; without, it was stored. */
  async #resolveUnsure(): Promise<void> {
    if (!this.#unsure) return;
    const { mark, records } = this.#unsure;
    const { count } = await this.#options.database.write(addMark, [mark]);
    if (count === 0) for (const record of records) this.#stored.add(record);
    this.#unsure = null;
  }

  async #insert(query: Query, records: readonly JournalRecord[], mark: string): Promise<number> {
    if ((await query(writing(1), [this.#options.writer.incarnation])).count === 0) throw new NodeGoneError();
    if ((await query(addMark, [mark])).count === 0) throw new Error('the records were given up');
    const rows = records.map(toRow);
    const roomIds = rows.map(({ room_id }) => room_id);
    const values = [rows.map(({ at }) => at), rows.map(({ count }) => count), rows.map(({ event }) => event)];
    await query(insert, [roomIds, ...values]);
    let sum = 0;
    const counts = await query(
      'SELECT room_id, count(*) AS count FROM media_journal WHERE room_id = ANY($1) GROUP BY room_id',
      [[...new Set(roomIds)]],
    );
    for (const { room_id: roomId, count } of counts.rows) sum += await this.#trim(query, String(roomId), Number(count));
    return sum;
  }

  /** Keeps a room within its limit, and adds a record about the missing ones. */
  async #trim(query: Query, roomId: string, count: number): Promise<number> {
    if (count <= this.#maxPerRoom) return 0;
    const excess = count - Math.floor(this.#maxPerRoom * keptShare);
    const select = `SELECT id, ${columns} FROM media_journal WHERE room_id = $1 ORDER BY id LIMIT 1 OFFSET $2`;
    const [oldest] = (await query(select, [roomId, 0])).rows;
    const [last] = (await query(select, [roomId, excess - 1])).rows;
    if (!last || !oldest) return 0;
    await query('DELETE FROM media_journal WHERE room_id = $1 AND id <= $2', [roomId, last.id]);
    const { room_id, at, count: merged, event } = toRow(gapRecord(roomId, readRecord(oldest), Number(last.at)));
    // In place of the last removed record, so that the order of the others stays.
    await query(`INSERT INTO media_journal (id, ${columns}) VALUES ($1, $2, $3, $4, $5)`, [
      last.id,
      room_id,
      at,
      merged,
      event,
    ]);
    return excess;
  }

  /** By the database's clock, as AuditTable.prune. */
  async prune(olderThan: number, now: number): Promise<number> {
    const { database, writer } = this.#options;
    const { count } = await database.write(
      `WITH writer AS (${writing(2)}) DELETE FROM media_journal USING writer
        WHERE at < (SELECT ${databaseNow}) - $1::double precision`,
      [now - olderThan, writer.incarnation],
    );
    return count;
  }

  async removeAll(): Promise<void> {
    const { database, writer } = this.#options;
    await database.write(`WITH writer AS (${writing(1)}) DELETE FROM media_journal USING writer`, [writer.incarnation]);
  }

  async findEvidence(roomId: string, from: number, until: number): Promise<Evidence> {
    const { database, orderAudit } = this.#options;
    await orderAudit();
    return await findEvidence(database, roomId, from, until);
  }
}

/** Entries that are not put into the order of the log yet come last: they are the newest ones. */
const decisionsOf = `SELECT at, line FROM (
    SELECT 0 AS part, seq AS place, at, line FROM audit
      WHERE at BETWEEN $1 AND $2 AND (room_id = $3 OR what = 'clock.stepped')
    UNION ALL SELECT 1, id, at, entry FROM audit_pending
      WHERE at BETWEEN $1 AND $2 AND (entry::json ->> 'roomId' = $3 OR entry::json ->> 'what' = 'clock.stepped')
  ) AS entries ORDER BY part, place`;

/** Only reads, so that it also works for a user who may not write, and on a standby server. */
export async function findEvidence(database: Database, roomId: string, from: number, until: number): Promise<Evidence> {
  const rows = await database.read(
    `SELECT ${columns} FROM media_journal WHERE room_id = $1 AND id <=
      (SELECT max(id) FROM media_journal WHERE room_id = $1 AND at <= $2) ORDER BY id`,
    [roomId, until],
  );
  const records = rows.map(readRecord);
  const { begin, end } = decisionsPeriod(records, from, until);
  const decisions = await database.read(decisionsOf, [begin, end, roomId]);
  const [known] = await database.read('SELECT 1 FROM rooms WHERE id = $1', [roomId]);
  return {
    isRoomKnown: known !== undefined,
    records,
    decisions: decisions.flatMap((row) => readDecision(row) ?? []),
  };
}
