/**
 * The media journal's table. Records stay after a room has ended; they are removed with the room, and when they are
 * older than the retention.
 */
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
import type { Database, Query } from '../connection/database.ts';

export interface JournalTableOptions {
  database: Database;
  /** Puts the entries of the audit log into their order, which evidence is read from. */
  orderAudit: () => Promise<void>;
  /** Records per room; beyond this the oldest are removed. */
  maxPerRoom?: number | undefined;
  onDropped?: ((records: number) => void) | undefined;
}

const columns = 'room_id, at, count, event';

export class JournalTable implements JournalStore, EvidenceSource {
  readonly #options: JournalTableOptions;
  readonly #maxPerRoom: number;

  constructor(options: JournalTableOptions) {
    this.#options = options;
    this.#maxPerRoom = options.maxPerRoom ?? maxRecordsPerRoom;
  }

  async add(records: readonly JournalRecord[]): Promise<void> {
    const rows = records.map(toRow);
    const roomIds = rows.map(({ room_id }) => room_id);
    const removed = await this.#options.database.transaction(async (query) => {
      await query(
        `INSERT INTO media_journal (${columns}) SELECT record.room_id, record.at, record.count, record.event FROM
          unnest($1::text[], $2::double precision[], $3::integer[], $4::text[]) WITH ORDINALITY
            AS record (room_id, at, count, event, number) WHERE EXISTS (SELECT 1 FROM rooms WHERE id = record.room_id)
          ORDER BY number`,
        [roomIds, rows.map(({ at }) => at), rows.map(({ count }) => count), rows.map(({ event }) => event)],
      );
      let sum = 0;
      const counts = await query(
        'SELECT room_id, count(*) AS count FROM media_journal WHERE room_id = ANY($1) GROUP BY room_id',
        [[...new Set(roomIds)]],
      );
      for (const { room_id: roomId, count } of counts.rows)
        sum += await this.#trim(query, String(roomId), Number(count));
      return sum;
    });
    if (removed > 0) this.#options.onDropped?.(removed);
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

  async prune(olderThan: number): Promise<number> {
    return (await this.#options.database.write('DELETE FROM media_journal WHERE at < $1', [olderThan])).count;
  }

  async removeAll(): Promise<void> {
    await this.#options.database.write('DELETE FROM media_journal', []);
  }

  async findEvidence(roomId: string, from: number, until: number): Promise<Evidence> {
    const { database, orderAudit } = this.#options;
    await orderAudit();
    const rows = await database.read(
      `SELECT ${columns} FROM media_journal WHERE room_id = $1 AND id <=
        (SELECT max(id) FROM media_journal WHERE room_id = $1 AND at <= $2) ORDER BY id`,
      [roomId, until],
    );
    const records = rows.map(readRecord);
    const { begin, end } = decisionsPeriod(records, from, until);
    const decisions = await database.read(
      `SELECT at, line FROM audit WHERE at BETWEEN $1 AND $2 AND (room_id = $3 OR what = 'clock.stepped') ORDER BY seq`,
      [begin, end, roomId],
    );
    const [known] = await database.read('SELECT 1 FROM rooms WHERE id = $1', [roomId]);
    return {
      isRoomKnown: known !== undefined,
      records,
      decisions: decisions.flatMap((row) => readDecision(row) ?? []),
    };
  }
}
