/** The WebSocket of a preflight: `beginPreflight` instead of `authenticate`, and requests. */
import { subprotocol } from '../../../protocol/codes.ts';
import { parseServerFrame } from '../../../protocol/envelope.ts';
import type { Method, NotificationParams, Params, Result } from '../../../protocol/messages/messages.ts';
import { Rpc, RpcError } from '../../../protocol/rpc.ts';
import { tooOldSideOf } from '../../connection/version-check.ts';
import type { Environment } from '../../core/environment.ts';
import { isNotification, isResult } from '../../core/wire.ts';

/** The first revision of a server with preflights. */
const preflightRevision = 3;
const requestTimeoutMs = 10_000;

export interface OpenedLink {
  link: PreflightLink;
  routerRtpCapabilities: unknown;
  arrival: Result<'beginPreflight'>;
}

export class PreflightLink {
  readonly #socket: WebSocket;
  readonly #rpc: Rpc;
  #isOpen = false;
  /** Of the last hello. */
  #routerRtpCapabilities: unknown = null;
  #settle: (outcome: NotificationParams<'hello'> | string) => void = () => {};

  /**
   * Rejects with LinkError: the server's code, or `connection-lost` when it is not reached.
   * @param signal closes it
   */
  static async open(
    address: string,
    token: string,
    { WebSocket }: Pick<Environment, 'WebSocket'>,
    signal: AbortSignal,
  ): Promise<OpenedLink> {
    const link = new PreflightLink(new WebSocket(address, subprotocol));
    signal.addEventListener('abort', () => link.close(), { once: true });
    try {
      const hello = await link.#greeted();
      const tooOld = tooOldSideOf(hello);
      if (tooOld !== null || (hello.revision ?? 0) < preflightRevision) throw new LinkError(tooOld ?? 'server-too-old');
      const arrival = await link.request('beginPreflight', { token });
      // The node that does it has said hello as well, if it differs from the one that was asked.
      return { link, routerRtpCapabilities: link.#routerRtpCapabilities, arrival };
    } catch (error) {
      link.close();
      throw error;
    }
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#rpc = new Rpc((text) => socket.send(text), requestTimeoutMs);
    socket.onmessage = ({ data }: MessageEvent<unknown>) => this.#handle(data);
    socket.onclose = ({ reason }: CloseEvent) => {
      this.#isOpen = false;
      this.#settle(reason || 'connection-lost');
      this.#rpc.close(reason || 'connection-lost');
    };
    // A close follows.
    socket.onerror = () => {};
  }

  /** False: the server or the network has ended it. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  #greeted(): Promise<NotificationParams<'hello'>> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle('connection-lost'), requestTimeoutMs);
      this.#settle = (outcome) => {
        clearTimeout(timer);
        if (typeof outcome === 'string') {
          reject(new LinkError(outcome));
          return;
        }
        this.#isOpen = true;
        resolve(outcome);
      };
    });
  }

  /** Rejects with LinkError. */
  async request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    const result = await this.#rpc.request(method, params).catch((error: unknown) => {
      throw new LinkError(error instanceof RpcError ? error.code : 'internal', error);
    });
    if (!isResult(method, result)) throw new LinkError('bad-message');
    return result;
  }

  /** Milliseconds from a request to its answer. */
  async measureRoundTrip(): Promise<number> {
    const start = performance.now();
    await this.request('ping', {});
    return performance.now() - start;
  }

  /** Idempotent. */
  close(): void {
    this.#isOpen = false;
    this.#settle('connection-lost');
    this.#rpc.close();
    this.#socket.close();
  }

  #handle(data: unknown): void {
    const frame = typeof data === 'string' ? parseServerFrame(data) : null;
    if (frame === null) return;
    if ('id' in frame) this.#rpc.handleResponse(frame);
    else if (isNotification(frame) && frame.method === 'hello') {
      this.#routerRtpCapabilities = frame.params.routerRtpCapabilities;
      this.#settle(frame.params);
    }
  }
}

/** The server refused, or was not reached. */
export class LinkError extends Error {
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(code, { cause });
    this.name = 'LinkError';
    this.code = code;
  }
}
