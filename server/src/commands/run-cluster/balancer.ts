/**
 * One address for all nodes, as a load balancer in front of them would be: each connection goes to the next node that
 * is alive. Connections to a node that stops answering /healthz are closed.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** On this machine a node that runs accepts, and answers, at once. */
const connectMs = 500;
const checkEveryMs = 1_000;
const answerMs = 1_000;
/** Failed checks, one after the other, after which a node is taken for dead. */
const maxFailures = 2;

export class Balancer {
  readonly #server: Server;
  readonly #ports: readonly number[];
  readonly #sockets = new Set<Socket>();
  /** Connections by the port of their node. */
  readonly #links = new Map<number, Set<Socket>>();
  readonly #failures = new Map<number, number>();
  readonly #checking: NodeJS.Timeout;
  #next = 0;

  private constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#server = createServer({ pauseOnConnect: true }, (client) => void this.#serve(client));
    this.#checking = setInterval(() => {
      for (const port of ports) void this.#check(port);
    }, checkEveryMs);
  }

  /** @param ports of the nodes, on loopback */
  static async listen(ports: readonly number[], at: { host: string; port: number }): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.#server.listen(at);
    await once(balancer.#server, 'listening');
    return balancer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #check(port: number): Promise<void> {
    const isAlive = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(answerMs) }).then(
      ({ ok }) => ok,
      () => false,
    );
    const failures = isAlive ? 0 : (this.#failures.get(port) ?? 0) + 1;
    this.#failures.set(port, failures);
    if (failures < maxFailures) return;
    for (const socket of this.#links.get(port) ?? []) socket.destroy();
  }

  #isDead(port: number): boolean {
    return (this.#failures.get(port) ?? 0) >= maxFailures;
  }

  async #serve(client: Socket): Promise<void> {
    this.#keep(client);
    const node = await this.#connect();
    if (!node || client.destroyed) {
      client.destroy();
      node?.destroy();
      return;
    }
    this.#keep(node);
    for (const [one, other] of [
      [client, node],
      [node, client],
    ] as const) {
      one.pipe(other);
      one.once('close', () => other.destroy());
    }
    client.resume();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Tries each node once, beginning with the next one. */
  async #connect(): Promise<Socket | null> {
    for (let tries = 0; tries < this.#ports.length; tries += 1) {
      const port = this.#ports[this.#next % this.#ports.length];
      this.#next += 1;
      if (port === undefined || this.#isDead(port)) continue;
      const socket = await connected(port);
      if (!socket) continue;
      const links = this.#links.get(port) ?? new Set();
      this.#links.set(port, links.add(socket));
      socket.once('close', () => links.delete(socket));
      return socket;
    }
    return null;
  }

  close(): void {
    clearInterval(this.#checking);
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

function connected(port: number): Promise<Socket | null> {
  const { promise, resolve } = Promise.withResolvers<Socket | null>();
  const socket = connect({ host: '127.0.0.1', port });
  const giveUp = (): void => {
    socket.destroy();
    resolve(null);
  };
  const timer = setTimeout(giveUp, connectMs);
  socket.once('error', giveUp);
  socket.once('connect', () => {
    clearTimeout(timer);
    socket.off('error', giveUp);
    resolve(socket);
  });
  return promise;
}
