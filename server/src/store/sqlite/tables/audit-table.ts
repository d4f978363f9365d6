/** The audit log's table. Every entry is chained to the previous one inside the transaction it belongs to. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { AuditStore } from '../../../audit/audit-log.ts';
import { type AuditPlace, chainStart, sealEntry } from '../../../audit/chain.ts';
import type { Change } from '../../../core/events/domain-events.ts';
import { inTransaction } from './transaction.ts';

const Place = Type.Object({ seq: Type.Integer(), hash: Type.String() });
const Line = Type.Object({ seq: Type.Integer(), line: Type.String() });

export class AuditTable implements AuditStore {
  readonly #database: DatabaseSync;
  readonly #statements: Record<
    'insert' | 'last' | 'place' | 'read' | 'anchor' | 'moveAnchor' | 'boundary' | 'delete',
    StatementSync
  >;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      insert: prepare('INSERT INTO audit (seq, at, hash, line) VALUES (?, ?, ?, ?)'),
      last: prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1'),
      place: prepare('SELECT seq, hash FROM audit WHERE seq = ?'),
      read: prepare('SELECT seq, line FROM audit WHERE seq > ? ORDER BY seq LIMIT ?'),
      anchor: prepare('SELECT seq, hash FROM audit_anchor'),
      moveAnchor: prepare('UPDATE audit_anchor SET seq = ?, hash = ?'),
      // The last entry before the first one to keep, so that a clock that was set back leaves no gap.
      boundary: prepare(`SELECT seq, hash FROM audit
        WHERE seq < coalesce((SELECT min(seq) FROM audit WHERE at >= ?), 9e15) ORDER BY seq DESC LIMIT 1`),
      delete: prepare('DELETE FROM audit WHERE seq <= ?'),
    };
  }

  async append(changes: Change[]): Promise<void> {
    if (changes.length > 0) inTransaction(this.#database, () => this.appendWithin(changes));
  }

  /** Same as `append`, inside the caller's transaction. */
  appendWithin(changes: Change[]): void {
    let { seq, hash } = this.#readHead();
    for (const { at, ...change } of changes) {
      seq += 1;
      const sealed = sealEntry({ seq, at: new Date(at).toISOString(), ...change }, hash);
      this.#statements.insert.run(seq, at, sealed.hash, sealed.line);
      hash = sealed.hash;
    }
  }

  async prune(olderThan: number, now: number): Promise<number> {
    const boundary = readPlace(this.#statements.boundary.get(olderThan));
    if (!boundary) return 0;
    return inTransaction(this.#database, () => {
      const { seq: through, hash } = boundary;
      const detail = { through, hash, before: new Date(olderThan).toISOString() };
      this.appendWithin([{ what: 'audit.pruned', roomId: null, by: null, seatId: null, at: now, detail }]);
      this.#statements.moveAnchor.run(boundary.seq, boundary.hash);
      return Number(this.#statements.delete.run(boundary.seq).changes);
    });
  }

  async read(after: number, limit: number): Promise<{ seq: number; line: string }[]> {
    return this.#statements.read.all(after, limit).filter((row) => Value.Check(Line, row));
  }

  async placeAfter(seq: number): Promise<AuditPlace | null> {
    const anchor = this.#readAnchor();
    return seq === anchor.seq ? anchor : readPlace(this.#statements.place.get(seq));
  }

  async anchor(): Promise<AuditPlace> {
    return this.#readAnchor();
  }

  async head(): Promise<AuditPlace> {
    return this.#readHead();
  }

  #readAnchor(): AuditPlace {
    return readPlace(this.#statements.anchor.get()) ?? chainStart;
  }

  #readHead(): AuditPlace {
    return readPlace(this.#statements.last.get()) ?? this.#readAnchor();
  }
}

const readPlace = (row: unknown): AuditPlace | null => (Value.Check(Place, row) ? { ...row } : null);
