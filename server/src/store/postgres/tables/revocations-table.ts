/**
 * Revoked tokens. All of them are kept in memory too, since decisions ask for them in the middle. Every change raises a
 * count in the same transaction. Each node asks for the count twice a second and when it is notified of a change, and
 * reads all revocations anew when another node has changed something, or when the outcome of a write is unknown. Nobody
 * is let in while this node may not know all of them.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Revocation, RevocationStore, RevocationTarget } from '../../../auth/revocation/revocation-store.ts';
import type { Change } from '../../../core/events/domain-events.ts';
import { within } from '../../../core/time/within.ts';
import { OutcomeUnknown } from '../../../rooms/ports.ts';
import { formatCursor, parseCursor } from '../../shared/cursor.ts';
import {
  RevocationRow,
  readRevocation,
  revocationOfRoom,
  targetColumns,
  writeRevocation,
} from '../../shared/revocation-row.ts';
import { type Database, databaseNow, type Query } from '../connection/database.ts';
import { type Writer, writing } from './node-fence.ts';
import type { ServerChain } from './server-chain.ts';

const columns = 'id, kind, room_id, subject, issued_before, created_at, expires_at';
const put = `INSERT INTO revocations (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (kind, room_id, subject) DO UPDATE SET
    issued_before = greatest(revocations.issued_before, excluded.issued_before),
    expires_at = greatest(revocations.expires_at, excluded.expires_at)
  RETURNING ${columns}`;
/** The lock orders changes, and lets those who read wait for one that is under way, also on a connection that was given up. */
const raise = 'UPDATE revocation_changes SET count = count + 1, mark = gen_random_uuid() RETURNING count, mark';
const readLast = 'SELECT count, mark FROM revocation_changes';
/** Other nodes are notified of changes there. Only a hint: they poll besides. */
export const revocationsChannel = 'hearthroom_revocations';
/** Not for the end of a room: NOTIFY makes commits wait for one another. */
const raiseAndNotify = `WITH raised AS (${raise}) SELECT count, mark, pg_notify('${revocationsChannel}', '') FROM raised`;
const defaultPollMs = 500;
/** For so long what is known counts as complete after the database was last asked. */
const freshMs = 1_500;
/** A request for the count that takes longer counts as failed, so that the next one is sent in time. */
const pollTimeoutMs = 500;

/**
 * The last change. Each one has another mark: after a failover to a standby server that lacks the last changes, counts
 * come again for other changes.
 */
const LastChange = Type.Object({ count: Type.Integer(), mark: Type.String() });
type LastChange = Static<typeof LastChange>;

type Target = Pick<RevocationRow, 'kind' | 'room_id' | 'subject'>;

export interface RevocationsTableOptions {
  database: Database;
  chain: ServerChain;
  writer: Writer;
  /** For tests. */
  pollMs?: number | undefined;
}

export class RevocationsTable implements RevocationStore {
  onReread: () => void = () => {};
  readonly #options: RevocationsTableOptions;
  readonly #pollMs: number;
  #known = new Map<string, RevocationRow>();
  /** The change up to which `#known` has all of them. */
  #last: LastChange = { count: -1, mark: '' };
  /** The highest count of this node's own changes. */
  #ownCount = -1;
  /** Writes of which it is not known what became, and how many of them there were when `#known` was last read. */
  #unknown = { writes: 0, atReading: -1 };
  /** When the database was last asked with success, on the monotonic clock. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #poll: NodeJS.Timeout | undefined;
  /** What `catchUp` waits for. */
  #catchingUp: Promise<void> | null = null;
  /** One after the other. */
  #reading: Promise<void> = Promise.resolve();
  /** How many came since it was last known that nothing has changed. */
  #hints = 0;
  #isClosed = false;

  constructor(options: RevocationsTableOptions) {
    this.#options = options;
    this.#pollMs = options.pollMs ?? defaultPollMs;
  }

  /** Reads all revocations, and begins to ask for changes of other nodes. */
  async open(): Promise<void> {
    await this.#read();
    this.#startPoll();
  }

