/**
 * Entries of the audit log that belong to no step of a room, in their order. All nodes write them to one chain, one
 * after the other. Those that come while others are being written share the next write.
 */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Change } from '../../../core/events/domain-events.ts';
import type { Database, Query } from '../connection/database.ts';
import { type ChainEnd, entryColumns, extendChain, serverChain } from './chain.ts';
import { NodeGoneError, type Writer, writing } from './node-fence.ts';

const End = Type.Object({ chain_seq: Type.Integer(), chain_hash: Type.String() });

interface Append {
  changes: readonly Change[];
  settle: PromiseWithResolvers<void>;
}

export interface ServerChainOptions {
  database: Database;
  writer: Writer;
  /** Called after entries were written. */
  onAdded: () => void;
}

const insert = `INSERT INTO audit_pending (chain, chain_seq, previous, hash, at, entry)
  SELECT '${serverChain}', entries.* FROM`;
/**
 * For a node that wrote last: builds on the end as this node knows it, and changes nothing if that is another one. Also by
 * its hash: a database that has lost its last entries counts on from the ones before.
 */
const appendOnce = `WITH writer AS (${writing(9)}),
  moved AS (UPDATE chains SET chain_seq = $1, chain_hash = $2 FROM writer
    WHERE id = '${serverChain}' AND chain_seq = $3 AND chain_hash = ($5::text[])[1] RETURNING id)
  ${insert} moved, unnest(${entryColumns(4)}) AS entries`;

export class ServerChain {
  readonly #options: ServerChainOptions;
  #waiting: Append[] = [];
  /** What is under way, and what was asked for besides appending. */
  #last: Promise<unknown> = Promise.resolve();
  /** null: has to be read. */
  #end: ChainEnd | null = null;

  constructor(options: ServerChainOptions) {
    this.#options = options;
  }

  append(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    const settle = Promise.withResolvers<void>();
    this.#waiting.push({ changes, settle });
    if (this.#waiting.length === 1) void this.#next(() => this.#flush());
    return settle.promise;
  }

  /** Several writes, and the entries about them, as one. */
  transaction<T>(work: (query: Query) => Promise<{ result: T; changes: readonly Change[] }>): Promise<T> {
    return this.#next(() => this.#transact(work));
  }

  async #transact<T>(work: (query: Query) => Promise<{ result: T; changes: readonly Change[] }>): Promise<T> {
    this.#end = null;
    const { database, writer } = this.#options;
    const done = await database.transaction(async (query) => {
      if ((await query(writing(1), [writer.incarnation])).count === 0) throw new NodeGoneError();
      // Waits for another node that is writing.
      const end = readEnd((await query(`SELECT chain_seq, chain_hash FROM chains WHERE id = '' FOR UPDATE`)).rows);
      const { result, changes } = await work(query);
      const { end: newEnd, columns } = extendChain(serverChain, end, changes);
      await query(`${insert} unnest(${entryColumns(1)}) AS entries`, columns);
      await query(`UPDATE chains SET chain_seq = $1, chain_hash = $2 WHERE id = ''`, [newEnd.seq, newEnd.hash]);
      return { result, newEnd };
    });
    this.#end = done.newEnd;
    this.#options.onAdded();
    return done.result;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  async #flush(): Promise<void> {
    const appends = this.#waiting;
    this.#waiting = [];
    try {
      await this.#write(appends.flatMap(({ changes }) => changes));
      this.#options.onAdded();
      for (const { settle } of appends) settle.resolve();
    } catch (error) {
      this.#end = null;
      for (const { settle } of appends) settle.reject(error);
    }
  }

  async #write(changes: readonly Change[]): Promise<void> {
    if (this.#end && (await this.#writeAfter(this.#end, changes))) return;
    await this.#transact(async () => ({ result: undefined, changes }));
  }

  /** In one statement. @returns whether the chain ended there */
  async #writeAfter(end: ChainEnd, changes: readonly Change[]): Promise<boolean> {
    const { database, writer } = this.#options;
    const { end: newEnd, columns } = extendChain(serverChain, end, changes);
    const values = [newEnd.seq, newEnd.hash, end.seq, ...columns, writer.incarnation];
    const { count } = await database.write(appendOnce, values, 'append');
    this.#end = count > 0 ? newEnd : null;
    return count > 0;
  }

  /** Resolves when everything that was asked for is written or refused. */
  async settle(): Promise<void> {
    await this.#last;
  }
}

function readEnd(rows: readonly unknown[]): ChainEnd {
  const { chain_seq: seq, chain_hash: hash } = Value.Parse(End, rows[0]);
  return { seq, hash };
}
