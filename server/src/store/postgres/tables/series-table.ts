/**
 * Series of sessions, with the names of their members. All nodes look for series that are due: the one that asks claims
 * them for a limited time, in which no other node gets them. A write names the revision that it is based on.
 */
import type { SeriesNotes, SeriesRecord, SeriesStore } from '../../../series/ports.ts';
import { formatCursor, parseCursor } from '../../shared/cursor.ts';
import { readableSeries, readSeries, type SeriesRow, seriesColumns, writeSeries } from '../../shared/series-row.ts';
import { type Database, databaseNow, type Query } from '../connection/database.ts';
import type { InvitationsTable } from './invitations-table.ts';
import { type Writer, writing } from './node-fence.ts';
import type { OutboxTable } from './outbox-table.ts';
import type { ServerChain } from './server-chain.ts';

export interface SeriesTableOptions {
  database: Database;
  writer: Writer;
  chain: ServerChain;
  invitations: InvitationsTable;
  /** Null: no webhooks are delivered. */
  outbox: OutboxTable | null;
  /** Called for each stored series that can't be read; the others are handled. */
  onBroken: (error: Error) => void;
}

/** Longer than the rooms of all that are claimed at once take to be made. */
const claimMs = 30_000;
const now = `(SELECT ${databaseNow})`;

const insertOne = `INSERT INTO series (${seriesColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (id) DO NOTHING`;
const saveOne = `UPDATE series SET created_from = $2, version = $3, revision = $4, state = $5, due_at = $6,
  awaits_rooms = $7, is_deleted = $8, created_at = $9, updated_at = $10, claimed_by = NULL, claimed_until = NULL
  WHERE id = $1 AND revision = $11`;
const claim = `WITH writer AS (${writing(1)}),
  due AS (SELECT id FROM series WHERE EXISTS (SELECT FROM writer) AND due_at <= $2::double precision
      AND (claimed_until IS NULL OR claimed_by = $1 OR claimed_until <= ${now})
    ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE series SET claimed_by = $1, claimed_until = ${now} + ${claimMs} FROM due WHERE series.id = due.id
  RETURNING ${seriesColumns
    .split(', ')
    .map((column) => `series.${column}`)
    .join(', ')}`;

export class SeriesTable implements SeriesStore {
  readonly #options: SeriesTableOptions;

  constructor(options: SeriesTableOptions) {
    this.#options = options;
  }

  insert(record: SeriesRecord, notes: SeriesNotes): Promise<boolean> {
    return this.#write(notes, (query) => query(insertOne, valuesOf(record)));
  }

  save(record: SeriesRecord, readRevision: number, notes: SeriesNotes): Promise<boolean> {
    return this.#write(notes, async (query) => {
      const done = await query(saveOne, [...valuesOf(record), readRevision]);
      if (done.count > 0) await this.#options.invitations.forgetMembers(query, record);
      return done;
    });
  }

  async #write(
    { changes, events }: SeriesNotes,
    write: (query: Query) => Promise<{ count: number }>,
  ): Promise<boolean> {
    const { chain, outbox } = this.#options;
    const noteAdded = await chain.transaction<(() => void) | null>(async (query) => {
      if ((await write(query)).count === 0) return { result: null, changes: [] };
      return { result: (await outbox?.addSeriesWithin(query, events)) ?? (() => {}), changes };
    });
    noteAdded?.();
    return noteAdded !== null;
  }

  async get(id: string): Promise<SeriesRecord | null> {
    const [row] = await this.#options.database.read(`SELECT ${seriesColumns} FROM series WHERE id = $1`, [id]);
    return row === undefined ? null : readSeries(row);
  }

  async list({ limit, cursor }: { limit: number; cursor: string | null }): Promise<{
    records: SeriesRecord[];
    nextCursor: string | null;
  }> {
    const after = cursor === null ? { created_at: Number.MAX_VALUE, id: '' } : parseCursor(cursor);
    const rows = await this.#options.database.read(
      `SELECT ${seriesColumns} FROM series WHERE is_deleted = 0 AND (created_at, id) < ($1, $2)
        ORDER BY created_at DESC, id DESC LIMIT $3`,
      [after.created_at, after.id, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      records: readableSeries(page, this.#options.onBroken),
      nextCursor: rows.length > limit && last ? formatCursor(last) : null,
    };
  }

  async claimDue(at: number, limit: number): Promise<SeriesRecord[]> {
    const { database, writer } = this.#options;
    const { rows } = await database.write(claim, [writer.incarnation, at, limit], 'claim-series');
    return readableSeries(rows, this.#options.onBroken).sort((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0));
  }

  async makeAllDue(at: number): Promise<void> {
    const { database, writer } = this.#options;
    await database.write(
      `WITH writer AS (${writing(2)}) UPDATE series SET due_at = $1::double precision FROM writer WHERE is_deleted = 0`,
      [at, writer.incarnation],
    );
  }

  async awaitingRooms(limit: number, after: string): Promise<SeriesRecord[]> {
    const rows = await this.#options.database.read(
      `SELECT ${seriesColumns} FROM series WHERE awaits_rooms = 1 AND id > $2 ORDER BY id LIMIT $1`,
      [limit, after],
    );
    return readableSeries(rows, this.#options.onBroken);
  }

  async remove(id: string, readRevision: number): Promise<boolean> {
    const { database, writer } = this.#options;
    const { count } = await database.write(
      `WITH writer AS (${writing(3)}) DELETE FROM series USING writer WHERE id = $1 AND revision = $2`,
      [id, readRevision, writer.incarnation],
    );
    return count > 0;
  }
}

function valuesOf(record: SeriesRecord): unknown[] {
  const row: SeriesRow = writeSeries(record);
  return [
    ...[row.id, row.created_from, row.version, row.revision, row.state, row.due_at, row.awaits_rooms],
    ...[row.is_deleted, row.created_at, row.updated_at],
  ];
}
