/**
 * One WebSocket: authentication with a deadline, requests in order (but for pings), limits, heartbeat and backpressure. handlers.ts
 * implements the requests.
 */
import {
  type CloseReason,
  type ErrorCode,
  type Notification,
  parseRequest,
  type RequestFrame,
} from '@hearthroom/sdk/protocol';
import type { WebSocket } from 'ws';
import { roomMovedCode } from '../core/addresses/link-headers.ts';
import { AppError, toClose, toReply } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { TokenBucket } from '../core/limits/token-bucket.ts';
import { newId } from '../core/secrets/random.ts';
import type { RoomConnection } from '../rooms/ports.ts';
import { closeReasonFor } from './close-reason.ts';
import type { Hello } from './hello.ts';
import type { SignalingLimits } from './limits.ts';
import { notificationText } from './notification-text.ts';
import { isAnswer, isResult, isSendable, type Relay, type RelayedClient, RoomMoved, seqOf } from './relay.ts';

/** In place of a result: the node that owns the room has answered, and answers everything else. */
export const answeredByOwner = Symbol('answered by the owner');

/** The requests with which a connection may begin. */
const firstMethods = ['authenticate', 'beginPreflight'] as const;
export type FirstMethod = (typeof firstMethods)[number];
const firstMethodOf = (request: RequestFrame): FirstMethod | undefined =>
  firstMethods.find((method) => method === request.method);

export interface ConnectionHandlers {
  /**
   * Handles the first request; on failure the error is answered and the socket closed.
   * @param method `authenticate`, or `beginPreflight` for a connection without a seat
   * @param frame the request as it was received
   */
  authenticate(connection: SignalingConnection, method: FirstMethod, params: unknown, frame: string): Promise<unknown>;
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
  /** Another node has accepted the client, and limits its rate. */
  isForwarded?: boolean;
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

export class SignalingConnection implements RoomConnection, RelayedClient {
  readonly id = newId('c');
  readonly address: string;
  readonly isForwarded: boolean;
  readonly #socket: WebSocket;
  readonly #handlers: ConnectionHandlers;
  readonly #limits: SignalingLimits;
  readonly #observer: ServerObserver;
  readonly #messages: TokenBucket;
  #deadline: NodeJS.Timeout;
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
  /** To the node that owns the room. */
  #relay: Relay | null = null;

