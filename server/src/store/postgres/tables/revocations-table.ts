/**
 * Revoked tokens. All of them are kept in memory too, since decisions ask for them in the middle. After a write whose
 * outcome is unknown they are read anew, and until that succeeds nobody is let in.
 */
import { Value } from 'typebox/value';
import type { Revocation, RevocationStore, RevocationTarget } from '../../../auth/revocation/revocation-store.ts';
import type { Change } from '../../../core/domain-events.ts';
import { OutcomeUnknown } from '../../../rooms/ports.ts';
import { formatCursor, parseCursor } from '../../shared/cursor.ts';
import {
  RevocationRow,
  readRevocation,
  revocationOfRoom,
  targetColumns,
  writeRevocation,
} from '../../shared/revocation-row.ts';
import type { Database, Query } from '../connection/database.ts';
import type { ServerChain } from './server-chain.ts';

const columns = 'id, kind, room_id, subject, issued_before, created_at, expires_at';
const put = `INSERT INTO revocations (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (kind, room_id, subject) DO UPDATE SET
    issued_before = greatest(revocations.issued_before, excluded.issued_before),
    expires_at = greatest(revocations.expires_at, excluded.expires_at)
  RETURNING ${columns}`;
const retryMs = 1_000;

type Target = Pick<RevocationRow, 'kind' | 'room_id' | 'subject'>;

export class RevocationsTable implements RevocationStore {
  readonly #database: Database;
  readonly #chain: ServerChain;
  #known = new Map<string, RevocationRow>();
  #isComplete = false;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(database: Database, chain: ServerChain) {
    this.#database = database;
    this.#chain = chain;
  }

  /** Reads all revocations. */
  async open(): Promise<void> {
    // The lock waits for a write that is still under way on a connection that was given up.
    const rows = await this.#database.transaction(async (query) => {
      await query(`SELECT 1 FROM chains WHERE id = '' FOR UPDATE`);
      return (await query(`SELECT ${columns} FROM revocations`)).rows;
    });
    this.#known = new Map(rows.map(readRow).map((row) => [keyOf(row), row]));
    this.#isComplete = true;
  }

  async put(revocation: Revocation, change: (stored: Revocation) => Change): Promise<Revocation> {
    const stored = await this.#attempt(() =>
      this.#chain.transaction(async (query) => {
        const row = await putRow(query, writeRevocation(revocation));
        return { result: row, changes: [change(readStored(row))] };
      }),
    );
    this.#known.set(keyOf(stored), stored);
    return readStored(stored);
  }

  issuedBefore(target: RevocationTarget): number | null {
    if (!this.#isComplete) throw new Error('it is not known which tokens are revoked');
    return this.#known.get(keyOf(targetColumns(target)))?.issued_before ?? null;
  }

  async list(
    { limit, cursor }: { limit: number; cursor: string | null },
    now: number,
  ): Promise<{ revocations: Revocation[]; nextCursor: string | null }> {
    const after = cursor === null ? { created_at: Number.MAX_VALUE, id: '' } : parseCursor(cursor);
    const found = await this.#database.read(
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
      this.#chain.transaction(async (query) => {
        const { rows } = await query(`DELETE FROM revocations WHERE id = $1 RETURNING ${columns}`, [id]);
        const [row] = rows.map(readRow);
        return { result: row ?? null, changes: row ? [change] : [] };
      }),
    );
    if (deleted) this.#known.delete(keyOf(deleted));
    return deleted !== null;
  }

  async prune(now: number): Promise<void> {
    const { rows } = await this.#attempt(() =>
      this.#database.write(`DELETE FROM revocations WHERE expires_at <= $1 RETURNING ${columns}`, [now]),
    );
    for (const row of rows.map(readRow)) this.#known.delete(keyOf(row));
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
    return () => {
      for (const row of rows) this.#known.delete(keyOf(row));
      this.#known.set(keyOf(stored), stored);
    };
  }

  /** It is not known what became of a write. Nobody is let in until everything is read anew. */
  noteUnknown(): void {
    this.#isComplete = false;
    this.#reload();
  }

  #reload(): void {
    clearTimeout(this.#retry);
    if (this.#isClosed) return;
    this.open().catch(() => {
      this.#retry = setTimeout(() => this.#reload(), retryMs).unref();
    });
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
    clearTimeout(this.#retry);
  }
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
const escapeNul = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\0', '\\0');
const unescapeNul = (text: string): string => text.replace(/\\(.)/g, (_, next) => (next === '0' ? '\0' : next));
