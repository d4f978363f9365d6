/**
 * Statements and transactions on a pool of connections. Decides what a failure means: refused by the database, so that
 * nothing is stored, or OutcomeUnknown.
 */
import { createHash } from 'node:crypto';
import { setImmediate as afterInput } from 'node:timers/promises';
import pg from 'pg';
import { within } from '../../../core/time/within.ts';
import { OutcomeUnknown } from '../../../rooms/ports.ts';

export interface DatabaseOptions extends pg.ClientConfig {
  maxConnections?: number;
  /** Longest time for one statement, and for opening a connection, in milliseconds. */
  timeoutMs?: number;
}

export type Row = Record<string, unknown>;

/** The database's clock: milliseconds since 1970-01-01 UTC. */
export const databaseNow = '(extract(epoch FROM clock_timestamp()) * 1000)::double precision';

/** A statement on one connection. */
export type Query = (text: string, values?: unknown[]) => Promise<{ rows: Row[]; count: number }>;

const defaultTimeoutMs = 5_000;
const defaultMaxConnections = 10;
/**
 * SQLSTATE classes and codes with which the server ends a connection: it may have committed before.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const endOfConnection = /^(08|57P|25P03|25P04)/;
/**
 * A pooler that gives each transaction another connection of the database (PgBouncer in transaction mode) does not keep
 * prepared statements: there is none of that name, or another client made it.
 */
const namesNotKept = /^(26000|42P05)$/;
/**
 * A commit that is interrupted while it waits for a synchronous standby is reported as done, with this warning; the
 * standby may not have it.
 */
const notReplicated = '01000';

/**
 * No `statement_timeout`: it would interrupt commits that wait for a synchronous standby, which then count as done. The
 * client's own timeout closes the connection instead. Within the transaction, since a pooler may run each one on another
 * connection of the database. A single statement has no such limits: the client's timeout makes its outcome unknown.
 *
 * A process that is stopped between two statements must not keep its locks for long: other nodes wait for them.
 */
const begin = (idleMs: number): string =>
  `BEGIN; SET LOCAL lock_timeout = 3000; SET LOCAL idle_in_transaction_session_timeout = ${idleMs}`;
const defaultIdleMs = 1_000;

export interface TransactionOptions {
  /** How long the database waits for the next statement before it rolls back, in milliseconds. */
  idleMs?: number;
}

/** For transactions that compute for long between statements, and on which no running node waits. */
export const longTransaction: TransactionOptions = { idleMs: 10_000 };

/** Counters fit into a number; pg returns them as texts otherwise. */
const bigintType = 20;

function getTypeParser(type: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return type === bigintType ? Number : pg.types.getTypeParser(type, format);
}

export function clientConfig({ timeoutMs = defaultTimeoutMs, ...config }: DatabaseOptions): pg.ClientConfig {
  return {
    application_name: 'hearthroom',
    keepAlive: true,
    keepAliveInitialDelayMillis: timeoutMs,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    types: { getTypeParser },
    ...config,
  };
}

export class Database {
  readonly #pool: pg.Pool;
  readonly #timeoutMs: number;
  /** Whether the database keeps prepared statements between transactions. */
  #keepsNames = true;

