/**
 * A link to a database that a test interrupts: it passes connections on, keeps what they send or get, and cuts them.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

type Direction = 'toDatabase' | 'toServer';

interface Pair {
  client: Socket;
  database: Socket;
  held: Record<Direction, Buffer[]>;
}

export class InterruptedLink {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  /** What is kept back from now on. */
  readonly #isHeld: Record<Direction, boolean> = { toDatabase: false, toServer: false };
  #isRefusing = false;
  /** Keeps back what the server sends from the first text on for which it is true. */
  holds: (text: string) => boolean = () => false;
  /** Changes what the database sends; the length stays. */
  rewrite: (text: string) => string = (text) => text;
  /** Called with each text that the server sends. */
  onSent: (text: string) => void = () => {};

  private constructor(socket: string) {
    this.#server = createServer((client) => this.#accept(client, socket));
  }

  /** @param socket path of the database's Unix socket */
  static async open(socket: string): Promise<InterruptedLink> {
    const link = new InterruptedLink(socket);
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  get port(): number {
    return Number(Object(this.#server.address()).port);
  }

  #accept(client: Socket, socket: string): void {
    if (this.#isRefusing) {
      client.destroy();
      return;
    }
    const database = connect(socket);
    const pair: Pair = { client, database, held: { toDatabase: [], toServer: [] } };
    this.#pairs.add(pair);
    client.on('data', (bytes) => {
      if (this.holds(bytes.toString('latin1'))) this.hold('toDatabase');
      this.#pass(pair, 'toDatabase', bytes);
      this.onSent(bytes.toString('latin1'));
    });
    database.on('data', (bytes) =>
      this.#pass(pair, 'toServer', Buffer.from(this.rewrite(bytes.toString('latin1')), 'latin1')),
    );
    client.on('error', () => {});
    database.on('error', () => {});
    // The database is not told that a client is gone while what it sent is kept back.
    client.on('close', () => {
      if (pair.held.toDatabase.length === 0) database.end();
    });
    database.on('close', () => {
      client.destroy();
      this.#pairs.delete(pair);
    });
  }

  #pass(pair: Pair, direction: Direction, bytes: Buffer): void {
    if (this.#isHeld[direction]) pair.held[direction].push(bytes);
    else if (direction === 'toDatabase') pair.database.write(bytes);
    else if (!pair.client.destroyed) pair.client.write(bytes);
  }

  /** Keeps back what is sent from now on, of connections that are open now and later. */
  hold(direction: Direction): void {
    this.#isHeld[direction] = true;
  }

  /** Passes on what was kept back, and what comes from now on. */
  release(direction: Direction): void {
    this.#isHeld[direction] = false;
    for (const pair of this.#pairs) {
      const to = direction === 'toDatabase' ? pair.database : pair.client;
      for (const bytes of pair.held[direction].splice(0)) if (!to.destroyed) to.write(bytes);
      if (direction === 'toDatabase' && pair.client.destroyed) pair.database.end();
    }
  }

  /** What was kept back stays so, for the connections that are open now; later ones are passed on at once. */
  forgetOpen(): Pair[] {
    this.holds = () => false;
    this.#isHeld.toDatabase = false;
    this.#isHeld.toServer = false;
    return [...this.#pairs];
  }

  /** Passes on what was kept back of these connections. Resolves when the database has answered each of them. */
  async deliverLate(pairs: readonly Pair[]): Promise<void> {
    await Promise.all(
      pairs.map(async ({ database, held }) => {
        const late = held.toDatabase.splice(0);
        if (late.length === 0) return;
        const answer = once(database, 'data');
        for (const bytes of late) database.write(bytes);
        await answer;
        database.end();
      }),
    );
  }

  /** Ends all connections as a lost link does: the server notices, the database finishes what it has got. */
  cut(): void {
    for (const { client } of this.#pairs) client.destroy();
  }

  /** Refuses connections from now on, or takes them again. */
  refuse(isRefusing = true): void {
    this.#isRefusing = isRefusing;
    if (isRefusing) this.cut();
  }

  async close(): Promise<void> {
    this.cut();
    for (const { database } of this.#pairs) database.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
