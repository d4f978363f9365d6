/**
 * Revoked tokens. Identities are stored as in the room's seats; they are removed when the room ends, and their tokens
 * stay revoked.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Value } from 'typebox/value';
import type { Revocation, RevocationStore, RevocationTarget } from '../../../auth/revocation/revocation-store.ts';
import type { Change } from '../../../core/events/domain-events.ts';
import { formatCursor, parseCursor } from '../../shared/cursor.ts';
import {
  RevocationRow,
  readRevocation,
  revocationOfRoom,
  targetColumns,
  writeRevocation,
} from '../../shared/revocation-row.ts';
import type { AuditTable } from './audit-table.ts';
import { inTransaction } from './transaction.ts';

const columns = 'id, kind, room_id, subject, issued_before, created_at, expires_at';
const isTarget = 'kind = :kind AND room_id = :room_id AND subject = :subject';

export class RevocationsTable implements RevocationStore {
  readonly #database: DatabaseSync;
  readonly #audit: AuditTable;
  readonly #statements: Record<
    'put' | 'get' | 'find' | 'list' | 'delete' | 'ofRoom' | 'deleteOfRoom' | 'prune',
    StatementSync
  >;

  constructor(database: DatabaseSync, audit: AuditTable) {
    this.#database = database;
    this.#audit = audit;
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      put: prepare(`INSERT INTO revocations (${columns})
        VALUES (:id, :kind, :room_id, :subject, :issued_before, :created_at, :expires_at)
        ON CONFLICT (kind, room_id, subject) DO UPDATE SET
          issued_before = max(issued_before, excluded.issued_before), expires_at = max(expires_at, excluded.expires_at)`),
      get: prepare(`SELECT ${columns} FROM revocations WHERE ${isTarget}`),
      find: prepare(`SELECT issued_before FROM revocations WHERE ${isTarget}`),
      list: prepare(`SELECT ${columns} FROM revocations WHERE (created_at, id) < (:created_at, :id) AND expires_at > :now
        ORDER BY created_at DESC, id DESC LIMIT :limit`),
      delete: prepare('DELETE FROM revocations WHERE id = ?'),
      ofRoom: prepare(`SELECT ${columns} FROM revocations WHERE room_id = ? ORDER BY created_at, id`),
      deleteOfRoom: prepare('DELETE FROM revocations WHERE room_id = ?'),
      prune: prepare('DELETE FROM revocations WHERE expires_at <= ?'),
    };
  }

  async put(revocation: Revocation, change: (stored: Revocation) => Change): Promise<Revocation> {
    return inTransaction(this.#database, () => {
      this.#statements.put.run(writeRevocation(revocation));
      const row = this.#statements.get.get(targetColumns(revocation.target));
      if (!Value.Check(RevocationRow, row)) throw new Error('a revocation was not stored as it should be');
      const stored = readRevocation(row);
      this.#audit.appendWithin([change(stored)]);
      return stored;
    });
  }

  /** Reads the table each time: an indexed lookup takes microseconds. */
  issuedBefore(target: RevocationTarget): number | null {
    const before = this.#statements.find.get(targetColumns(target))?.issued_before;
    return typeof before === 'number' ? before : null;
  }

  async list(
    { limit, cursor }: { limit: number; cursor: string | null },
    now: number,
  ): Promise<{ revocations: Revocation[]; nextCursor: string | null }> {
    const after = cursor === null ? { created_at: Number.MAX_VALUE, id: '' } : parseCursor(cursor);
    const rows = this.#statements.list
      .all({ ...after, limit: limit + 1, now })
      .filter((row) => Value.Check(RevocationRow, row));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      revocations: page.map(readRevocation),
      nextCursor: rows.length > limit && last ? formatCursor(last) : null,
    };
  }

  async delete(id: string, change: Change): Promise<boolean> {
    return inTransaction(this.#database, () => {
      if (this.#statements.delete.run(id).changes === 0) return false;
      this.#audit.appendWithin([change]);
      return true;
    });
  }

  async prune(now: number): Promise<void> {
    this.#statements.prune.run(now);
  }

  /** Inside the caller's transaction, for a room that has ended. */
  forgetIdentities(roomId: string): void {
    const rows = this.#statements.ofRoom.all(roomId).filter((row) => Value.Check(RevocationRow, row));
    const ofRoom = revocationOfRoom(roomId, rows);
    if (!ofRoom) return;
    this.#statements.deleteOfRoom.run(roomId);
    this.#statements.put.run(ofRoom);
  }
}
