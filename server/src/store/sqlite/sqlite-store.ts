/**
 * Stores rooms in one SQLite file. Methods work synchronously; their promises are settled when they return. Writes are
 * durable when they return (`synchronous = FULL`: with a lower setting a power failure may lose the last commits in WAL
 * mode, and an admission that was answered must not be lost). Deleted data is overwritten.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StoreLoss } from '../../core/events/observer.ts';
import type { Receipt, RoomNotes, RoomRecord } from '../../rooms/ports.ts';
import { formatCursor, parseCursor } from '../shared/cursor.ts';
import { type BrokenRoomError, readableRooms, readRow, writeRow } from '../shared/room-row.ts';
import type { Store, StoreOptions } from '../store.ts';
import { type OpenDatabase, openDatabase, withoutWaiting } from './files/open-database.ts';
import { isPermanent, type StoreFiles } from './files/store-files.ts';
import { AuditTable } from './tables/audit-table.ts';
import { InvitationsTable } from './tables/invitations-table.ts';
import { JournalTable } from './tables/journal-table.ts';
import { OutboxTable } from './tables/outbox-table.ts';
import { ReceiptsTable } from './tables/receipts-table.ts';
import { RevocationsTable } from './tables/revocations-table.ts';
import { SeriesTable } from './tables/series-table.ts';
import { readServerSecret } from './tables/server-secret.ts';
import { guardWrites, inTransaction } from './tables/transaction.ts';

export interface SqliteStoreOptions extends StoreOptions {
  /** Called when the files at the store's paths are not the opened ones any more, and with null when they are again. */
  onLoss?: (loss: StoreLoss | null) => void;
}

const filesIntervalMs = 1_000;

const noNotes: RoomNotes = { changes: [], receipts: [] };

const columns = 'id, created_from, version, revision, phase, state, created_at, updated_at';

export class SqliteStore implements Store {
  readonly audit: AuditTable;
  readonly journal: JournalTable;
  readonly outbox: OutboxTable;
  readonly revocations: RevocationsTable;
  readonly series: SeriesTable;
  readonly invitations: InvitationsTable;
  /** Generated once, and never sent to anybody. */
  readonly serverSecret: Uint8Array;
  readonly #receipts: ReceiptsTable;
  readonly #keepsOutbox: boolean;
  readonly #database: DatabaseSync;
  readonly #files: StoreFiles;
  readonly #watching: NodeJS.Timeout;
  readonly #onLoss: (loss: StoreLoss | null) => void;
  #loss: StoreLoss | null = null;
  readonly #close: () => void;
  readonly #onBrokenRoom: (error: BrokenRoomError) => void;
  readonly #statements: Record<
    | 'insert'
    | 'save'
    | 'count'
    | 'revision'
    | 'delete'
    | 'get'
    | 'open'
    | 'list'
    | 'write'
    | 'read'
    | 'truncate'
    | 'checkpoint',
    StatementSync
  >;
  /** Deleted data of a room may still be in the write-ahead log. */
  #owesTruncate = true;

