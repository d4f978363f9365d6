/**
 * A bad network in user space: clients send media to ports of this proxy, which drops, delays and reorders packets, and
 * passes no more than a rate, in one direction or both.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Of one direction. */
export interface Impairment {
  /** From 0 to 1. */
  lossRate: number;
  delayMs: number;
  /** The delay of each packet varies by up to this amount, so packets may be reordered. */
  jitterMs: number;
  /** What does not fit into a queue of a quarter of a second is dropped; null: no limit. */
  kbps: number | null;
}

/** `up`: from the client to the server. */
export type ProxyDirection = 'up' | 'down';

const queueMs = 250;

interface Front {
  socket: Socket;
  target: { address: string; port: number };
  /** On which it listens. */
  address: string;
  /** One socket per client, as in a NAT. */
  backs: Map<string, Socket>;
}

export class UdpProxy {
  readonly #fronts = new Map<string, Front>();
  readonly #impairments: Record<ProxyDirection, Impairment> = { up: unimpaired, down: unimpaired };
  /** When the queue of each direction will be empty. */
  readonly #busyUntil = { up: 0, down: 0 };
  #state: 'open' | 'blocked' | 'closed' = 'open';
  passed = 0;
  dropped = 0;
  /** Is called with every datagram from a client before it is forwarded or dropped. */
  onFromClient: ((data: Buffer) => void) | null = null;

  /** @param directions both by default */
  impair(impairment: Partial<Impairment>, directions: readonly ProxyDirection[] = ['up', 'down']): void {
    for (const one of directions) this.#impairments[one] = { ...this.#impairments[one], ...impairment };
  }

  block(): void {
    if (this.#state === 'open') this.#state = 'blocked';
  }

  unblock(): void {
    if (this.#state === 'blocked') this.#state = 'open';
  }

  /** From now on the server sees other source ports, as after a network change. */
  rebind(): void {
    for (const { backs } of this.#fronts.values()) {
      for (const back of backs.values()) back.close();
      backs.clear();
    }
  }

  /**
   * Replaces the server's UDP candidates in a description by those of this proxy and removes all others (RFC 8839,
   * 5.1).
   */
  async rewrite(sdp: string): Promise<string> {
    const lines: string[] = [];
    for (const line of sdp.split('\r\n')) {
      const [, start, address, port, rest] = /^(a=candidate:\S+ \d+ udp \d+) (\S+) (\d+)( .*)$/i.exec(line) ?? [];
      if (start && address && port) {
        lines.push(`${start} 127.0.0.1 ${await this.#portFor({ address, port: Number(port) })}${rest}`);
      } else if (!line.startsWith('a=candidate:')) {
        lines.push(line);
      }
    }
    return lines.join('\r\n');
  }

  /** Stands for the server at an address and port that it announces as its own. */
  async forward(at: { address: string; port: number }, target: Front['target']): Promise<void> {
    await this.#open(at, target);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.rebind();
    for (const { socket } of this.#fronts.values()) socket.close();
    this.#fronts.clear();
  }

  async #portFor(target: Front['target']): Promise<number> {
    return (await this.#open({ address: '127.0.0.1', port: 0 }, target)).socket.address().port;
  }

  async #open(at: { address: string; port: number }, target: Front['target']): Promise<Front> {
    const key = `${target.address}:${target.port}`;
    const known = this.#fronts.get(key);
    if (known) return known;
    const front: Front = { socket: createSocket('udp4'), target, address: at.address, backs: new Map() };
    this.#fronts.set(key, front);
    front.socket.bind(at.port, at.address);
    await once(front.socket, 'listening');
    front.socket.on('message', (data, client) => {
      this.onFromClient?.(data);
      this.#pass('up', data, () => this.#backFor(front, client).send(data, target.port, target.address));
    });
    return front;
  }

  #backFor(front: Front, client: RemoteInfo): Socket {
    const key = `${client.address}:${client.port}`;
    const known = front.backs.get(key);
    if (known) return known;
    const back = createSocket('udp4');
    back.bind(0, front.address);
    back.on('message', (data) => this.#pass('down', data, () => front.socket.send(data, client.port, client.address)));
    // The server's port may be closed for a while.
    back.on('error', () => {});
    front.backs.set(key, back);
    return back;
  }

  #pass(direction: ProxyDirection, { byteLength }: Buffer, send: () => void): void {
    const { lossRate, delayMs, jitterMs } = this.#impairments[direction];
    const queuedMs = this.#queue(direction, byteLength);
    if (this.#state !== 'open' || queuedMs === null || Math.random() < lossRate) {
      this.dropped += 1;
      return;
    }
    this.passed += 1;
    const wait = queuedMs + delayMs + (Math.random() * 2 - 1) * jitterMs;
    if (wait <= 0) send();
    else setTimeout(() => this.#state !== 'closed' && send(), wait);
  }

  /** @returns how long a packet of this size is in the queue; null: it does not fit */
  #queue(direction: ProxyDirection, bytes: number): number | null {
    const { kbps } = this.#impairments[direction];
    if (kbps === null) return 0;
    const now = performance.now();
    const begins = Math.max(now, this.#busyUntil[direction]);
    if (begins - now > queueMs) return null;
    this.#busyUntil[direction] = begins + (bytes * 8) / kbps;
    return this.#busyUntil[direction] - now;
  }
}

const unimpaired: Impairment = { lossRate: 0, delayMs: 0, jitterMs: 0, kbps: null };
