/**
 * The audit log. Entries are stored in chains of their own (chain.ts), so that rooms don't wait for one another, and
 * put into one order and one chain soon after: within a second, and before the log is read. Any node does that for all
 * of them.
 */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { AuditStore } from '../../../audit/audit-log.ts';
import { type AuditPlace, chainStart, sealEntry } from '../../../audit/chain.ts';
import type { Change } from '../../../core/events/domain-events.ts';
import { type Database, databaseNow, type Query } from '../connection/database.ts';
import { serverChain } from './chain.ts';
import type { ServerChain } from './server-chain.ts';

const Place = Type.Object({ seq: Type.Integer(), hash: Type.String() });
const Clock = Type.Object({ now: Type.Number() });
const Line = Type.Object({ seq: Type.Integer(), line: Type.String() });
const Pending = Type.Object({
  id: Type.Integer(),
  chain: Type.String(),
  chain_seq: Type.Integer(),
  previous: Type.String(),
  hash: Type.String(),
  at: Type.Number(),
  entry: Type.String(),
});
const Entry = Type.Object({
  at: Type.String(),
  what: Type.String(),
  roomId: Type.Union([Type.String(), Type.Null()]),
  by: Type.Union([Type.String(), Type.Null()]),
  seatId: Type.Union([Type.String(), Type.Null()]),
  detail: Type.Optional(
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Array(Type.String())])),
  ),
});

const entriesAtOnce = 500;
const orderIntervalMs = 1_000;
/**
 * Of deleted rooms, the ends of chains of which nothing is in the log any more. Should one be continued meanwhile, by a
 * room that is deleted, its number differs.
 */
const forgetChains = `WITH unused AS MATERIALIZED (SELECT chains.id, chain_seq FROM chains WHERE chains.id <> '${serverChain}'
    AND NOT EXISTS (SELECT FROM audit WHERE room_id = chains.id) AND NOT EXISTS (SELECT FROM audit_pending WHERE chain = chains.id)
    AND NOT EXISTS (SELECT FROM outbox WHERE room_id = chains.id))
  DELETE FROM chains USING unused WHERE chains.id = unused.id AND chains.chain_seq = unused.chain_seq`;
const lockHead = `SELECT seq, hash FROM audit_places WHERE what = 'head' FOR UPDATE`;

export class AuditTable implements AuditStore {
  readonly #database: Database;
  readonly #chain: ServerChain;
  readonly #timer: NodeJS.Timeout;
  /** Entries may be pending: also those of a process before this one. */
  #isPending = true;
  #ordering = Promise.resolve();
  /** The ordering that has not begun yet. */
  #nextOrdering: Promise<void> | null = null;

  constructor(database: Database, chain: ServerChain) {
    this.#database = database;
    this.#chain = chain;
    // A failure is tried again at the next time, and told to those who read.
    this.#timer = setInterval(() => this.#isPending && this.order().catch(() => {}), orderIntervalMs).unref();
  }

  /** Entries were stored. */
  noteAdded(): void {
    this.#isPending = true;
  }

  async append(changes: Change[]): Promise<void> {
    await this.#chain.append(changes);
  }

  /** Puts everything into the log that was stored before the call. */
  order(): Promise<void> {
    this.#nextOrdering ??= this.#ordering.then(async () => {
      this.#nextOrdering = null;
      this.#isPending = false;
      try {
        while ((await this.#database.transaction(orderSome)) === entriesAtOnce);
      } catch (error) {
        this.#isPending = true;
        throw error;
      }
    });
    this.#ordering = this.#nextOrdering.catch(() => {});
    return this.#nextOrdering;
  }

