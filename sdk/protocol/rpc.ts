/** Requests and answers over any text channel: ids, pending requests, timeouts, close. Independent of WebSockets. */
import type { ResponseFrame } from './envelope.ts';

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** The answer was an error, or there was none (`request-timeout`, `connection-lost`). */
export class RpcError extends Error {
  /** The server's code, `request-timeout`, or the code given to close(). */
  readonly code: string;
  /** With code `internal`: identifies the error in the server's log. */
  readonly correlationId: string | undefined;

  constructor(code: string, message: string, correlationId?: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.correlationId = correlationId;
  }
}

/** Sends requests and matches the answers to them. */
export class Rpc {
  readonly #pending = new Map<number, Pending>();
  readonly #send: (text: string) => void;
  readonly #timeoutMs: number;
  #nextId = 1;
  #closed = false;

  /**
   * @param send puts one text frame on the channel
   * @param timeoutMs milliseconds after which an unanswered request is rejected
   */
  constructor(send: (text: string) => void, timeoutMs: number) {
    this.#send = send;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends a request. Rejects with RpcError: the server's code, `request-timeout`, or the code given to close().
   * @returns the result, not validated
   */
  request(method: string, params: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(new RpcError('connection-lost', 'The connection is closed'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new RpcError('request-timeout', `No answer to ${method} within ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      this.#send(JSON.stringify({ id, method, params }));
    });
  }

  /**
   * Settles the request with the id of this response; ignores a response without such a request, which came after its
   * timeout.
   */
  handleResponse(frame: ResponseFrame): void {
    const pending = this.#pending.get(frame.id);
    if (!pending) return;
    this.#pending.delete(frame.id);
    clearTimeout(pending.timer);
    if ('error' in frame) {
      pending.reject(new RpcError(frame.error.code, frame.error.message, frame.error.correlationId));
    } else {
      pending.resolve(frame.result);
    }
  }

  /**
   * Rejects all pending requests. Idempotent.
   * @param code the code of their RpcErrors
   */
  close(code = 'connection-lost', message = 'The connection was closed'): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new RpcError(code, message));
    }
    this.#pending.clear();
  }
}
