/**
 * One address for all nodes, as a load balancer in front of them would be: each connection goes to the next node that
 * is alive. Connections to a node that stops answering its health check are closed.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** On this machine a node that runs accepts, and answers, at once. */
const connectMs = 500;
const checkEveryMs = 1_000;
const answerMs = 1_000;
/** Failed checks, one after the other, after which a node is taken for dead. */
const maxFailures = 2;

export interface Target {
  host: string;
  port: number;
}

export class Balancer {
  readonly #server: Server;
  readonly #nodes: readonly Target[];
  readonly #healthPath: string;
  readonly #sockets = new Set<Socket>();
  readonly #links = new Map<Target, Set<Socket>>();
  readonly #failures = new Map<Target, number>();
  readonly #checking: NodeJS.Timeout;
  #next = 0;

  private constructor(nodes: readonly Target[], healthPath: string) {
    [this.#nodes, this.#healthPath] = [nodes, healthPath];
    this.#server = createServer({ pauseOnConnect: true }, (client) => void this.#serve(client));
    this.#checking = setInterval(() => {
      for (const node of nodes) void this.#check(node);
    }, checkEveryMs);
  }

  /** @param healthPath what a node that is alive answers with 200 */
  static async listen(nodes: readonly Target[], at: Target, healthPath = '/healthz'): Promise<Balancer> {
    const balancer = new Balancer(nodes, healthPath);
    balancer.#server.listen(at);
    await once(balancer.#server, 'listening');
    return balancer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #check(node: Target): Promise<void> {
    const url = `http://${node.host}:${node.port}${this.#healthPath}`;
    const isAlive = await fetch(url, { signal: AbortSignal.timeout(answerMs) }).then(
      ({ ok }) => ok,
      () => false,
    );
    const failures = isAlive ? 0 : (this.#failures.get(node) ?? 0) + 1;
    this.#failures.set(node, failures);
    if (failures < maxFailures) return;
    for (const socket of this.#links.get(node) ?? []) socket.destroy();
  }

  #isDead(node: Target): boolean {
    return (this.#failures.get(node) ?? 0) >= maxFailures;
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
    for (let tries = 0; tries < this.#nodes.length; tries += 1) {
      const node = this.#nodes[this.#next % this.#nodes.length];
      this.#next += 1;
      if (node === undefined || this.#isDead(node)) continue;
      const socket = await connected(node);
      if (!socket) continue;
      const links = this.#links.get(node) ?? new Set();
      this.#links.set(node, links.add(socket));
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

function connected(node: Target): Promise<Socket | null> {
  const { promise, resolve } = Promise.withResolvers<Socket | null>();
  const socket = connect(node);
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