  /** Goes by the database's clock: a node whose own is ahead must not remove what the others have just stored. */
  async prune(olderThan: number, now: number): Promise<number> {
    await this.order();
    const { now: at } = Value.Parse(Clock, (await this.#database.read(`SELECT ${databaseNow} AS now`))[0]);
    const oldest = at - (now - olderThan);
    const [row] = await this.#database.read(
      // The last entry before the first one to keep, so that a clock that was set back leaves no gap.
      `SELECT seq, hash FROM audit WHERE seq < coalesce((SELECT min(seq) FROM audit WHERE at >= $1), 9007199254740991::bigint)
        ORDER BY seq DESC LIMIT 1`,
      [oldest],
    );
    if (!Value.Check(Place, row)) return 0;
    const { seq: through, hash } = row;
    const detail = { through, hash, before: new Date(oldest).toISOString() };
    const pruned = await this.#chain.transaction(async (query) => {
      await query(lockHead);
      const move = `UPDATE audit_places SET seq = $1, hash = $2 WHERE what = 'anchor' AND seq < $1`;
      // Another node has removed them meanwhile, and perhaps more.
      if ((await query(move, [through, hash])).count === 0) return { result: 0, changes: [] };
      const { count } = await query('DELETE FROM audit WHERE seq <= $1', [through]);
      await query(forgetChains);
      return {
        result: count,
        changes: [{ what: 'audit.pruned', roomId: null, by: null, seatId: null, at, detail }],
      };
    });
    await this.order();
    return pruned;
  }

  async read(after: number, limit: number): Promise<{ seq: number; line: string }[]> {
    await this.order();
    const rows = await this.#database.read('SELECT seq, line FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2', [
      after,
      limit,
    ]);
    return rows.filter((row) => Value.Check(Line, row));
  }

  async placeAfter(seq: number): Promise<AuditPlace | null> {
    const anchor = await this.anchor();
    if (seq === anchor.seq) return anchor;
    return readPlace((await this.#database.read('SELECT seq, hash FROM audit WHERE seq = $1', [seq]))[0]);
  }

  anchor(): Promise<AuditPlace> {
    return this.#place('anchor');
  }

  head(): Promise<AuditPlace> {
    return this.#place('head');
  }

  async #place(what: 'anchor' | 'head'): Promise<AuditPlace> {
    await this.order();
    const [row] = await this.#database.read('SELECT seq, hash FROM audit_places WHERE what = $1', [what]);
    return readPlace(row) ?? chainStart;
  }

  /** Idempotent. What is pending stays so if the database does not work: the next start puts it into the log. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#isPending) await this.order().catch(() => {});
    await this.#ordering;
  }
}

/** @returns how many entries were moved. Entries of one chain are stored in their order, so the ids are in it too. */
async function orderSome(query: Query): Promise<number> {
  const head = readPlace((await query(lockHead)).rows[0]) ?? chainStart;
  const { rows } = await query(
    `DELETE FROM audit_pending WHERE id IN (SELECT id FROM audit_pending ORDER BY id LIMIT ${entriesAtOnce})
      RETURNING id, chain, chain_seq, previous, hash, at, entry`,
  );
  if (rows.length === 0) return 0;
  const pending = rows.map((row) => Value.Parse(Pending, row)).sort((a, b) => a.id - b.id);
  let place = head;
  const lines = pending.map(({ chain, chain_seq: chainSeq, previous, hash, at, entry: text }) => {
    const entry = Value.Parse(Entry, JSON.parse(text));
    const seq = place.seq + 1;
    const sealed = sealEntry({ seq, ...entry, chain: { id: chain, seq: chainSeq, previous, hash } }, place.hash);
    place = { seq, hash: sealed.hash };
    return { ...place, at, roomId: entry.roomId, what: entry.what, line: sealed.line };
  });
  await query(
    `INSERT INTO audit (seq, at, room_id, what, hash, line) SELECT * FROM
      unnest($1::bigint[], $2::double precision[], $3::text[], $4::text[], $5::text[], $6::text[])`,
    [
      lines.map(({ seq }) => seq),
      lines.map(({ at }) => at),
      lines.map(({ roomId }) => roomId),
      lines.map(({ what }) => what),
      lines.map(({ hash }) => hash),
      lines.map(({ line }) => line),
    ],
  );
  await query(`UPDATE audit_places SET seq = $1, hash = $2 WHERE what = 'head'`, [place.seq, place.hash]);
  return rows.length;
}

const readPlace = (row: unknown): AuditPlace | null => (Value.Check(Place, row) ? { ...row } : null);