  private constructor({ database, files, id, close }: OpenDatabase, options: SqliteStoreOptions) {
    this.#database = database;
    this.#files = files;
    this.#close = close;
    this.#onLoss = options.onLoss ?? (() => {});
    const { limits = {} } = options;
    this.audit = new AuditTable(database);
    this.journal = new JournalTable(database, {
      maxPerRoom: limits.recordsPerRoom,
      onDropped: options.onJournalDropped,
    });
    this.outbox = new OutboxTable(database, limits.waitingEvents, options.now);
    this.revocations = new RevocationsTable(database, this.audit);
    this.invitations = new InvitationsTable(database, { audit: this.audit, onDeleted: () => this.#eraseLog() });
    this.serverSecret = readServerSecret(database);
    this.#receipts = new ReceiptsTable(database);
    this.#keepsOutbox = options.keepsOutbox ?? false;
    this.series = new SeriesTable({
      ...{ database, audit: this.audit, invitations: this.invitations },
      outbox: this.#keepsOutbox ? this.outbox : null,
      onBroken: (error) => options.onBrokenRoom?.(error),
      onOverwritten: () => {
        this.#owesTruncate = true;
        this.#truncateLog();
      },
    });
    this.#onBrokenRoom = options.onBrokenRoom ?? (() => {});
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      insert: prepare(`INSERT INTO rooms (${columns})
        VALUES (:id, :created_from, :version, :revision, :phase, :state, :created_at, :updated_at)`),
      save: prepare(`UPDATE rooms SET created_from = :created_from, version = :version, revision = :revision,
        phase = :phase, state = :state, created_at = :created_at, updated_at = :updated_at WHERE id = :id`),
      count: prepare('UPDATE rooms SET revision = ? WHERE id = ?'),
      revision: prepare('SELECT revision FROM rooms WHERE id = ?'),
      delete: prepare('DELETE FROM rooms WHERE id = ?'),
      get: prepare(`SELECT ${columns} FROM rooms WHERE id = ?`),
      open: prepare(`SELECT ${columns} FROM rooms WHERE phase <> 'ended' ORDER BY created_at, id`),
      list: prepare(`SELECT ${columns} FROM rooms WHERE (created_at, id) < (:created_at, :id)
        ORDER BY created_at DESC, id DESC LIMIT :limit`),
      write: prepare('UPDATE probe SET value = 1 - value'),
      read: prepare('SELECT value FROM probe'),
      truncate: prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
      checkpoint: prepare('PRAGMA wal_checkpoint(PASSIVE)'),
    };
    this.#truncateLog();
    files.expect(id);
    this.#checkFiles();
    guardWrites(database, () => this.#refuseWhenLost());
    this.#watching = setInterval(() => this.#checkFiles(), filesIntervalMs).unref();
  }

  /** What happened to the files, if they are not the opened ones; nothing is written then. */
  get loss(): StoreLoss | null {
    return this.#loss;
  }

  #checkFiles(): void {
    if (this.#loss && isPermanent(this.#loss)) return;
    const loss = this.#findLoss();
    if (loss?.file === this.#loss?.file && loss?.what === this.#loss?.what) return;
    this.#loss = loss;
    // Also blocks code that writes without checking: such writes would be lost, or damage the file that is now at the
    // path.
    this.#database.exec(`PRAGMA query_only = ${loss ? 'ON' : 'OFF'}`);
    this.#onLoss(loss);
  }

  /** A log that is empty because another program checkpointed it (`wal_checkpoint(TRUNCATE)`) is not a loss. */
  #findLoss(): StoreLoss | null {
    const loss = this.#files.findLoss();
    if (loss?.file !== 'log' || loss.what !== 'truncated' || !this.#isLogEmptied()) return loss;
    this.#files.forgetLogSize();
    return this.#files.findLoss();
  }

  /** Reads the index that SQLite's processes share: truncating the file by other means does not reset it. */
  #isLogEmptied(): boolean {
    try {
      return this.#statements.checkpoint.get()?.log === 0;
    } catch {
      return false;
    }
  }

  #refuseWhenLost(): void {
    this.#checkFiles();
    if (this.#loss) throw new Error(`the ${this.#loss.file} of the store was ${this.#loss.what}`);
  }

  /**
   * Opens or creates the store in this directory, and migrates older data. Throws an Error with one sentence that says
   * how to fix it: in use by another server, not a database, written by a newer version, not writable.
   */
  static open(dataDir: string, options: SqliteStoreOptions = {}): SqliteStore {
    return new SqliteStore(openDatabase(dataDir), options);
  }

  async insertRoom(record: RoomRecord, notes = noNotes): Promise<void> {
    this.#write(notes, () => this.#statements.insert.run(writeRow(record)));
  }

  async saveRoom(record: RoomRecord, notes = noNotes): Promise<void> {
    this.#write(notes, () => {
      requireRoom(record.id, this.#statements.save.run(writeRow(record)));
      if (record.state.phase === 'ended') this.#forgetPeople(record.id);
    });
    if (record.state.phase === 'ended') this.#owesTruncate = true;
    this.#truncateLog();
  }

  async addNotes(notes: RoomNotes, { id, revision }: Pick<RoomRecord, 'id' | 'revision'>): Promise<void> {
    this.#write(notes, () => requireRoom(id, this.#statements.count.run(revision, id)));
  }

  /** Also deletes a room that can't be read. */
  async deleteRoom(roomId: string, notes = noNotes): Promise<boolean> {
    const isThere = inTransaction(this.#database, () => {
      const { changes } = this.#statements.delete.run(roomId);
      if (changes === 0) return false;
      this.#receipts.deleteOf(roomId);
      this.journal.deleteOf(roomId);
      this.#forgetPeople(roomId);
      this.audit.appendWithin(notes.changes);
      return true;
    });
    this.#eraseLog();
    return isThere;
  }

