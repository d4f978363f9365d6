/**
 * Listens for NOTIFY, on a connection of its own. A notification may be late or missing: its users poll besides. It does not listen through a pooler, which would give notifications to another client, or to nobody.
 */
import pg from 'pg';
import { within } from '../../../core/time/within.ts';
import { clientConfig, type DatabaseOptions } from './database.ts';

export interface NotificationsOptions {
  connection: DatabaseOptions;
  /** An identifier of SQL. */
  channel: string;
  onNotified: () => void;
}

const retryMs = 10_000;
/** A link that loses packets closes no connection: the operating system gives up after a quarter of an hour. */
const endWithinMs = 500;

export class Notifications {
  readonly #options: NotificationsOptions;
  #client: pg.Client | null = null;
  #retrying: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  /** Connects in the background, and retries. Failures are not reported, since its users poll besides. */
  open(): void {
    if (this.#isClosed) return;
    const client = new pg.Client(clientConfig(this.#options.connection));
    this.#client = client;
    client.on('error', () => {});
    client.once('end', () => this.#retry());
    client.on('notification', () => this.#options.onNotified());
    this.#listen(client).catch(() => client.end().catch(() => {}));
  }

  async #listen(client: pg.Client): Promise<void> {
    await client.connect();
    if (await isPooled(client)) await this.close();
    else await client.query(`LISTEN ${this.#options.channel}`);
  }

  #retry(): void {
    clearTimeout(this.#retrying);
    if (!this.#isClosed) this.#retrying = setTimeout(() => this.open(), retryMs).unref();
  }

  /** Idempotent. Resolves when the connection is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retrying);
    const client = this.#client;
    if (client)
      await within(
        endWithinMs,
        client.end().catch(() => {}),
        () => client.connection.stream.destroy(),
      );
  }
}

/** A pooler names itself, and not the process of the database, when a client connects. */
async function isPooled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  // Not in the types of pg.
  return !('processID' in client) || rows[0]?.pid !== client.processID;
}