  constructor(socket: WebSocket, options: SignalingConnectionOptions) {
    const { handlers, limits, observer, address, isForwarded = false } = options;
    this.#socket = socket;
    this.address = address;
    this.isForwarded = isForwarded;
    this.#handlers = handlers;
    this.#limits = limits;
    this.#observer = observer;
    this.#messages = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, performance.now());
    this.#deadline = this.#createDeadline();
    socket.on('message', (data, isBinary) => this.#handleMessage(String(data), isBinary));
    socket.on('ping', () => this.#handleControlFrame());
    socket.on('pong', () => this.#handleControlFrame());
    socket.on('close', (code, reason) => {
      this.#relay?.close(code, String(reason));
      this.#handleClosed(String(code));
    });
    // ws reports oversized and malformed frames here and sends its own close code (1009, 1008, 1002).
    socket.on('error', () => setTimeout(() => socket.terminate(), closeHandshakeMs).unref());
  }

  /**
   * The first message, sent before any of the client; by the owner of the room again, if that has another one. Not one
   * of the numbered notifications (`seq` 0).
   */
  sendHello({ params }: Hello): void {
    this.#send({ method: 'hello', params, seq: 0 });
  }

  get isAuthenticated(): boolean {
    return this.#state === 'authenticated';
  }

  /** Token and passcode are right: from here on the client waits for the server. */
  stopDeadline(): void {
    clearTimeout(this.#deadline);
  }

  #createDeadline = (): NodeJS.Timeout =>
    setTimeout(() => this.close('authentication-timeout'), this.#limits.authenticationTimeoutMs);

  /** After `stopDeadline`: the passcode is still to be checked. */
  startDeadline(): void {
    clearTimeout(this.#deadline);
    if (this.#state !== 'closed') this.#deadline = this.#createDeadline();
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  // ---------------------------------------------------------------- incoming

  #handleControlFrame(): void {
    this.#lastHeardAt = performance.now();
    if (!this.#takeRate()) this.close('too-many-messages');
  }

  #handleMessage(text: string, isBinary: boolean): void {
    if (this.#state === 'closed') return;
    this.#lastHeardAt = performance.now();
    const isRelayed = this.isAuthenticated && this.#relay !== null;
    const request = isBinary || isRelayed || this.#isTooBig(text) ? null : parseRequest(text);
    const violation = this.#violationOf(text, request, isRelayed && !isBinary);
    if (violation) {
      this.close(violation);
      return;
    }
    this.#unanswered += 1;
    if (this.#state === 'new') this.#state = 'authenticating';
    if (this.isAuthenticated && request?.method === 'ping') void this.#answerPing(request);
    else this.#queue = this.#queue.then(() => this.#handleInOrder(request, text));
  }

  #takeRate(): boolean {
    return this.isForwarded || this.#messages.take(performance.now());
  }

  /** Requests that came before the owner's answer to `authenticate` are passed on after it. */
  async #handleInOrder(request: RequestFrame | null, text: string): Promise<void> {
    if (this.isAuthenticated && this.#relay) this.#relay.send(text);
    else if (request) await this.#answer(request, text);
  }

  #isTooBig(text: string): boolean {
    const { maxMessageBytes, maxFirstMessageBytes } = this.#limits;
    return Buffer.byteLength(text) > (this.isAuthenticated ? maxMessageBytes : maxFirstMessageBytes);
  }

  /** @param isUnread the owner of the room reads it */
  #violationOf(text: string, request: RequestFrame | null, isUnread: boolean): CloseReason | null {
    if (this.#isTooBig(text)) return 'message-too-big';
    if (!this.#takeRate()) return 'too-many-messages';
    if (!request && !isUnread) return 'bad-message';
    if (this.#state === 'new' && !(request && firstMethodOf(request))) return 'authentication-required';
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

  async #answer(request: RequestFrame, text: string): Promise<void> {
    if (this.#state === 'closed') return;
    const { id, method, params } = request;
    try {
      if (this.#state === 'authenticating') this.#welcome(id, await this.#authenticate(request, text));
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
    if (this.#state === 'closed' || result === answeredByOwner) return;
    this.stopDeadline();
    this.#state = 'authenticated';
    this.#send({ id, result });
    for (const frame of this.#early.splice(0)) this.#send(frame);
  }

  #authenticate(request: RequestFrame, text: string): Promise<unknown> {
    const method = firstMethodOf(request);
    if (method === undefined) throw new AppError('authentication-required');
    return this.#handlers.authenticate(this, method, request.params, text);
  }

  #dispatch(method: string, params: unknown): Promise<unknown> {
    if (method === 'authenticate' || method === 'beginPreflight') throw new AppError('already-authenticated');
    this.#isAnswering = true;
    return this.#handlers.dispatch(this, method, params);
  }

  #refuse(id: number, error: unknown): void {
    if (error instanceof RoomMoved) {
      this.passClose(roomMovedCode, 'room-moved');
      return;
    }
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
      this.#relay?.handlePassedOn();
    });
  }

  // ---------------------------------------------------------------- for a room of another node

  /** The WebSocket subprotocol; a link of this client has the same. */
  get subprotocol(): string {
    return this.#socket.protocol;
  }

  /** From the owner's answer to `authenticate` on everything is passed on. */
  relayTo(relay: Relay | null): void {
    this.#relay = relay;
  }

  passOn(frame: string): void {
    if (this.#state === 'closed') return;
    if (this.isAuthenticated && isAnswer(frame)) this.#unanswered -= 1;
    this.#sequence = seqOf(frame) ?? this.#sequence;
    if (this.#state === 'authenticating' && isResult(frame)) this.#state = 'authenticated';
    this.#write(frame);
  }

  passClose(code: number, reason: string): void {
    if (this.#state === 'closed') return;
    this.#handleClosed(reason === '' ? String(code) : reason);
    if (isSendable(code)) this.#closeSocket(code, reason);
    else this.#closeSocket();
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#lastHeardAt = performance.now();
    this.#socket.resume();
  }

  // ---------------------------------------------------------------- liveness and closing

  /** This process did not run for this long, and read and wrote nothing: that does not count as silence of the client. */
  handleStall(stalledMs: number, now: number): void {
    // It may have read already what came meanwhile.
    this.#lastHeardAt = Math.min(now, this.#lastHeardAt + stalledMs);
    this.#lastDrainAt = Math.min(now, this.#lastDrainAt + stalledMs);
  }

  /** Called about every second: sends pings, and closes connections that are silent or don't read. */
  checkLiveness(now: number): void {
    if (this.#state === 'closed') return;
    this.#relay?.checkLiveness(now);
    if (this.#relay?.isClientPaused) this.#lastHeardAt = now;
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
    this.#relay?.close(code, words);
    this.#handleClosed(reason);
    this.#closeSocket(code, words);
  }

  #closeSocket(code?: number, reason?: string): void {
    // Paused, it would not read the answer to its close frame.
    this.#socket.resume();
    this.#socket.close(code, reason);
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
