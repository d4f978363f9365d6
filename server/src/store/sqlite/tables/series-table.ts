/** Series of sessions, with the names of their members. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SeriesNotes, SeriesRecord, SeriesStore } from '../../../series/ports.ts';
import { formatCursor, parseCursor } from '../../shared/cursor.ts';
import { readableSeries, readSeries, seriesColumns, writeSeries } from '../../shared/series-row.ts';
import type { AuditTable } from './audit-table.ts';
import type { InvitationsTable } from './invitations-table.ts';
import type { OutboxTable } from './outbox-table.ts';
import { inTransaction } from './transaction.ts';

export interface SeriesTableOptions {
  database: DatabaseSync;
  audit: AuditTable;
  invitations: InvitationsTable;
  /** Null: no webhooks are delivered. */
  outbox: OutboxTable | null;
  /** Called for each stored series that can't be read; the others are handled. */
  onBroken: (error: Error) => void;
  /** Called after a write that may have removed names. */
  onOverwritten: () => void;
}

export class SeriesTable implements SeriesStore {
  readonly #options: SeriesTableOptions;
  readonly #statements: Record<
    'insert' | 'save' | 'get' | 'list' | 'due' | 'makeDue' | 'awaiting' | 'remove',
    StatementSync
  >;

  constructor(options: SeriesTableOptions) {
    this.#options = options;
    const prepare = (sql: string) => options.database.prepare(sql);
    this.#statements = {
      insert: prepare(`INSERT INTO series (${seriesColumns}) VALUES (:id, :created_from, :version, :revision, :state,
        :due_at, :awaits_rooms, :is_deleted, :created_at, :updated_at) ON CONFLICT (id) DO NOTHING`),
      save: prepare(`UPDATE series SET created_from = :created_from, version = :version, revision = :revision,
        state = :state, due_at = :due_at, awaits_rooms = :awaits_rooms, is_deleted = :is_deleted,
        created_at = :created_at, updated_at = :updated_at WHERE id = :id AND revision = :read_revision`),
      get: prepare(`SELECT ${seriesColumns} FROM series WHERE id = ?`),
      list: prepare(`SELECT ${seriesColumns} FROM series WHERE is_deleted = 0 AND (created_at, id) < (:created_at, :id)
        ORDER BY created_at DESC, id DESC LIMIT :limit`),
      due: prepare(`SELECT ${seriesColumns} FROM series WHERE due_at <= ? ORDER BY due_at, id LIMIT ?`),
      makeDue: prepare('UPDATE series SET due_at = ? WHERE is_deleted = 0'),
      awaiting: prepare(`SELECT ${seriesColumns} FROM series WHERE awaits_rooms = 1 AND id > ? ORDER BY id LIMIT ?`),
      remove: prepare('DELETE FROM series WHERE id = ? AND revision = ?'),
    };
  }

  async insert(record: SeriesRecord, notes: SeriesNotes): Promise<boolean> {
    return this.#write(notes, () => this.#statements.insert.run(writeSeries(record)));
  }

  async save(record: SeriesRecord, readRevision: number, notes: SeriesNotes): Promise<boolean> {
    const row = { ...writeSeries(record), read_revision: readRevision };
    return this.#write(notes, () => {
      const done = this.#statements.save.run(row);
      if (Number(done.changes) > 0) this.#options.invitations.forgetMembers(record);
      return done;
    });
  }

  #write({ changes, events }: SeriesNotes, write: () => { changes: number | bigint }): boolean {
    const { database, audit, outbox, onOverwritten } = this.#options;
    const added = inTransaction(database, () => {
      if (Number(write().changes) === 0) return null;
      audit.appendWithin(changes);
      return outbox?.addSeriesWithin(events) ?? 0;
    });
    if (added === null) return false;
    if (added > 0) outbox?.onAdded();
    onOverwritten();
    return true;
  }

  async get(id: string): Promise<SeriesRecord | null> {
    const row = this.#statements.get.get(id);
    return row === undefined ? null : readSeries(row);
  }

  async list({ limit, cursor }: { limit: number; cursor: string | null }): Promise<{
    records: SeriesRecord[];
    nextCursor: string | null;
  }> {
    const after = cursor === null ? { created_at: Number.MAX_VALUE, id: '' } : parseCursor(cursor);
    const rows = this.#statements.list.all({ ...after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      records: readableSeries(page, this.#options.onBroken),
      nextCursor: rows.length > limit && last ? formatCursor(last) : null,
    };
  }

  async claimDue(now: number, limit: number): Promise<SeriesRecord[]> {
    return readableSeries(this.#statements.due.all(now, limit), this.#options.onBroken);
  }

  async makeAllDue(now: number): Promise<void> {
    this.#statements.makeDue.run(now);
  }

  async awaitingRooms(limit: number, after: string): Promise<SeriesRecord[]> {
    return readableSeries(this.#statements.awaiting.all(after, limit), this.#options.onBroken);
  }

  async remove(id: string, readRevision: number): Promise<boolean> {
    const { database, onOverwritten } = this.#options;
    const { changes } = inTransaction(database, () => this.#statements.remove.run(id, readRevision));
    onOverwritten();
    return Number(changes) > 0;
  }
}
