/**
 * The media journal's table. Records stay after a room has ended; they are removed with the room, and when they are
 * older than the retention.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalRecord, JournalStore } from '../../../journal/records.ts';
import type { Evidence, EvidenceSource } from '../../../journal/story/evidence.ts';
import {
  decisionsPeriod,
  gapRecord,
  keptShare,
  maxRecordsPerRoom,
  readDecision,
  readRecord,
  toRow,
} from '../../shared/journal-rows.ts';
import { inTransaction } from './transaction.ts';

export interface JournalTableOptions {
  /** Records per room; beyond this the oldest are removed. */
  maxPerRoom?: number | undefined;
  onDropped?: ((records: number) => void) | undefined;
}

export class JournalTable implements JournalStore, EvidenceSource {
  readonly #database: DatabaseSync;
  readonly #maxPerRoom: number;
  readonly #onDropped: (records: number) => void;
  readonly #statements: Record<
    'insert' | 'count' | 'oldest' | 'boundary' | 'trim' | 'deleteOf' | 'prune' | 'removeAll',
    StatementSync
  >;

  constructor(database: DatabaseSync, { maxPerRoom = maxRecordsPerRoom, onDropped }: JournalTableOptions = {}) {
    this.#database = database;
    this.#maxPerRoom = maxPerRoom;
    this.#onDropped = onDropped ?? (() => {});
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      insert: prepare(`INSERT INTO media_journal (room_id, at, count, event)
        SELECT :room_id, :at, :count, :event WHERE EXISTS (SELECT 1 FROM rooms WHERE id = :room_id)`),
      count: prepare('SELECT count(*) AS count FROM media_journal WHERE room_id = ?'),
      oldest: prepare('SELECT room_id, at, count, event FROM media_journal WHERE room_id = ? ORDER BY id LIMIT 1'),
      boundary: prepare('SELECT id, at FROM media_journal WHERE room_id = ? ORDER BY id LIMIT 1 OFFSET ?'),
      // Replaces the last removed record, so that the order of the others stays.
      trim: prepare('DELETE FROM media_journal WHERE room_id = ? AND id <= ?'),
      deleteOf: prepare('DELETE FROM media_journal WHERE room_id = ?'),
      prune: prepare('DELETE FROM media_journal WHERE at < ?'),
      removeAll: prepare('DELETE FROM media_journal'),
    };
  }

  async add(records: readonly JournalRecord[]): Promise<void> {
    const removed = inTransaction(this.#database, () => {
      for (const record of records) this.#statements.insert.run(toRow(record));
      return [...new Set(records.map(({ roomId }) => roomId))].reduce((sum, roomId) => sum + this.#trim(roomId), 0);
    });
    if (removed > 0) this.#onDropped(removed);
  }

  async prune(olderThan: number): Promise<number> {
    return Number(inTransaction(this.#database, () => this.#statements.prune.run(olderThan)).changes);
  }

  async removeAll(): Promise<void> {
    inTransaction(this.#database, () => this.#statements.removeAll.run());
  }

  async findEvidence(roomId: string, from: number, until: number): Promise<Evidence> {
    return findEvidence(this.#database, roomId, from, until);
  }

  /** Inside the caller's transaction. */
  deleteOf(roomId: string): void {
    this.#statements.deleteOf.run(roomId);
  }

  /** Keeps a room within its limit, and adds a record about the missing ones. */
  #trim(roomId: string): number {
    const count = Number(this.#statements.count.get(roomId)?.count);
    if (count <= this.#maxPerRoom) return 0;
    const excess = count - Math.floor(this.#maxPerRoom * keptShare);
    const last = this.#statements.boundary.get(roomId, excess - 1);
    const oldest = this.#statements.oldest.get(roomId);
    if (!last || !oldest) return 0;
    this.#statements.trim.run(roomId, Number(last.id));
    insertAt(this.#database, Number(last.id), gapRecord(roomId, readRecord(oldest), Number(last.at)));
    return excess;
  }
}

function insertAt(database: DatabaseSync, id: number, record: JournalRecord): void {
  database
    .prepare('INSERT INTO media_journal (id, room_id, at, count, event) VALUES (:id, :room_id, :at, :count, :event)')
    .run({ id, ...toRow(record) });
}

/**
 * Also works on a file opened read-only. Reads up to the last record that is not after `until`. Earlier records with
 * later times are included: a clock was set back after them. Times in milliseconds since 1970-01-01 UTC.
 */
export function findEvidence(database: DatabaseSync, roomId: string, from: number, until: number): Evidence {
  const records = database
    .prepare(`SELECT room_id, at, count, event FROM media_journal WHERE room_id = :room_id AND id <=
      (SELECT max(id) FROM media_journal WHERE room_id = :room_id AND at <= :until) ORDER BY id`)
    .all({ room_id: roomId, until })
    .map(readRecord);
  const { begin, end } = decisionsPeriod(records, from, until);
  const decisions = database
    .prepare(`SELECT at, line FROM audit WHERE at BETWEEN :begin AND :end
      AND (json_extract(line, '$.roomId') = :room_id OR json_extract(line, '$.what') = 'clock.stepped') ORDER BY seq`)
    .all({ begin, end, room_id: roomId })
    .flatMap((row) => readDecision(row) ?? []);
  const isKnown = database.prepare('SELECT 1 FROM rooms WHERE id = ?').get(roomId) !== undefined;
  return { isRoomKnown: isKnown, records, decisions };
}
