/**
 * Stores rooms in PostgreSQL. What a write promises is in ../store.ts; how writes are fenced, in tables/rooms-table.ts;
 * how the audit log is chained, in tables/audit-table.ts.
 */
import { randomBytes } from 'node:crypto';
import { Value } from 'typebox/value';
import { newId } from '../../core/random.ts';
import type { Receipt, RoomNotes, RoomRecord } from '../../rooms/ports.ts';
import { formatCursor, parseCursor } from '../shared/cursor.ts';
import { readableRooms, readRow } from '../shared/room-row.ts';
import type { Store, StoreOptions } from '../store.ts';
import { Database, type DatabaseOptions } from './connection/database.ts';
import { ServerLock } from './connection/server-lock.ts';
import { migrate } from './schema/migrate.ts';
import { AuditTable } from './tables/audit-table.ts';
import { takeOwnership } from './tables/current-owner.ts';
import { JournalTable } from './tables/journal-table.ts';
import { OutboxTable } from './tables/outbox-table.ts';
import { ReceiptRow } from './tables/receipts.ts';
import { RevocationsTable } from './tables/revocations-table.ts';
import { RoomsTable, roomColumns } from './tables/rooms-table.ts';
import { ServerChain } from './tables/server-chain.ts';

export interface PostgresStoreOptions extends StoreOptions {
  connection: DatabaseOptions;
}

const secretBytes = 32;
/** How long to wait for a server that is shutting down, in milliseconds. */
const lockWaitMs = 1_000;
const noNotes: RoomNotes = { changes: [], receipts: [] };

export class PostgresStore implements Store {
  readonly audit: AuditTable;
  readonly journal: JournalTable;
  readonly outbox: OutboxTable;
  readonly revocations: RevocationsTable;
  readonly serverSecret: Uint8Array;
  readonly #database: Database;
  readonly #lock: ServerLock;
  readonly #chain: ServerChain;
  readonly #rooms: RoomsTable;
  readonly #onBrokenRoom: (error: Error) => void;
  #closing: Promise<void> | null = null;

  private constructor(
    database: Database,
    lock: ServerLock,
    { serverSecret, owner }: { serverSecret: Uint8Array; owner: string },
    options: PostgresStoreOptions,
  ) {
    this.#database = database;
    this.#lock = lock;
    this.serverSecret = serverSecret;
    this.#onBrokenRoom = options.onBrokenRoom ?? (() => {});
    const { limits = {}, keepsOutbox = false, now, onJournalDropped: onDropped } = options;
    const onEntriesAdded = () => this.audit.noteAdded();
    this.#chain = new ServerChain({ database, owner, onAdded: onEntriesAdded });
    this.audit = new AuditTable(database, this.#chain);
    this.outbox = new OutboxTable(database, { maxWaiting: limits.waitingEvents, now });
    this.revocations = new RevocationsTable(database, this.#chain);
    const orderAudit = () => this.audit.order();
    this.journal = new JournalTable({ database, orderAudit, maxPerRoom: limits.recordsPerRoom, onDropped });
    const { outbox, revocations } = this;
    this.#rooms = new RoomsTable({ database, outbox, revocations, owner, keepsOutbox, onEntriesAdded });
  }

  /**
   * Connects, takes the database for this server and migrates its schema. Rejects with DatabaseInUseError,
   * NewerSchemaError, or the error of the connection or the database.
   */
  static async open(options: PostgresStoreOptions): Promise<PostgresStore> {
    const lock = new ServerLock(options.connection);
    const database = new Database(options.connection);
    try {
      await lock.take(lockWaitMs);
      await migrate(database);
      const owner = newId('n');
      await takeOwnership(database, owner);
      const serverSecret = await readServerSecret(database);
      const store = new PostgresStore(database, lock, { serverSecret, owner }, options);
      await store.outbox.open();
      await store.revocations.open();
      return store;
    } catch (error) {
      await Promise.allSettled([lock.close(), database.close()]);
      throw error;
    }
  }

  async insertRoom(record: RoomRecord, notes = noNotes): Promise<void> {
    await this.#rooms.insert(record, notes);
  }

  async saveRoom(record: RoomRecord, notes = noNotes): Promise<void> {
    await this.#rooms.save(record, notes);
  }

  async addNotes(notes: RoomNotes, room: Pick<RoomRecord, 'id' | 'revision'>): Promise<void> {
    await this.#rooms.addNotes(room, notes);
  }

  /** Also deletes a room that can't be read. */
  async deleteRoom(roomId: string, notes = noNotes): Promise<boolean> {
    return await this.#rooms.delete(roomId, notes);
  }

  async confirm(roomId: string): Promise<number | null> {
    return await this.#rooms.confirm(roomId);
  }

  /** Rejects with BrokenRoomError when it exists and can't be read. */
  async getRoom(roomId: string): Promise<RoomRecord | null> {
    const [row] = await this.#database.read(`SELECT ${roomColumns} FROM rooms WHERE id = $1`, [roomId]);
    return row === undefined ? null : readRow(row);
  }

  async loadOpenRooms(): Promise<RoomRecord[]> {
    return readableRooms(await this.#rooms.claimOpen(), this.#onBrokenRoom);
  }

  async listRooms({ limit, cursor }: { limit: number; cursor: string | null }): Promise<{
    records: RoomRecord[];
    nextCursor: string | null;
  }> {
    const after = cursor === null ? { created_at: Number.MAX_VALUE, id: '' } : parseCursor(cursor);
    const rows = await this.#database.read(
      `SELECT ${roomColumns} FROM rooms WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3`,
      [after.created_at, after.id, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last ? formatCursor(last) : null;
    return { records: readableRooms(page, this.#onBrokenRoom), nextCursor };
  }

  async listReceipts(roomId: string): Promise<Receipt[]> {
    const rows = await this.#database.read(
      `SELECT seat_id, version, text_sha256, accepted_at, withdrawn_at FROM receipts WHERE room_id = $1 ORDER BY id`,
      [roomId],
    );
    return rows.map((row) => {
      const { seat_id, version, text_sha256, accepted_at, withdrawn_at } = Value.Parse(ReceiptRow, row);
      return {
        seatId: seat_id,
        version,
        textSha256: text_sha256,
        acceptedAt: accepted_at,
        withdrawnAt: withdrawn_at,
      };
    });
  }

  /** Inverts one bit and reads it back; takes the server's lock again if its connection was lost. */
  async probe(): Promise<void> {
    await this.#lock.keep();
    const { count } = await this.#database.write('UPDATE probe SET value = 1 - value', []);
    if (count !== 1) throw new Error('the probe row is missing');
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.revocations.close();
    await this.#chain.settle();
    await this.audit.close();
    await this.#database.close();
    await this.#lock.close();
  }
}

async function readServerSecret(database: Database): Promise<Uint8Array> {
  await database.write('INSERT INTO server_secret (value) VALUES ($1) ON CONFLICT DO NOTHING', [
    randomBytes(secretBytes),
  ]);
  const [row] = await database.read('SELECT value FROM server_secret');
  if (!(row?.value instanceof Uint8Array)) throw new Error('the secret of the server is missing');
  return row.value;
}
