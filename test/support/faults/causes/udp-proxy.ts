/**
 * A bad network in user space: clients send media to ports of this proxy, which drops, delays and reorders packets in
 * both directions.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

export interface Impairment {
  /** From 0 to 1, in each direction. */
  lossRate: number;
  /** In each direction. */
  delayMs: number;
  /** The delay of each packet varies by up to this amount, so packets may be reordered. */
  jitterMs: number;
}

interface Front {
  socket: Socket;
  target: { address: string; port: number };
  /** One socket per client, as in a NAT. */
  backs: Map<string, Socket>;
}

export class UdpProxy {
  readonly #fronts = new Map<string, Front>();
  #impairment: Impairment = { lossRate: 0, delayMs: 0, jitterMs: 0 };
  #state: 'open' | 'blocked' | 'closed' = 'open';
  passed = 0;
  dropped = 0;
  /** Is called with every datagram from a client before it is forwarded or dropped. */
  onFromClient: ((data: Buffer) => void) | null = null;

  impair(impairment: Partial<Impairment>): void {
    this.#impairment = { ...this.#impairment, ...impairment };
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

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.rebind();
    for (const { socket } of this.#fronts.values()) socket.close();
    this.#fronts.clear();
  }

  async #portFor(target: Front['target']): Promise<number> {
    const key = `${target.address}:${target.port}`;
    const front = this.#fronts.get(key) ?? { socket: createSocket('udp4'), target, backs: new Map() };
    if (!this.#fronts.has(key)) {
      this.#fronts.set(key, front);
      front.socket.bind(0, '127.0.0.1');
      await once(front.socket, 'listening');
      front.socket.on('message', (data, client) => {
        this.onFromClient?.(data);
        this.#pass(() => this.#backFor(front, client).send(data, target.port, target.address));
      });
    }
    return front.socket.address().port;
  }

  #backFor(front: Front, client: RemoteInfo): Socket {
    const key = `${client.address}:${client.port}`;
    const known = front.backs.get(key);
    if (known) return known;
    const back = createSocket('udp4');
    back.bind(0, '127.0.0.1');
    back.on('message', (data) => this.#pass(() => front.socket.send(data, client.port, client.address)));
    // The server's port may be closed for a while.
    back.on('error', () => {});
    front.backs.set(key, back);
    return back;
  }

  #pass(send: () => void): void {
    const { lossRate, delayMs, jitterMs } = this.#impairment;
    if (this.#state !== 'open' || Math.random() < lossRate) {
      this.dropped += 1;
      return;
    }
    this.passed += 1;
    const wait = delayMs + (Math.random() * 2 - 1) * jitterMs;
    if (wait <= 0) send();
    else setTimeout(() => this.#state !== 'closed' && send(), wait);
  }
}
