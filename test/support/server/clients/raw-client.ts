/**
 * A hand-written WebSocket client that records every frame: for messages that the SDK never sends, and to check what is
 * sent to clients.
 */
import {
  type NotificationFrame,
  type Params,
  parseServerFrame,
  type ResponseFrame,
  subprotocol,
} from '@hearthroom/sdk/protocol';
import { WebSocket } from 'ws';

export interface Closed {
  code: number;
  reason: string;
}

export interface RawClientOptions {
  origin?: string;
  protocols?: string[];
  /** The certificate to trust, PEM. */
  ca?: string;
}

export class RawClient {
  readonly socket: WebSocket;
  /** Every text message from the server, in order. */
  readonly frames: string[] = [];
  readonly closed: Promise<Closed>;
  readonly #waiting = new Set<() => void>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.frames.push(String(data));
      for (const check of this.#waiting) check();
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  static async open(url: string, options: RawClientOptions = {}): Promise<RawClient> {
    const address = `${url.replace(/^http/, 'ws')}/v1/connect`;
    const socket = new WebSocket(address, options.protocols ?? [subprotocol], {
      ...(options.origin !== undefined && { origin: options.origin }),
      ...(options.ca !== undefined && { ca: options.ca }),
    });
    const client = new RawClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Connects and authenticates. @returns the client with the result of the answer */
  static async join(
    url: string,
    params: Params<'authenticate'>,
    options: RawClientOptions = {},
  ): Promise<{ client: RawClient; arrival: Record<string, unknown> }> {
    const client = await RawClient.open(url, options);
    const answer = await client.request('authenticate', params);
    if ('error' in answer) throw new Error(`authenticate was answered with ${answer.error.code}`);
    return { client, arrival: answer.result as Record<string, unknown> };
  }

  async request(method: string, params: unknown = {}): Promise<ResponseFrame> {
    const id = this.#nextId++;
    this.socket.send(JSON.stringify({ id, method, params }));
    return this.#find((frame): frame is ResponseFrame => 'id' in frame && frame.id === id);
  }

  /** The error code of the answer, or `ok`. */
  async codeOf(method: string, params: unknown = {}): Promise<string> {
    const answer = await this.request(method, params);
    return 'error' in answer ? answer.error.code : 'ok';
  }

  /** The first notification of that name that matches, already received or later. */
  async notification(method: string, fits: (params: Record<string, unknown>) => boolean = () => true) {
    const frame = await this.#find(
      (frame): frame is NotificationFrame =>
        'method' in frame && frame.method === method && fits(frame.params as Record<string, unknown>),
    );
    return frame.params as Record<string, unknown>;
  }

  get notifications(): NotificationFrame[] {
    return this.frames.map(parseServerFrame).filter((frame) => frame !== null && 'method' in frame);
  }

  #find<F extends ResponseFrame | NotificationFrame>(
    isIt: (frame: ResponseFrame | NotificationFrame) => frame is F,
  ): Promise<F> {
    return new Promise((resolve, reject) => {
      const check = () => {
        for (const text of this.frames) {
          const frame = parseServerFrame(text);
          if (!frame || !isIt(frame)) continue;
          this.#waiting.delete(check);
          resolve(frame);
          return;
        }
      };
      this.#waiting.add(check);
      void this.closed.then(({ code, reason }) => reject(new Error(`closed with ${code} ${reason} meanwhile`)));
      check();
    });
  }

  close(): void {
    this.socket.close();
  }
}
