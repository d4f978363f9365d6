/**
 * A client with its own address, so that the server's limit per address does not affect the measurement. Linux: all of
 * 127.0.0.0/8 is local.
 */
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

/** 127.1.0.1 and so on, each once. */
function nextAddress(): string {
  addresses += 1;
  return `127.${1 + (addresses >> 16)}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

export class AddressClient {
  readonly #socket: WebSocket;
  readonly #rpc: Rpc;
  readonly #closed: Promise<void>;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #listeners = new Map<string, (params: unknown) => void>();

  /** @param url http://host:port */
  static async open(url: string): Promise<AddressClient> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/connect`, subprotocol, {
      localAddress: nextAddress(),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new AddressClient(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#rpc = new Rpc((text) => socket.send(text), requestTimeoutMs);
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const frame = parseServerFrame(String(data));
      if (!frame) return;
      if ('id' in frame) this.#rpc.handleResponse(frame);
      else this.#listeners.get(frame.method)?.(frame.params);
    });
  }

  /** The answer is not validated: the server under measurement is part of this project. */
  async request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return (await this.#rpc.request(method, params)) as Result<M>;
  }

  /** Called with every later notification of this method; replaces an earlier listener. */
  on<N extends NotificationMethod>(method: N, handle: (params: NotificationParams<N>) => void): void {
    this.#listeners.set(method, (params) => handle(params as NotificationParams<N>));
  }

  /** @param firstAfterMs spreads the first pings of many clients over time */
  keepAlive(intervalMs: number, firstAfterMs: number): void {
    this.#heartbeat = setTimeout(() => {
      this.request('ping', {}).catch(() => {
        // The connection is closed.
      });
      this.keepAlive(intervalMs, intervalMs);
    }, firstAfterMs);
  }

  async close(): Promise<void> {
    clearTimeout(this.#heartbeat);
    this.#rpc.close();
    this.#socket.close();
    await this.#closed;
  }
}
