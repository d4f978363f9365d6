/**
 * Passes the frames of one client on to the node that owns its room, and back: as text, in their order, without parsing
 * them. Each side is read no faster than the other side reads.
 */
import type { CloseReason } from '@hearthroom/sdk/protocol';
import type { RemoteEvents, RemoteSocket } from '../cluster/link-ports.ts';
import { roomMovedCode } from '../core/addresses/link-headers.ts';
import type { SignalingLimits } from './limits.ts';

/** The client's side. */
export interface RelayedClient {
  /** Sends a frame of the owner. */
  passOn(frame: string): void;
  /** Closes as the owner closed. */
  passClose(code: number, reason: string): void;
  close(reason: CloseReason, options: { retryAfterMs: number }): void;
  readonly bufferedAmount: number;
  pauseReading(): void;
  resumeReading(): void;
}

/** `moved`: that node does not own the room, and nothing was done. */
type RelayStart = 'answered' | 'moved' | 'ended';

/** A connection that another node forwarded asks for a room that is not here. That node is told; no client is. */
export class RoomMoved extends Error {
  constructor() {
    super('the room is not owned by this node');
    this.name = 'RoomMoved';
  }
}

/** Another node has taken the room over within a few seconds; until then `authenticate` waits there. */
const retryAfterMs = 500;
const goingAway = 1_001;

export class Relay {
  readonly #client: RelayedClient;
  readonly #limits: Pick<SignalingLimits, 'maxBufferedBytes' | 'drainTimeoutMs'>;
  readonly #starting = Promise.withResolvers<RelayStart>();
  #remote: RemoteSocket | null = null;
  #state: 'starting' | 'answered' | 'ended' = 'starting';
  #isClientPaused = false;
  #isRemotePaused = false;
  #lastSentAt = performance.now();
  #hasPassedHello = false;

  constructor(client: RelayedClient, limits: Pick<SignalingLimits, 'maxBufferedBytes' | 'drainTimeoutMs'>) {
    this.#client = client;
    this.#limits = limits;
  }

  /**
   * @param frame the request `authenticate`
   * @returns `answered`: the client has a seat; `ended`: the client's connection is closed, or being closed
   */
  start(open: (events: RemoteEvents) => RemoteSocket, frame: string): Promise<RelayStart> {
    this.#remote = open({
      frame: (text) => this.#handleFrame(text),
      closed: (code, reason) => this.#handleClosed(code, reason),
      failed: () => this.#handleFailed(),
    });
    this.send(frame);
    return this.#starting.promise;
  }

  /** The client was told what that node is able to do. */
  get hasPassedHello(): boolean {
    return this.#hasPassedHello;
  }

  get #highWater(): number {
    return this.#limits.maxBufferedBytes / 2;
  }

  // ---------------------------------------------------------------- from the client

  send(frame: string): void {
    if (this.#state === 'ended' || this.#remote === null) return;
    if (this.#remote.bufferedAmount === 0) this.#lastSentAt = performance.now();
    this.#remote.send(frame, () => this.#handleSent());
    if (this.#isClientPaused || this.#remote.bufferedAmount <= this.#highWater) return;
    this.#isClientPaused = true;
    this.#client.pauseReading();
  }

  #handleSent(): void {
    this.#lastSentAt = performance.now();
    if (!this.#isClientPaused || this.#state === 'ended' || (this.#remote?.bufferedAmount ?? 0) > this.#highWater / 2)
      return;
    this.#isClientPaused = false;
    this.#client.resumeReading();
  }

  // ---------------------------------------------------------------- from the owner

  #handleFrame(text: string): void {
    if (this.#state === 'ended') return;
    this.#client.passOn(text);
    if (this.#state === 'starting' && isHello(text)) this.#hasPassedHello = true;
    if (this.#state === 'starting' && isResult(text)) {
      this.#state = 'answered';
      this.#starting.resolve('answered');
    }
    if (this.#isRemotePaused || this.#client.bufferedAmount <= this.#highWater) return;
    this.#isRemotePaused = true;
    this.#remote?.pause();
  }

  /** Call it when a frame was sent to the client. */
  handlePassedOn(): void {
    if (!this.#isRemotePaused || this.#client.bufferedAmount > this.#highWater / 2) return;
    this.#isRemotePaused = false;
    this.#remote?.resume();
  }

  #handleClosed(code: number, reason: string): void {
    if (code === roomMovedCode && this.#state === 'starting') this.#end('moved', () => {});
    else if (code === roomMovedCode) this.#handleFailed();
    else this.#end('ended', () => this.#client.passClose(code, reason));
  }

  /** The owner is gone: the client reconnects with its resume secret. */
  #handleFailed(): void {
    this.#end('ended', () => this.#client.close('server-shutdown', { retryAfterMs }));
  }

  // ---------------------------------------------------------------- both

  /** The owner's connections are watched by the links; this finds one that is open and not read. */
  checkLiveness(now: number): void {
    if (this.#state === 'ended' || this.#remote === null || this.#remote.bufferedAmount === 0) return;
    if (now - this.#lastSentAt > this.#limits.drainTimeoutMs) this.#remote.abort();
  }

  /** Why the client is not read: the owner does not read either. */
  get isClientPaused(): boolean {
    return this.#isClientPaused;
  }

  /** The client's connection is closed. Idempotent. */
  close(code: number, reason: string): void {
    this.#end('ended', () => this.#remote?.close(isSendable(code) ? code : goingAway, reason));
  }

  #end(start: RelayStart, tell: () => void): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#starting.resolve(start);
    tell();
  }
}

// The frames are written by connection.ts, with the members in this order.
export const isResult = (frame: string): boolean => /^\{"id":\d+,"result":/.test(frame);
const isHello = (frame: string): boolean => frame.startsWith('{"method":"hello",');
export const isAnswer = (frame: string): boolean => frame.startsWith('{"id":');

/** @returns `seq` of a notification; null: the frame is an answer */
export function seqOf(frame: string): number | null {
  const [, seq] = /,"seq":(\d+)\}$/.exec(frame.slice(-32)) ?? [];
  return isAnswer(frame) || seq === undefined ? null : Number(seq);
}

/** RFC 6455, section 7.4: others must not be in a close frame. */
export const isSendable = (code: number): boolean =>
  (code >= 1_000 && code <= 1_014 && ![1_004, 1_005, 1_006].includes(code)) || (code >= 3_000 && code <= 4_999);
