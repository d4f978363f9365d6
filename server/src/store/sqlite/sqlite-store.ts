/**
 * Rooms in one SQLite file. Each method does its work in the call; its promise is settled when it returns. Durable when a write returns (`synchronous = FULL`: in WAL mode anything less may lose the last
 * commits with the power, and an admission that was answered must not be forgotten). What is deleted is overwritten.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StoreLoss } from '../../core/observer.ts';
import type { Receipt, RoomNotes, RoomRecord, RoomStore } from '../../rooms/ports.ts';
import { type OpenDatabase, openDatabase, withoutWaiting } from './files/open-database.ts';
import { isForGood, type StoreFiles } from './files/store-files.ts';
import { AuditTable } from './tables/audit-table.ts';
import { formatCursor, parseCursor } from './tables/cursor.ts';
import { JournalTable } from './tables/journal-table.ts';
import { OutboxTable } from './tables/outbox-table.ts';
import { ReceiptsTable } from './tables/receipts-table.ts';
import { RevocationsTable } from './tables/revocations-table.ts';
import { BrokenRoomError, readRow, writeRow } from './tables/room-row.ts';
import { readServerSecret } from './tables/server-secret.ts';
import { guardWrites, inTransaction } from './tables/transaction.ts';

export interface SqliteStoreOptions {
  /** Told of each stored room that can't be read; the others load all the same. */
  onBrokenRoom?: (error: BrokenRoomError) => void;
  /** Keep events for webhooks; somebody has to deliver them. */
  keepsOutbox?: boolean;
  /** Told when the files under the store's names are not those any more that were opened, and, with null, when they are again. */
  onLoss?: (loss: StoreLoss | null) => void;
  /** Milliseconds since 1970-01-01 UTC, for the times of the outbox. */
  now?: () => number;
  /** Told how many of the oldest records of media were removed because a room has as many as it may. */
  onJournalDropped?: (records: number) => void;
}

const filesIntervalMs = 1_000;

const noNotes: RoomNotes = { changes: [], receipts: [] };

const columns = 'id, created_from, version, revision, phase, state, created_at, updated_at';

export class SqliteStore implements RoomStore {
  readonly audit: AuditTable;
  readonly journal: JournalTable;
  readonly outbox: OutboxTable;
  readonly revocations: RevocationsTable;
  /** Made once, and never told to anybody. */
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
  /** Something that must not outlive its room is still in the write-ahead log. */
  #owesTruncate = true;