  /** @param delayMs less after a poll that took long */
  #startPoll(delayMs = this.#pollMs): void {
    clearTimeout(this.#poll);
    if (this.#isClosed) return;
    this.#poll = setTimeout(() => {
      const startedAt = performance.now();
      void this.#refresh().finally(() => this.#startPoll(Math.max(0, this.#pollMs - (performance.now() - startedAt))));
    }, delayMs).unref();
  }

  /** Perhaps another node has changed something. */
  async handleHint(): Promise<void> {
    this.#hints += 1;
    if (this.#hints > 1 || this.#isClosed) return;
    // One that comes while the count is being asked for may be about a later change.
    try {
      for (let seen = 0; seen !== this.#hints && !this.#isClosed; ) {
        seen = this.#hints;
        await this.#refresh();
      }
    } finally {
      this.#hints = 0;
    }
  }

  /**
   * This process was stopped, perhaps: requests may be read before the next poll. All that come together wait for one
   * answer.
   */
  async catchUp(): Promise<void> {
    if (this.#isKnown || this.#isClosed) return;
    this.#catchingUp ??= this.#refresh().finally(() => {
      this.#catchingUp = null;
    });
    await within(pollTimeoutMs, this.#catchingUp, () => {});
  }

  async #refresh(): Promise<void> {
    if (await this.#readIfChanged().catch(() => false)) this.onReread();
  }

  /** Rejects while the database does not answer, which `issuedBefore` notices after a while. */
  async #readIfChanged(): Promise<boolean> {
    const askedAt = performance.now();
    const { count, mark } = await this.#askLast();
    if (!this.#isComplete || count !== this.#last.count || mark !== this.#last.mark) {
      await this.#read();
      return true;
    }
    this.#askedAt = Math.max(this.#askedAt, askedAt);
    return false;
  }

  /** Within the time of a poll, including the time to get a connection. */
  async #askLast(): Promise<LastChange> {
    const asked = this.#options.database.read(readLast, [], pollTimeoutMs);
    const [row] = await within(pollTimeoutMs, asked, () => {
      throw new Error('the database did not answer in time');
    });
    return Value.Parse(LastChange, row);
  }

  #read(): Promise<void> {
    const read = this.#reading.then(() => this.#readNow());
    this.#reading = read.catch(() => {});
    return read;
  }

  async #readNow(): Promise<void> {
    const askedAt = performance.now();
    const { writes } = this.#unknown;
    const ownBefore = this.#ownCount;
    const { last, rows } = await this.#options.database.transaction(async (query) => {
      const [row] = (await query(`${readLast} FOR SHARE`)).rows;
      return { last: Value.Parse(LastChange, row), rows: (await query(`SELECT ${columns} FROM revocations`)).rows };
    });
    // A change that this node has stored meanwhile is newer than what was read.
    if (last.count < this.#ownCount && this.#ownCount > ownBefore) return await this.#readNow();
    // One that was stored before is missing: the database has gone back, and what it has applies.
    this.#ownCount = Math.min(this.#ownCount, last.count);
    this.#known = new Map(rows.map(readRow).map((row) => [keyOf(row), row]));
    this.#last = last;
    this.#unknown.atReading = writes;
    this.#askedAt = askedAt;
  }

  /** Nothing was changed of which this node may not know. */
  get #isComplete(): boolean {
    return this.#unknown.atReading === this.#unknown.writes;
  }

  /**
   * Applies a change of this node at once, unless it was read meanwhile, perhaps with later ones. If changes of other
   * nodes came before it the count stays, and all of them are read anew soon.
   */
  #note(change: LastChange, apply: (known: Map<string, RevocationRow>) => void): void {
    this.#ownCount = Math.max(this.#ownCount, change.count);
    if (change.count <= this.#last.count) return;
    apply(this.#known);
    if (change.count === this.#last.count + 1) this.#last = change;
  }

  async put(revocation: Revocation, change: (stored: Revocation) => Change): Promise<Revocation> {
    const { row, last } = await this.#attempt(() =>
      this.#options.chain.transaction(async (query) => {
        const row = await putRow(query, writeRevocation(revocation));
        return { result: { row, last: await raiseCount(query, raiseAndNotify) }, changes: [change(readStored(row))] };
      }),
    );
    this.#note(last, (known) => known.set(keyOf(row), row));
    return readStored(row);
  }

  get #isKnown(): boolean {
    return this.#isComplete && performance.now() - this.#askedAt <= freshMs;
  }

  issuedBefore(target: RevocationTarget): number | null {
    if (!this.#isKnown) throw new Error('it is not known which tokens are revoked');
    return this.#known.get(keyOf(targetColumns(target)))?.issued_before ?? null;
  }

  async list(
    { limit, cursor }: { limit: number; cursor: string | null },
    now: number,
  ): Promise<{ revocations: Revocation[]; nextCursor: string | null }> {
    const after = cursor === null ? { created_at: Number.MAX_VALUE, id: '' } : parseCursor(cursor);
    const found = await this.#options.database.read(
      `SELECT ${columns} FROM revocations WHERE (created_at, id) < ($1, $2) AND expires_at > $3
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [after.created_at, after.id, now, limit + 1],
    );
    const rows = found.map(readRow);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { revocations: page.map(readStored), nextCursor: rows.length > limit && last ? formatCursor(last) : null };
  }

  async delete(id: string, change: Change): Promise<boolean> {
    const deleted = await this.#attempt(() =>
      this.#options.chain.transaction(async (query) => {
        const { rows } = await query(`DELETE FROM revocations WHERE id = $1 RETURNING ${columns}`, [id]);
        const [row] = rows.map(readRow);
        return row
          ? { result: { row, last: await raiseCount(query, raiseAndNotify) }, changes: [change] }
          : { result: null, changes: [] };
      }),
    );
    if (deleted) this.#note(deleted.last, (known) => known.delete(keyOf(deleted.row)));
    return deleted !== null;
  }

  /** Those that have expired also by the database's clock. The other nodes forget them when they prune. */
  async prune(now: number): Promise<void> {
    const { database, writer } = this.#options;
    await database.write(
      `WITH writer AS (${writing(2)})
        DELETE FROM revocations USING writer WHERE expires_at <= least($1::double precision, ${databaseNow})`,
      [now, writer.incarnation],
    );
    for (const [key, { expires_at: expiresAt }] of this.#known) if (expiresAt <= now) this.#known.delete(key);
  }

  /**
   * Inside the caller's transaction, for a room that has ended.
   * @returns what to call when that is stored
   */
  async forgetIdentities(query: Query, roomId: string): Promise<() => void> {
    // One statement: a revocation that is added meanwhile is not deleted.
    const deleted = await query(`DELETE FROM revocations WHERE room_id = $1 RETURNING ${columns}`, [roomId]);
    const rows = deleted.rows.map(readRow).sort(byCreation);
    const ofRoom = revocationOfRoom(roomId, rows);
    if (!ofRoom) return () => {};
    const stored = await putRow(query, ofRoom);
    const last = await raiseCount(query);
    return () =>
      this.#note(last, (known) => {
        for (const row of rows) known.delete(keyOf(row));
        known.set(keyOf(stored), stored);
      });
  }

  /** It is not known what became of a write. Nobody is let in until everything is read anew. */
  noteUnknown(): void {
    this.#unknown.writes += 1;
    if (!this.#isClosed) void this.#refresh();
  }

  async #attempt<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.noteUnknown();
      throw error;
    }
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#poll);
  }
}

async function raiseCount(query: Query, statement = raise): Promise<LastChange> {
  const [row] = (await query(statement)).rows;
  return Value.Parse(LastChange, row);
}

async function putRow(query: Query, row: RevocationRow): Promise<RevocationRow> {
  const subject = escapeNul(row.subject);
  const values = [row.id, row.kind, row.room_id, subject, row.issued_before, row.created_at, row.expires_at];
  const [stored] = (await query(put, values)).rows;
  return readRow(stored);
}

const readRow = (row: unknown): RevocationRow => {
  const parsed = Value.Parse(RevocationRow, row);
  return { ...parsed, subject: unescapeNul(parsed.subject) };
};
const readStored = (row: RevocationRow): Revocation => readRevocation(row);

const byCreation = (one: RevocationRow, other: RevocationRow): number =>
  one.created_at - other.created_at || (one.id < other.id ? -1 : 1);

const keyOf = ({ kind, room_id, subject }: Target): string => JSON.stringify([kind, room_id, subject]);

/** PostgreSQL's texts can't contain U+0000, which an identity may. */
export const escapeNul = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\0', '\\0');
const unescapeNul = (text: string): string => text.replace(/\\(.)/g, (_, next) => (next === '0' ? '\0' : next));
