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

const requestTimeoutMs = 20_000;

export class WireClient {
  readonly #socket: WebSocket;
  readonly #rpc: Rpc;
  readonly #kept: { method: string; params: unknown }[] = [];
  readonly #checks = new Set<() => void>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #heartbeat: NodeJS.Timeout | undefined;

  /** @param url http://host:port */
  static async open(url: string): Promise<WireClient> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/connect`, subprotocol);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error('The server took no connection'));
    });
    return new WireClient(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#rpc = new Rpc((text) => socket.send(text), requestTimeoutMs);
    socket.onmessage = ({ data }) => this.#handleFrame(String(data));
    socket.onclose = () => this.close();
  }

  /** The answer is not validated: the server under measurement is part of this repository. */
  async request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return (await this.#rpc.request(method, params)) as Result<M>;
  }

  keepAlive(intervalMs: number): void {
    this.#heartbeat = setInterval(() => {
      this.request('ping', {}).catch(() => {
        // The connection is closed.
      });
    }, intervalMs);
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

  /** Called with every later notification of this method. */
  on<N extends NotificationMethod>(method: N, handle: (params: NotificationParams<N>) => void): void {
    this.#listeners.set(method, (params) => handle(params as NotificationParams<N>));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#rpc.close();
    this.#socket.close();
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
