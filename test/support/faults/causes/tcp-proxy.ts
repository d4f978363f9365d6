/**
 * A TCP proxy between one client's WebSocket and the server. It can close connections, or drop all data without closing
 * them, as a dead access point does.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class TcpProxy {
  readonly url: string;
  readonly #server: Server;
  #target: { host: string; port: number; localAddress?: string };
  /** When connections to the server were made, by the port that they come from. */
  readonly #connectedAt = new Map<number, number[]>();
  readonly #pairs = new Set<{ client: Socket; server: Socket | null }>();
  #state: 'open' | 'refusing' | 'silent' = 'open';

  /**
   * @param target an address such as http://127.0.0.1:3000
   * @param localAddress the address that the target sees
   */
  static async start(target: string, localAddress?: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new TcpProxy(server, `http://127.0.0.1:${address.port}`, {
      ...{ host: hostname, port: Number(port) },
      ...(localAddress !== undefined && { localAddress }),
    });
  }

  /** Closes open connections; new ones go to this address, as after a failover. */
  redirect(target: string): void {
    this.cut();
    const { hostname, port } = new URL(target);
    this.#target = { ...this.#target, host: hostname, port: Number(port) };
    this.restore();
  }

  private constructor(server: Server, url: string, target: { host: string; port: number; localAddress?: string }) {
    this.#server = server;
    this.url = url;
    this.#target = target;
    server.on('connection', (client) => this.#accept(client));
  }

  /** When the last connection to the server was made from this port, before that time; null: none was. */
  connectedFrom(port: number, before: number): number | null {
    return this.#connectedAt.get(port)?.findLast((at) => at <= before) ?? null;
  }

  #noteConnected(port: number | undefined): void {
    if (port === undefined) return;
    this.#connectedAt.set(port, [...(this.#connectedAt.get(port) ?? []), performance.now()]);
  }

  /** Closes open connections and refuses new ones, until `restore`. */
  cut(): void {
    this.#state = 'refusing';
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server?.destroy();
    }
    this.#pairs.clear();
  }

  /** Drops all data in both directions; the sockets stay open on both sides. */
  silence(): void {
    this.#state = 'silent';
    for (const { client, server } of this.#pairs) {
      client.unpipe();
      server?.unpipe();
      client.pause();
      server?.pause();
    }
  }

  /** Accepts new connections again. Connections that were silenced stay silent. */
  restore(): void {
    this.#state = 'open';
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #accept(client: Socket): void {
    client.on('error', () => client.destroy());
    if (this.#state === 'refusing') {
      client.destroy();
      return;
    }
    if (this.#state === 'silent') {
      this.#pairs.add({ client, server: null });
      return;
    }
    const server = connect(this.#target);
    server.on('connect', () => this.#noteConnected(server.localPort));
    const pair = { client, server };
    this.#pairs.add(pair);
    server.on('error', () => client.destroy());
    const forget = (): void => {
      // When one side of a silenced connection closes, the other side must not see it.
      if (this.#state === 'silent') return;
      client.destroy();
      server.destroy();
      this.#pairs.delete(pair);
    };
    client.on('close', forget);
    server.on('close', forget);
    client.pipe(server);
    server.pipe(client);
  }
}
