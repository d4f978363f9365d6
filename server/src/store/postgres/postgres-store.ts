/**
 * Stores rooms in PostgreSQL, for several nodes that write at the same time. What a write promises is in ../store.ts;
 * how writes are fenced, in tables/rooms/rooms-table.ts and tables/node-fence.ts; how the audit log is chained, in
 * tables/audit-table.ts. Nothing needs a session of the database (connection/notifications.ts only uses one): a pooler may
 * run each transaction on another one.
 */
import { randomBytes } from 'node:crypto';
import { Value } from 'typebox/value';
import type { ClusterStore, NodeIdentity } from '../../cluster/ports.ts';
import type { Receipt, RoomNotes, RoomRecord } from '../../rooms/ports.ts';
import { formatCursor, parseCursor } from '../shared/cursor.ts';
import { readableRooms, readRow } from '../shared/room-row.ts';
import type { Store, StoreOptions } from '../store.ts';
import { Database, type DatabaseOptions } from './connection/database.ts';
import { Notifications } from './connection/notifications.ts';
import { migrate } from './schema/migrate.ts';
import { AuditTable } from './tables/audit-table.ts';
import { InvitationsTable } from './tables/invitations-table.ts';
import { JournalTable } from './tables/journal-table.ts';
import { NodesTable } from './tables/nodes-table.ts';
import { OutboxTable } from './tables/outbox-table.ts';
import { RevocationsTable, revocationsChannel } from './tables/revocations-table.ts';
import { HeldRooms } from './tables/rooms/held-rooms.ts';
import { ReceiptRow } from './tables/rooms/receipts.ts';
import { RoomOwnershipTable } from './tables/rooms/room-ownership.ts';
import { roomColumns } from './tables/rooms/room-statements.ts';
import { RoomsTable } from './tables/rooms/rooms-table.ts';
import { SeriesTable } from './tables/series-table.ts';
import { ServerChain } from './tables/server-chain.ts';

export interface PostgresStoreOptions extends StoreOptions {
  connection: DatabaseOptions;
  /**
   * This process. Its lease begins with `open`, and has to be renewed (`cluster.nodes`); until it is renewed as running,
   * no room is placed at this node. A function is told the secret
   * of the database, and called before the node is added.
   */
  node: NodeIdentity | ((serverSecret: Uint8Array) => Promise<NodeIdentity>);
  /** How long the lease lasts without a renewal. */
  nodeTtlMs?: number;
  /** For tests. */
  revocationPollMs?: number;
}

const secretBytes = 32;
/** Leases have connections of their own: they must not wait for other statements, or for a connection that is dead. */
const leaseTimeoutMs = 1_000;
const defaultNodeTtlMs = 3_000;
/** Rooms that are loaded with one statement. */
const roomsAtOnce = 500;
const housekeepingIntervalMs = 3_600_000;
const noNotes: RoomNotes = { changes: [], receipts: [] };

export class PostgresStore implements Store {
  readonly audit: AuditTable;
  readonly journal: JournalTable;
  readonly outbox: OutboxTable;
  readonly revocations: RevocationsTable;
  readonly series: SeriesTable;
  readonly invitations: InvitationsTable;
  readonly serverSecret: Uint8Array;
  readonly cluster: ClusterStore & { nodes: NodesTable };
  readonly #database: Database;
  readonly #leases: Database;
  readonly #notifications: Notifications;
  readonly #chain: ServerChain;
  readonly #rooms: RoomsTable;
  readonly #ownership: RoomOwnershipTable;
  readonly #onBrokenRoom: (error: Error) => void;
  #housekeeping: NodeJS.Timeout | undefined;
  #closing: Promise<void> | null = null;

