/**
 * Lets one server at a time use a database. The lock belongs to a connection of its own: the database releases it when
 * that ends, in any way. Writes name their owner besides (tables/rooms-table.ts), so that a server that lost the lock
 * without noticing changes nothing.
 */
import pg from 'pg';
import { clientConfig, type DatabaseOptions } from './database.ts';

/** Any constant; locks belong to one database. */
const serverLock = 4_851_200;
const pollMs = 100;

/** Another server uses the database. The message is the second half of a sentence. */
export class DatabaseInUseError extends Error {
  constructor() {
    super('is in use by another server');
  }
}

export class ServerLock {
  readonly #options: DatabaseOptions;
  #client: pg.Client | null = null;
  #isClosed = false;
  #taking: Promise<void> | null = null;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  /**
   * @param waitMs how long to wait for a server that is shutting down
   * @throws DatabaseInUseError, or the error of the connection
   */
  async take(waitMs: number): Promise<void> {
    const client = new pg.Client(clientConfig(this.#options));
    client.on('error', () => {});
    client.once('end', () => {
      if (this.#client === client) this.#client = null;
    });
    try {
      await client.connect();
      const until = performance.now() + waitMs;
      while (!(await tryLock(client))) {
        if (this.#isClosed || performance.now() >= until) throw new DatabaseInUseError();
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
    } catch (error) {
      // A request that got no answer may still take the lock, which ends with the connection.
      client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
  }

  get isHeld(): boolean {
    return this.#client !== null;
  }

  /** Takes the lock again after its connection was lost. Throws as `take` does. */
  async keep(): Promise<void> {
    if (this.isHeld) return;
    this.#taking ??= this.take(0).finally(() => {
      this.#taking = null;
    });
    await this.#taking;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const client = this.#client;
    this.#client = null;
    await client?.end();
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS is_taken', [serverLock]);
  return rows[0]?.is_taken === true;
}
