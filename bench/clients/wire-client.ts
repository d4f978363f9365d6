/** One participant on Hearthroom's protocol, without the SDK: requests, and notifications kept until they are read. */
import {
  type Method,
  type NotificationMethod,
  type NotificationParams,
  type Params,
  parseServerFrame,
  type Result,
  Rpc,
  subprotocol,
} from '@hearthroom/sdk/protocol';
import { WebSocket } from 'ws';

const requestTimeoutMs = 20_000;

let addresses = 0;

/**
 * A loopback address for one client, 127.1.0.1 and so on, so that the server's limits per address do not affect the
 * measurement. Linux: all of 127.0.0.0/8 is local.
 */
export function nextAddress(): string {
  addresses += 1;
  return `127.${1 + (addresses >> 16)}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

export class WireClient {
  readonly #socket: WebSocket;
  readonly #rpc: Rpc;
  readonly #closed: Promise<void>;
  readonly #kept: { method: string; params: unknown }[] = [];
  readonly #checks = new Set<() => void>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #heartbeat: NodeJS.Timeout | undefined;

  /**
   * @param url http://host:port
   * @param options localAddress: the address to connect from; default: the system's choice
   */
  static async open(url: string, options: { localAddress?: string } = {}): Promise<WireClient> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/connect`, subprotocol, options);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new WireClient(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#rpc = new Rpc((text) => socket.send(text), requestTimeoutMs);
    socket.on('message', (data) => this.#handleFrame(String(data)));
    // 'close' follows.
    socket.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#stop();
        resolve();
      });
    });
  }

  /** The answer is not validated: the server under measurement is part of this repository. */
  async request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return (await this.#rpc.request(method, params)) as Result<M>;
  }

  /** @param firstAfterMs spreads the first pings of many clients over time */
  keepAlive(intervalMs: number, firstAfterMs = intervalMs): void {
    this.#heartbeat = setTimeout(() => {
      this.request('ping', {}).catch(() => {
        // The connection is closed.
      });
      this.keepAlive(intervalMs);
    }, firstAfterMs);
  }

  /** Resolves once all notifications of this method so far satisfy `isEnough`. */
  async collect<N extends NotificationMethod>(
    method: N,
    isEnough: (all: NotificationParams<N>[]) => boolean,
  ): Promise<NotificationParams<N>[]> {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#checks.delete(check);
        reject(new Error(`It never came: ${method}`));
      }, requestTimeoutMs);
      const check = () => {
        const all = this.#kept
          .filter((notification) => notification.method === method)
          .map(({ params }) => params as NotificationParams<N>);
        if (!isEnough(all)) return;
        this.#checks.delete(check);
        clearTimeout(timer);
        resolve(all);
      };
      this.#checks.add(check);
      check();
    });
  }

  /** Called with every later notification of this method; replaces an earlier listener. */
  on<N extends NotificationMethod>(method: N, handle: (params: NotificationParams<N>) => void): void {
    this.#listeners.set(method, (params) => handle(params as NotificationParams<N>));
  }

  /** Resolves once the connection is closed. */
  close(): Promise<void> {
    this.#stop();
    this.#socket.close();
    return this.#closed;
  }

  #stop(): void {
    clearTimeout(this.#heartbeat);
    this.#rpc.close();
  }

  #handleFrame(text: string): void {
    const frame = parseServerFrame(text);
    if (!frame) return;
    if ('id' in frame) this.#rpc.handleResponse(frame);
    // These are frequent, and nothing here waits for them.
    else if (frame.method !== 'activeSpeakersChanged') {
      this.#kept.push(frame);
      for (const check of this.#checks) check();
      this.#listeners.get(frame.method)?.(frame.params);
    }
  }
}