  private constructor(
    database: Database,
    { serverSecret, node }: { serverSecret: Uint8Array; node: NodeIdentity },
    options: PostgresStoreOptions,
  ) {
    this.#database = database;
    this.serverSecret = serverSecret;
    const { limits = {}, keepsOutbox = false, now, onJournalDropped: onDropped, onBrokenRoom } = options;
    this.#onBrokenRoom = onBrokenRoom ?? (() => {});
    const writer = { incarnation: node.incarnation, region: node.region };
    const shared = { database, writer };
    const held = new HeldRooms();
    const onEntriesAdded = () => this.audit.noteAdded();
    this.#chain = new ServerChain({ ...shared, onAdded: onEntriesAdded });
    this.audit = new AuditTable(database, this.#chain);
    this.outbox = new OutboxTable({ ...shared, maxWaiting: limits.waitingEvents, now });
    this.revocations = new RevocationsTable({ ...shared, chain: this.#chain, pollMs: options.revocationPollMs });
    this.invitations = new InvitationsTable({ database, chain: this.#chain });
    this.#notifications = new Notifications({
      connection: options.connection,
      channel: revocationsChannel,
      onNotified: () => void this.revocations.handleHint(),
    });
    const orderAudit = () => this.audit.order();
    this.journal = new JournalTable({ ...shared, orderAudit, maxPerRoom: limits.recordsPerRoom, onDropped });
    const { outbox, revocations, invitations } = this;
    this.series = new SeriesTable({
      ...{ ...shared, chain: this.#chain, invitations, outbox: keepsOutbox ? outbox : null },
      onBroken: (error) => this.#onBrokenRoom(error),
    });
    this.#rooms = new RoomsTable({ ...shared, outbox, revocations, invitations, held, keepsOutbox, onEntriesAdded });
    this.#ownership = new RoomOwnershipTable({ ...shared, held, onBrokenRoom: this.#onBrokenRoom });
    // Entries of a node that is gone may wait to be put into the log.
    this.#leases = new Database({ ...options.connection, maxConnections: 2, timeoutMs: leaseTimeoutMs });
    const nodes = new NodesTable({ database: this.#leases, ordinary: database, node, onGone: onEntriesAdded });
    this.cluster = { nodes, ownership: this.#ownership };
  }

  /**
   * Connects, migrates the schema, and adds this node. Rejects with NodeNameInUseError, NewerSchemaError, or the error of
   * the connection or the database.
   */
  static async open(options: PostgresStoreOptions): Promise<PostgresStore> {
    const database = new Database(options.connection);
    let store: PostgresStore | undefined;
    try {
      await migrate(database);
      const serverSecret = await readServerSecret(database);
      const node = typeof options.node === 'function' ? await options.node(serverSecret) : options.node;
      store = new PostgresStore(database, { serverSecret, node }, options);
      await store.#join(options.nodeTtlMs ?? defaultNodeTtlMs);
      return store;
    } catch (error) {
      // It is opened again and again while its name is in use: nothing of it may stay.
      await (store ?? database).close();
      throw error;
    }
  }

  async #join(ttlMs: number): Promise<void> {
    await this.cluster.nodes.join(ttlMs);
    await Promise.all([this.outbox.open(), this.revocations.open(), this.#tidy()]);
    this.#notifications.open();
    this.#housekeeping = setInterval(() => this.#tidy().catch(() => {}), housekeepingIntervalMs).unref();
  }

  /** Removes what nothing refers to any more; an insertion can't arrive after a day. */
  async #tidy(): Promise<void> {
    await this.cluster.nodes.prune();
    await this.invitations.tidy();
    await this.#database.write(`DELETE FROM insertions WHERE at < now() - interval '1 day'`, []);
  }

  async insertRoom(record: RoomRecord, notes = noNotes): Promise<void> {
    await this.#rooms.insert(record, notes);
  }

  async saveRoom(record: RoomRecord, notes = noNotes): Promise<void> {
    await this.#rooms.save(record, notes);
  }

  async addNotes(notes: RoomNotes, room: Pick<RoomRecord, 'id' | 'revision' | 'createdAt'>): Promise<void> {
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

  /** Those of this node, and all that are free for it, which it adopts. */
  async loadOpenRooms(): Promise<RoomRecord[]> {
    const rows = await this.#rooms.reclaimOpen();
    for (let more = roomsAtOnce; more === roomsAtOnce; ) {
      const taken = await this.#ownership.adoptRows(roomsAtOnce);
      rows.push(...taken);
      more = taken.length;
    }
    const records = this.#ownership.readOwn(rows);
    return records.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
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

  /** Inverts one bit. As a transaction, so that the database does not wait without end behind a probe that got no answer. */
  async probe(): Promise<void> {
    const { count } = await this.#database.transaction((query) => query('UPDATE probe SET value = 1 - value'));
    if (count !== 1) throw new Error('the probe row is missing');
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#housekeeping);
    this.revocations.close();
    await this.#notifications.close();
    await this.#chain.settle();
    await this.audit.close();
    // Otherwise its rooms are free when its lease has expired.
    await this.cluster.nodes.leave().catch(() => {});
    await this.#leases.close();
    await this.#database.close();
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
