/**
 * One WebSocket: authentication with a deadline, requests in order (but for pings), limits, heartbeat and backpressure. handlers.ts
 * implements the requests.
 */
import {
  type CloseReason,
  type ErrorCode,
  type Notification,
  oldestClientRevision,
  parseRequest,
  protocolRevision,
  type RequestFrame,
} from '@hearthroom/sdk/protocol';
import type { WebSocket } from 'ws';
import { AppError, toClose, toReply } from '../core/errors.ts';
import type { ServerObserver } from '../core/observer.ts';
import { newId } from '../core/random.ts';
import { TokenBucket } from '../core/token-bucket.ts';
import type { RoomConnection } from '../rooms/ports.ts';
import type { SignalingLimits } from './limits.ts';
import { notificationText } from './notification-text.ts';

export interface ConnectionHandlers {
  /** Handles `authenticate`; on failure the error is answered and the socket closed. */
  authenticate(connection: SignalingConnection, params: unknown): Promise<unknown>;
  /** Handles every other request. */
  dispatch(connection: SignalingConnection, method: string, params: unknown): Promise<unknown>;
  closed(connection: SignalingConnection, reason: string): void;
}

export interface SignalingConnectionOptions {
  handlers: ConnectionHandlers;
  limits: SignalingLimits;
  observer: ServerObserver;
  /** The client's IP address. */
  address: string;
}

interface CloseOptions extends NonNullable<Parameters<RoomConnection['close']>[1]> {
  retryAfterMs?: number;
}

type State = 'new' | 'authenticating' | 'authenticated' | 'closed';

/** How long a peer may take to answer a close frame before the socket is destroyed. */
export const closeHandshakeMs = 2_000;

/**
 * Limit of notifications between taking the seat and the answer to `authenticate`; far more than a room sends in that
 * time.
 */
const maxEarly = 1_000;

export class SignalingConnection implements RoomConnection {
  readonly id = newId('c');
  readonly address: string;
  readonly #socket: WebSocket;
  readonly #handlers: ConnectionHandlers;
  readonly #limits: SignalingLimits;
  readonly #observer: ServerObserver;
  readonly #messages: TokenBucket;
  readonly #deadline: NodeJS.Timeout;
  #state: State = 'new';
  #queue: Promise<void> = Promise.resolve();
  #unanswered = 0;
  #sequence = 0;
  /** Numbered notifications from between taking the seat and the answer to `authenticate`. */
  #early: string[] = [];
  #lastHeardAt = performance.now();
  #lastPingAt = performance.now();
  #lastDrainAt = performance.now();
  #isAnswering = false;
  /** A close caused by a request of this connection is delayed until the request has been answered. */
  #heldClose: { reason: CloseReason; text: string | undefined } | null = null;