  constructor(options: DatabaseOptions) {
    const { maxConnections: max = defaultMaxConnections, timeoutMs = defaultTimeoutMs } = options;
    this.#timeoutMs = timeoutMs;
    this.#pool = new pg.Pool({
      ...clientConfig(options),
      max,
      idleTimeoutMillis: 60_000,
      onConnect: (client) => {
        // The statement under way is told too; without a listener the process would end.
        client.on('error', () => {});
      },
    });
    // A connection that is lost while nobody uses it; the next statement opens another one.
    this.#pool.on('error', () => {});
  }

  /**
   * A statement that only reads. Rejects with whatever went wrong.
   * @param timeoutMs if it has a limit of its own; its connection is closed when that is over
   */
  async read(text: string, values: unknown[] = [], timeoutMs?: number): Promise<Row[]> {
    const client = await this.#pool.connect();
    try {
      const { rows } = await client.query(withTimeout(text, values, timeoutMs));
      client.release();
      return rows;
    } catch (error) {
      client.release(!isAnswer(error));
      throw withoutRows(error);
    }
  }

  /**
   * One statement that is a transaction of its own.
   * @param name of a statement that is sent often: the server keeps its plan
   * @throws the database's error when it refused; OutcomeUnknown
   */
  async write(text: string, values: unknown[], name?: string): Promise<{ rows: Row[]; count: number }> {
    const isNamed = name !== undefined && this.#keepsNames;
    try {
      return await this.#onConnection(async (client) => {
        const statement = { text, values, ...(isNamed && { name: statementName(name, text) }) };
        const { rows, rowCount } = await inTime(client, statement, this.#timeoutMs);
        return { rows, count: rowCount ?? 0 };
      });
    } catch (error) {
      if (!isNamed || !(error instanceof pg.DatabaseError) || !namesNotKept.test(error.code ?? '')) throw error;
      this.#keepsNames = false;
      return await this.write(text, values);
    }
  }

  /** Commits when `work` resolves. If it rejects, nothing is stored, and this rejects with the same error. */
  async transaction<T>(work: (query: Query) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const client = await this.#pool.connect();
    let result: T;
    try {
      await client.query(begin(options.idleMs ?? defaultIdleMs));
      result = await work(async (text, values = []) => {
        const { rows, rowCount } = await client.query(text, values);
        return { rows, count: rowCount ?? 0 };
      });
    } catch (error) {
      // Without a commit nothing is stored, whatever becomes of the connection.
      await client.query('ROLLBACK').then(
        () => client.release(),
        () => client.release(true),
      );
      throw withoutRows(error);
    }
    return await this.#settle(client, async () => {
      await client.query('COMMIT');
      return result;
    });
  }

  async #onConnection<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    return await this.#settle(client, () => work(client));
  }

  /** Runs what commits. A connection on which anything else than a refusal happened is not used again. */
  async #settle<T>(client: pg.PoolClient, commit: () => Promise<T>): Promise<T> {
    let isDegraded = false;
    const onNotice = ({ code }: { code?: string | undefined }): void => {
      if (code === notReplicated) isDegraded = true;
    };
    client.on('notice', onNotice);
    try {
      const result = await commit();
      if (isDegraded) throw new OutcomeUnknown();
      client.release();
      return result;
    } catch (error) {
      const isRefused = isAnswer(error) && (await isOpen(client));
      client.release(!isRefused);
      throw isRefused || error instanceof OutcomeUnknown
        ? withoutRows(error)
        : new OutcomeUnknown({ cause: withoutRows(error) });
    } finally {
      client.off('notice', onNotice);
    }
  }

  /** Idempotent. Resolves when all connections are closed. */
  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
  }
}

/** `query_timeout` of a statement is not in the types of pg. */
const withTimeout = (text: string, values: unknown[], timeoutMs: number | undefined): pg.QueryConfig =>
  Object.assign({ text, values }, timeoutMs !== undefined && { query_timeout: timeoutMs });

/** The longest time of a timer. pg takes 0 as the limit of the connection. */
const unlimitedMs = 2 ** 31 - 1;

/**
 * As `query_timeout`, but an answer that has arrived counts, though it was not read before the time was over, since this
 * process was stopped or busy. Rejects when there is none: the connection can't be used any more.
 */
async function inTime(client: pg.PoolClient, statement: pg.QueryConfig, timeoutMs: number): Promise<pg.QueryResult> {
  const answered = client.query(Object.assign(statement, { query_timeout: unlimitedMs }));
  return await within(timeoutMs, answered, async () => {
    await afterInput();
    // As pg says it.
    throw new Error('Query read timeout');
  });
}

/** The database answered the statement, and not with the end of the connection. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code !== undefined && !endOfConnection.test(error.code);
}

/**
 * After an error: whether the connection can be used again. If so the statement was refused. With a severe error the
 * database ends the connection, perhaps after the commit; the error itself names its severity only in the language of
 * the database.
 */
async function isOpen(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  }
}

const statementNames = new Map<string, string>();

/** Another version, with which a pooler may share the connection, has another statement under another name. */
function statementName(name: string, text: string): string {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  const made = `${name}-${createHash('sha256').update(text).digest('base64url').slice(0, 12)}`;
  statementNames.set(text, made);
  return made;
}

/** Errors are logged: without the members in which PostgreSQL quotes rows, such as identities and states of rooms. */
function withoutRows(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    for (const key of ['detail', 'where', 'hint', 'internalQuery'] as const) delete error[key];
  }
  return error;
}
