/**
 * Statements and transactions on a pool of connections. Decides what a failure means: refused by the database, so that
 * nothing is stored, or OutcomeUnknown.
 */
import pg from 'pg';
import { OutcomeUnknown } from '../../../rooms/ports.ts';

export interface DatabaseOptions extends pg.ClientConfig {
  /** Connections for statements; one more holds the lock of the server. */
  maxConnections?: number;
  /** Longest time for one statement, and for opening a connection, in milliseconds. */
  timeoutMs?: number;
}

export type Row = Record<string, unknown>;

/** A statement on one connection. */
export type Query = (text: string, values?: unknown[]) => Promise<{ rows: Row[]; count: number }>;

const defaultTimeoutMs = 5_000;
const defaultMaxConnections = 10;
/**
 * SQLSTATE classes and codes with which the server ends a connection: it may have committed before.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const endOfConnection = /^(08|57P)/;
/**
 * A commit that is interrupted while it waits for a synchronous standby is reported as done, with this warning; the
 * standby may not have it.
 */
const notReplicated = '01000';

/**
 * No `statement_timeout`: it would interrupt commits that wait for a synchronous standby, which then count as done. The
 * client's own timeout closes the connection instead.
 */
const settings = 'SET lock_timeout = 3000; SET idle_in_transaction_session_timeout = 10000';

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

  constructor(options: DatabaseOptions) {
    const { maxConnections: max = defaultMaxConnections } = options;
    this.#pool = new pg.Pool({
      ...clientConfig(options),
      max,
      idleTimeoutMillis: 60_000,
      onConnect: async (client) => {
        // The statement under way is told too; without a listener the process would end.
        client.on('error', () => {});
        await client.query(settings);
      },
    });
    // A connection that is lost while nobody uses it; the next statement opens another one.
    this.#pool.on('error', () => {});
  }

  /** A statement that only reads. Rejects with whatever went wrong. */
  async read(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = await this.#pool.connect();
    try {
      const { rows } = await client.query(text, values);
      client.release();
      return rows;
    } catch (error) {
      client.release(!isRefusal(error));
      throw withoutRows(error);
    }
  }

  /**
   * One statement that is a transaction of its own.
   * @param name of a statement that is sent often: the server keeps its plan
   * @throws the database's error when it refused; OutcomeUnknown
   */
  async write(text: string, values: unknown[], name?: string): Promise<{ rows: Row[]; count: number }> {
    return await this.#onConnection(async (client) => {
      const { rows, rowCount } = await client.query({ text, values, ...(name !== undefined && { name }) });
      return { rows, count: rowCount ?? 0 };
    });
  }

  /** Commits when `work` resolves. If it rejects, nothing is stored, and this rejects with the same error. */
  async transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let result: T;
    try {
      await client.query('BEGIN');
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
      const isRefused = isRefusal(error);
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

/** The database answered that it did not carry the statement out; the connection can be used again. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return false;
  // The server ends the connection with these, perhaps after the commit.
  const isFatal = error.severity === 'FATAL' || error.severity === 'PANIC';
  return !isFatal && !endOfConnection.test(error.code);
}

/** Errors are logged: without the members in which PostgreSQL quotes rows, such as identities and states of rooms. */
function withoutRows(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    for (const key of ['detail', 'where', 'hint', 'internalQuery'] as const) delete error[key];
  }
  return error;
}