  private constructor({ database, files, id, close }: OpenDatabase, options: SqliteStoreOptions) {
    this.#database = database;
    this.#files = files;
    this.#close = close;
    this.#onLoss = options.onLoss ?? (() => {});
    this.audit = new AuditTable(database);
    this.journal = new JournalTable(database, { onDropped: options.onJournalDropped ?? (() => {}) });
    this.outbox = new OutboxTable(database, undefined, options.now);
    this.revocations = new RevocationsTable(database, this.audit);
    this.serverSecret = readServerSecret(database);
    this.#receipts = new ReceiptsTable(database);
    this.#keepsOutbox = options.keepsOutbox ?? false;
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

  /** What became of the files, when they are not the ones that were opened; nothing is written then. */
  get loss(): StoreLoss | null {
    return this.#loss;
  }

  #checkFiles(): void {
    if (this.#loss && isForGood(this.#loss)) return;
    const loss = this.#findLoss();
    if (loss?.file === this.#loss?.file && loss?.what === this.#loss?.what) return;
    this.#loss = loss;
    // Also for those who write without asking: it would be lost, or spoil what somebody put there.
    this.#database.exec(`PRAGMA query_only = ${loss ? 'ON' : 'OFF'}`);
    this.#onLoss(loss);
  }

  /** A log that is empty because another program moved all of it into the database (`wal_checkpoint(TRUNCATE)`) is none. */
  #findLoss(): StoreLoss | null {
    const loss = this.#files.findLoss();
    if (loss?.file !== 'log' || loss.what !== 'truncated' || !this.#isLogEmptied()) return loss;
    this.#files.forgetLogSize();
    return this.#files.findLoss();
  }

  /** What the index that SQLite's processes share says: one who truncates the file does not reset it. */
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
   * Opens or makes the store in this directory, and brings older data up to date. Throws a sentence with the mend: in use by
   * another server, not a database, written by a newer version, not writable.
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
      if (record.state.phase === 'ended') this.revocations.forgetIdentities(record.id);
    });
    if (record.state.phase === 'ended') this.#owesTruncate = true;
    this.#truncateLog();
  }

  async addNotes(notes: RoomNotes, { id, revision }: Pick<RoomRecord, 'id' | 'revision'>): Promise<void> {
    this.#write(notes, () => requireRoom(id, this.#statements.count.run(revision, id)));
  }

  /** Also of a room that can't be read. */
  async deleteRoom(roomId: string, notes = noNotes): Promise<boolean> {
    const isThere = inTransaction(this.#database, () => {
      const { changes } = this.#statements.delete.run(roomId);
      if (changes === 0) return false;
      this.#receipts.deleteOf(roomId);
      this.journal.deleteOf(roomId);
      this.revocations.forgetIdentities(roomId);
      this.audit.appendWithin(notes.changes);
      return true;
    });
    this.#owesTruncate = true;
    this.#truncateLog();
    return isThere;
  }

  /** A room's step and what it leaves in the audit log, the receipts and the outbox: all of it, or nothing. */
  #write(notes: RoomNotes, writeRoom: () => void): void {
    const added = inTransaction(this.#database, () => {
      writeRoom();
      this.audit.appendWithin(notes.changes);
      for (const receipt of notes.receipts) this.#receipts.add(receipt);
      return this.#keepsOutbox ? this.outbox.addWithin(notes.changes) : 0;
    });
    if (added > 0) this.outbox.onAdded();
  }

  /** There is one writer, and a commit is over when it returns: what is stored is final. */
  async confirm(roomId: string): Promise<number | null> {
    const revision = this.#statements.revision.get(roomId)?.revision;
    return typeof revision === 'number' ? revision : null;
  }

  async listReceipts(roomId: string): Promise<Receipt[]> {
    return this.#receipts.list(roomId);
  }

  /** Rejects with BrokenRoomError when it is there and can't be read. */
  async getRoom(roomId: string): Promise<RoomRecord | null> {
    const row = this.#statements.get.get(roomId);
    return row === undefined ? null : readRow(row);
  }

  async loadOpenRooms(): Promise<RoomRecord[]> {
    return this.#readable(this.#statements.open.all());
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
    return { records: this.#readable(page), nextCursor };
  }

  /** Flips one bit and reads it back. */
  async probe(): Promise<void> {
    this.#refuseWhenLost();
    this.#statements.write.run();
    if (this.#statements.read.get() === undefined) throw new Error('the store lost its probe');
    this.#truncateLog();
  }

  close(): void {
    if (!this.#database.isOpen) return;
    clearInterval(this.#watching);
    if (this.#loss?.file === 'database') this.#settleLog(this.#loss);
    this.#close();
  }

  #readable(rows: unknown[]): RoomRecord[] {
    return rows.flatMap((row) => {
      try {
        return [readRow(row)];
      } catch (error) {
        if (!(error instanceof BrokenRoomError)) throw error;
        this.#onBrokenRoom(error);
        return [];
      }
    });
  }

  /** Checkpoints the log into the opened file if that was not written into, then empties it, so that it is never applied to another file. */
  #settleLog(loss: StoreLoss): void {
    this.#database.exec('PRAGMA query_only = OFF');
    this.#owesTruncate = !isForGood(loss);
    this.#truncateLog();
    this.#files.discardLog();
  }

  /** Tries again what a reader of the file (a backup) kept from being erased from the write-ahead log. */
  releaseLog(): void {
    if (this.#database.isOpen) this.#truncateLog();
  }

  /** The commit itself stands when this fails (a full disk, a reader); the next write or probe tries again. */
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