  #forgetPeople(roomId: string): void {
    this.revocations.forgetIdentities(roomId);
    this.invitations.forget(roomId);
  }

  /** A room's step with its entries in audit log, receipts and outbox, in one transaction. */
  #write(notes: RoomNotes, writeRoom: () => void): void {
    const added = inTransaction(this.#database, () => {
      writeRoom();
      this.audit.appendWithin(notes.changes);
      for (const receipt of notes.receipts) this.#receipts.add(receipt);
      return this.#keepsOutbox ? this.outbox.addWithin(notes.changes) : 0;
    });
    if (added > 0) this.outbox.onAdded();
  }

  /** There is a single writer, and a commit is complete when it returns, so the stored revision is final. */
  async confirm(roomId: string): Promise<number | null> {
    const revision = this.#statements.revision.get(roomId)?.revision;
    return typeof revision === 'number' ? revision : null;
  }

  async listReceipts(roomId: string): Promise<Receipt[]> {
    return this.#receipts.list(roomId);
  }

  /** Rejects with BrokenRoomError when it exists and can't be read. */
  async getRoom(roomId: string): Promise<RoomRecord | null> {
    const row = this.#statements.get.get(roomId);
    return row === undefined ? null : readRow(row);
  }

  async loadOpenRooms(): Promise<RoomRecord[]> {
    return readableRooms(this.#statements.open.all(), this.#onBrokenRoom);
  }

  async listRooms({ limit, cursor }: { limit: number; cursor: string | null }): Promise<{
    records: RoomRecord[];
    nextCursor: string | null;
  }> {
    const after = cursor === null ? { created_at: Number.MAX_VALUE, id: '' } : parseCursor(cursor);
    const rows = this.#statements.list.all({ ...after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last ? formatCursor(last) : null;
    return { records: readableRooms(page, this.#onBrokenRoom), nextCursor };
  }

  /** Inverts one bit and reads it back. */
  async probe(): Promise<void> {
    this.#refuseWhenLost();
    this.#statements.write.run();
    if (this.#statements.read.get() === undefined) throw new Error('the probe row is missing');
    this.#truncateLog();
  }

  close(): void {
    if (!this.#database.isOpen) return;
    clearInterval(this.#watching);
    if (this.#loss?.file === 'database') this.#settleLog(this.#loss);
    this.#close();
  }

  /**
   * Checkpoints the log into the opened file, unless other data was written into that. Then empties the log, so that it
   * is never applied to another file.
   */
  #settleLog(loss: StoreLoss): void {
    this.#database.exec('PRAGMA query_only = OFF');
    this.#owesTruncate = !isPermanent(loss);
    this.#truncateLog();
    this.#files.discardLog();
  }

  /** Tries again to erase data from the write-ahead log, which a reader of the file (a backup) has prevented. */
  releaseLog(): void {
    if (this.#database.isOpen) this.#truncateLog();
  }

  /** The write-ahead log has a copy of what was deleted. */
  #eraseLog(): void {
    this.#owesTruncate = true;
    this.#truncateLog();
  }

  /** Failure does not affect the commit (full disk, a reader); the next write or probe tries again. */
  #truncateLog(): void {
    if (!this.#owesTruncate) return;
    try {
      const result = withoutWaiting(this.#database, () => this.#statements.truncate.get());
      this.#owesTruncate = result?.busy !== 0;
      if (!this.#owesTruncate) this.#files.forgetLogSize();
    } catch {
      this.#owesTruncate = true;
    }
  }
}

function requireRoom(roomId: string, { changes }: { changes: number | bigint }): void {
  if (changes === 0) throw new Error(`there is no stored room ${roomId}`);
}