  constructor(socket: WebSocket, { handlers, limits, observer, address }: SignalingConnectionOptions) {
    this.#socket = socket;
    this.address = address;
    this.#handlers = handlers;
    this.#limits = limits;
    this.#observer = observer;
    this.#messages = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, performance.now());
    this.#deadline = setTimeout(() => this.close('authentication-timeout'), limits.authenticationTimeoutMs);
    socket.on('message', (data, isBinary) => this.#handleMessage(String(data), isBinary));
    socket.on('ping', () => this.#handleControlFrame());
    socket.on('pong', () => this.#handleControlFrame());
    socket.on('close', (code) => this.#handleClosed(String(code)));
    // ws reports oversized and malformed frames here and sends its own close code (1009, 1008, 1002).
    socket.on('error', () => setTimeout(() => socket.terminate(), closeHandshakeMs).unref());
  }

  /** The first message, sent before any of the client. Not one of the numbered notifications (`seq` 0). */
  sendHello(routerRtpCapabilities: unknown): void {
    const params = { routerRtpCapabilities, revision: protocolRevision, oldestClientRevision };
    this.#send({ method: 'hello', params, seq: 0 });
  }

  get isAuthenticated(): boolean {
    return this.#state === 'authenticated';
  }

  /** Token and passcode are right: from here on the client waits for the server. */
  stopDeadline(): void {
    clearTimeout(this.#deadline);
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  // ---------------------------------------------------------------- incoming

  #handleControlFrame(): void {
    this.#lastHeardAt = performance.now();
    if (!this.#messages.take(performance.now())) this.close('too-many-messages');
  }

  #handleMessage(text: string, isBinary: boolean): void {
    if (this.#state === 'closed') return;
    this.#lastHeardAt = performance.now();
    const request = isBinary || this.#isTooBig(text) ? null : parseRequest(text);
    const violation = this.#violationOf(text, request);
    if (violation || !request) {
      this.close(violation ?? 'bad-message');
      return;
    }
    this.#unanswered += 1;
    if (this.#state === 'new') this.#state = 'authenticating';
    if (this.isAuthenticated && request.method === 'ping') void this.#answerPing(request);
    else this.#queue = this.#queue.then(() => this.#answer(request));
  }

  #isTooBig(text: string): boolean {
    const { maxMessageBytes, maxFirstMessageBytes } = this.#limits;
    return Buffer.byteLength(text) > (this.isAuthenticated ? maxMessageBytes : maxFirstMessageBytes);
  }

  #violationOf(text: string, request: RequestFrame | null): CloseReason | null {
    if (this.#isTooBig(text)) return 'message-too-big';
    if (!this.#messages.take(performance.now())) return 'too-many-messages';
    if (!request) return 'bad-message';
    if (this.#state === 'new' && request.method !== 'authenticate') return 'authentication-required';
    return this.#unanswered >= this.#limits.maxUnanswered ? 'too-many-messages' : null;
  }

  /** Answered at once: behind a request that takes long to be stored, the client would take the connection for lost. */
  async #answerPing({ id, method, params }: RequestFrame): Promise<void> {
    try {
      this.#send({ id, result: await this.#handlers.dispatch(this, method, params) });
    } catch (error) {
      this.#refuse(id, error);
    } finally {
      this.#unanswered -= 1;
    }
  }

  async #answer({ id, method, params }: RequestFrame): Promise<void> {
    if (this.#state === 'closed') return;
    try {
      if (this.#state === 'authenticating') this.#welcome(id, await this.#handlers.authenticate(this, params));
      else this.#send({ id, result: await this.#dispatch(method, params) });
    } catch (error) {
      this.#refuse(id, error);
    } finally {
      this.#unanswered -= 1;
      this.#isAnswering = false;
      if (this.#heldClose) this.close(this.#heldClose.reason, { text: this.#heldClose.text });
    }
  }

  #welcome(id: number, result: unknown): void {
    if (this.#state === 'closed') return;
    this.stopDeadline();
    this.#state = 'authenticated';
    this.#send({ id, result });
    for (const frame of this.#early.splice(0)) this.#send(frame);
  }

  #dispatch(method: string, params: unknown): Promise<unknown> {
    if (method === 'authenticate') throw new AppError('already-authenticated');
    this.#isAnswering = true;
    return this.#handlers.dispatch(this, method, params);
  }

  #refuse(id: number, error: unknown): void {
    const correlationId = newId('c');
    const body = toReply(error, correlationId);
    if (body.code === 'internal') this.#observer.emit('internalError', { correlationId, error });
    this.#send({ id, error: body });
    const code: ErrorCode = error instanceof AppError ? error.code : 'internal';
    if (code === 'unknown-method') this.close('unknown-method');
    else if (this.#state === 'authenticating') this.close(closeReasonFor(code));
  }

  // ---------------------------------------------------------------- outgoing

  /** @returns the notification's `seq`; 0 when the connection is closed */
  notify(notification: Notification): number {
    if (this.#state === 'closed') return 0;
    this.#sequence += 1;
    const text = notificationText(notification, this.#sequence);
    if (this.#state === 'authenticating') this.#keepEarly(text);
    else this.#send(text);
    return this.#sequence;
  }

  /**
   * Sent after the answer to `authenticate`. If that never comes and there are too many, closes as for a slow reader.
   */
  #keepEarly(text: string): void {
    this.#early.push(text);
    if (this.#early.length > maxEarly) queueMicrotask(() => this.close('slow-reader'));
  }

  /** @param frame text, or an object to serialise */
  #send(frame: object | string): void {
    if (this.#state === 'closed') return;
    this.#write(frame);
    if (this.#socket.bufferedAmount <= this.#limits.maxBufferedBytes) return;
    // Deferred: closing changes the room, which must not happen while the caller sends something to everybody in it.
    queueMicrotask(() => this.close('slow-reader'));
  }

  #write(frame: object | string): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame), () => {
      this.#lastDrainAt = performance.now();
    });
  }

  /** Called about every second: sends pings, and closes connections that are silent or don't read. */
  checkLiveness(now: number): void {
    if (this.#state === 'closed') return;
    if (this.#socket.bufferedAmount === 0) this.#lastDrainAt = now;
    if (now - this.#lastHeardAt > this.#limits.silenceTimeoutMs) {
      this.close('connection-lost');
    } else if (now - this.#lastDrainAt > this.#limits.drainTimeoutMs) {
      this.close('slow-reader');
    } else if (now - Math.max(this.#lastPingAt, this.#lastHeardAt) >= this.#limits.pingIntervalMs) {
      this.#lastPingAt = now;
      this.#socket.ping();
    }
  }

  /**
   * Sends the reason, then closes. Before the seat is confirmed a client only gets the code in the close frame, which
   * has no space for more.
   */
  close(reason: CloseReason, { text, afterAnswer = false, retryAfterMs }: CloseOptions = {}): void {
    if (this.#state === 'closed') return;
    if (afterAnswer && this.#isAnswering) {
      this.#heldClose = { reason, text };
      return;
    }
    // A host's message is sent to anybody with a seat, also before the answer to `authenticate`.
    if (this.isAuthenticated || text !== undefined || retryAfterMs !== undefined) {
      const message = text === undefined ? {} : { message: text };
      const retry = retryAfterMs === undefined ? {} : { retryAfterMs };
      this.#sequence += 1;
      this.#write({ method: 'closing', params: { code: reason, ...message, ...retry }, seq: this.#sequence });
    }
    const { code, reason: words } = toClose(reason);
    this.#handleClosed(reason);
    this.#socket.close(code, words);
    // A client that is silent or doesn't read won't answer the close frame either.
    setTimeout(() => this.#socket.terminate(), closeHandshakeMs).unref();
  }

  #handleClosed(reason: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#deadline);
    this.#handlers.closed(this, reason);
  }
}

/** The close reason for an authentication that failed. */
function closeReasonFor(code: ErrorCode): CloseReason {
  switch (code) {
    case 'token-expired':
    case 'passcode-required':
    case 'passcode-wrong':
    case 'not-available':
    case 'room-ended':
    case 'server-draining':
    case 'storage-unavailable':
    case 'internal':
      return code;
    case 'invalid-params':
      return 'bad-message';
    default:
      return 'token-invalid';
  }
}
