/** Keeps a session connected: connects, resumes the seat after a lost connection, and reports when it is over. */

import type { Method, Params, PublicIdentity, Result } from '../../protocol/messages/messages.ts';
import type { RtpCapabilities } from '../../protocol/schemas/rtp-schemas.ts';
import type { Environment } from '../core/environment.ts';
import { documentErrorsAt, HearthroomError } from '../core/hearthroom-error.ts';
import { givesUpSeat } from './endings.ts';
import { isPasscodeRefusal, Passcode } from './passcode-prompt.ts';
import { callGetToken, readToken } from './read-token.ts';
import { createReconnectPolicy, type ReconnectPolicy } from './reconnect.ts';
import { createResumeStorage, type ResumeStorage } from './resume-storage.ts';
import { Retries } from './retries.ts';
import type { ServerClock } from './server-clock.ts';
import type { SessionOptions } from './session-options.ts';
import { ConnectError, type ConnectionEnd, connectUrl, type SessionNotification, Signaling } from './signaling.ts';
import { explainUnreached } from './unreached.ts';

export interface ConnectionLoopOptions {
  /** URL of the server's WebSocket, as `connectUrl` returns it. */
  address: string;
  getToken: () => string | Promise<string>;
  getPasscode: SessionOptions['getPasscode'];
  reconnectPolicy: ReconnectPolicy;
  requestTimeoutMs: number;
  tokenTimeoutMs: number;
  environment: Environment;
  clock: ServerClock;
}

const defaultRequestTimeoutMs = 10_000;
/**
 * Long enough for a backend that calls another one first. After it `getToken` is called again: a request that hangs
 * rarely completes.
 */
const defaultTokenTimeoutMs = 15_000;

/** A symbol, because `getToken` may return any value, also null. */
const givenUpToken = Symbol('given up');

/** The longest delay of a timer: with a longer one it would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** Throws `invalid-params` when `url` is not a valid address. */
export function connectionLoopOptionsOf(
  { url, getToken, getPasscode, reconnectPolicy, requestTimeoutMs, tokenTimeoutMs }: SessionOptions,
  environment: Environment,
): Omit<ConnectionLoopOptions, 'clock'> {
  const address = connectUrl(url);
  documentErrorsAt(address);
  return {
    address,
    getToken,
    getPasscode,
    reconnectPolicy: reconnectPolicy ?? createReconnectPolicy(),
    requestTimeoutMs: requestTimeoutMs ?? defaultRequestTimeoutMs,
    tokenTimeoutMs: Math.min(tokenTimeoutMs ?? defaultTokenTimeoutMs, longestTimeoutMs),
    environment,
  };
}

export interface LinkHandlers {
  /** Connected, for the first time or again; called before any notification of that connection. */
  opened(arrival: Result<'authenticate'>): void;
  notified(notification: SessionNotification): void;
  /** The connection is lost; another attempt follows. */
  interrupted(ending: ConnectionEnd): void;
  /** There is no further attempt. `cause` is the error that prevented connecting, if there was one. */
  closed(ending: ConnectionEnd, cause?: unknown): void;
  /** The capabilities to receive media from this server; null: no media here. Never rejects. */
  findCapabilities(routerRtpCapabilities: unknown): Promise<RtpCapabilities | null>;
  /** Keys of this client for end-to-end encryption; null: it can't encrypt. Never rejects. */
  findIdentity(token: string): Promise<PublicIdentity | null>;
  /** Whether the room encrypts, so that keys that come after the connect are sent with another one. */
  isIdentityWanted(): boolean;
  /** Whether transports that this session opened earlier are still usable. */
  hasMedia(): boolean;
  /** `seq` of the newest chat message received; undefined without one. */
  lastChatSeq(): number | undefined;
}

/** How one attempt to connect ended, and whether it was connected in between. */
interface Attempt {
  ending: ConnectionEnd;
  wasOpen: boolean;
  cause?: unknown;
  /** Repeat without a delay: there is another passcode to try. */
  isToBeRepeated?: boolean;
}

export class ConnectionLoop {
  readonly #options: ConnectionLoopOptions;
  readonly #handlers: LinkHandlers;
  readonly #passcode: Passcode;
  #state: 'idle' | 'running' | 'closed' = 'idle';
  #signaling: Signaling | null = null;
  #resumeSecret: string | null = null;
  /** Last notification received over the connection that issued the resume secret. */
  #hasLateIdentity = false;
  #lastSeq: number | undefined;
  #storage: ResumeStorage | null = null;
  /** Cancels the wait for a token. */
  #giveUpToken = () => {};
  /** Resolves the wait for the end of the open connection. */
  #endConnection = (_: ConnectionEnd): void => {};
  /** For `simulateEnd`: the ending of an attempt before it begins, or null to attempt it. */
  #refusal: () => ConnectionEnd | null = () => null;
  /** Ends the delay before the next attempt. */
  #wake = () => {};

  constructor(options: ConnectionLoopOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#passcode = new Passcode(options.getPasscode);
  }

  /** Starts; the handlers report everything that follows. Resolves when the loop is closed. */
  async run(): Promise<void> {
    if (this.#state !== 'idle') return;
    this.#state = 'running';
    this.#options.environment.signals?.addEventListener('online', this.#handleSignal);
    this.#options.environment.signals?.addEventListener('visible', this.#handleSignal);
    const retries = new Retries(this.#options.reconnectPolicy, performance.now());
    while (this.#state === 'running') {
      const { ending, wasOpen, cause, isToBeRepeated } = await this.#withPasscode(await this.#attempt(retries));
      if (this.#state !== 'running') return;
      if (isToBeRepeated) continue;
      const delayMs = retries.handleEnded(ending, performance.now());
      if (delayMs === null) {
        await this.#giveUp(ending, cause);
        return;
      }
      if (wasOpen) this.#handlers.interrupted(ending);
      await this.#sleep(delayMs);
    }
  }

  async #giveUp(ending: ConnectionEnd, cause: unknown): Promise<void> {
    const { address, environment } = this.#options;
    const wasNeverOpen = this.#resumeSecret === null;
    const isUnreached = wasNeverOpen && ending.code === 'connection-lost';
    const unreached = isUnreached ? await explainUnreached(address, environment) : null;
    if (this.#state !== 'running') return;
    this.close();
    if (givesUpSeat(ending.code)) this.#storage?.clear();
    this.#handlers.closed(unreached ? { code: unreached.code } : ending, unreached ?? cause);
  }

  /** Rejects with HearthroomError: `not-connected`, `connection-lost`, `request-timeout`, or the server's code. */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (!this.#signaling) return Promise.reject(new HearthroomError('not-connected'));
    return this.#signaling.request(method, params);
  }

  /** Revision of the protocol of the connected server; 0: of before revisions, or not connected. */
  get serverRevision(): number {
    return this.#signaling?.serverRevision ?? 0;
  }

  /**
   * Ends the connection as after a fault.
   * @param refusal returns how the next attempts end; null: attempt to connect
   */
  simulateEnd(ending: ConnectionEnd, refusal: () => ConnectionEnd | null = () => null): void {
    this.#refusal = refusal;
    this.#signaling?.fail(ending);
  }

  /**
   * Gives up the seat and closes, without calling the handlers. Resolves when the server has answered or the request
   * has failed.
   */
  async leave(quickly = false): Promise<void> {
    this.#storage?.clear();
    const signaling = this.#stop();
    // Without an answer the seat is free when its lease expires.
    await signaling?.request('leave', quickly ? { quickly } : {}).catch(() => {});
    signaling?.close();
  }

  /** Closes without calling the handlers; the resume secret stays stored. Idempotent. */
  close(): void {
    this.#stop()?.close();
  }

  /** Deletes what would resume this seat. Call it after closing. */
  forget(): void {
    this.#storage?.clear();
    this.#resumeSecret = null;
    this.#passcode.forget();
  }

  /** @returns the connection that was open, which the caller closes */
  #stop(): Signaling | null {
    const signaling = this.#signaling;
    this.#state = 'closed';
    this.#signaling = null;
    this.#options.environment.signals?.removeEventListener('online', this.#handleSignal);
    this.#options.environment.signals?.removeEventListener('visible', this.#handleSignal);
    this.#giveUpToken();
    this.#endConnection({ code: 'left' });
    this.#wake();
    return signaling;
  }

  /** The network is back or the page is visible again: check the connection, or connect, without delay. */
  readonly #handleSignal = (): void => {
    this.#signaling?.probe();
    this.#wake();
  };

  /** One connection, from the token to its end. */
  async #attempt(retries: Retries): Promise<Attempt> {
    let token: string;
    try {
      token = await this.#requestToken();
    } catch (cause) {
      return { ending: { code: 'token-provider-failed' }, wasOpen: false, cause };
    }
    if (this.#state !== 'running') return { ending: { code: 'left' }, wasOpen: false };
    const refusal = this.#refusal();
    if (refusal) return { ending: refusal, wasOpen: false };
    const ended = new Promise<ConnectionEnd>((resolve) => {
      this.#endConnection = resolve;
    });
    try {
      const { signaling, arrival } = await this.#open(token);
      this.#handleOpened(signaling, arrival, retries);
    } catch (error) {
      if (error instanceof ConnectError) return { ending: error.ending, wasOpen: false, cause: error.cause };
      throw error;
    }
    const ending = await ended;
    this.#lastSeq = this.#signaling?.lastSeq;
    this.#signaling = null;
    return { ending, wasOpen: true };
  }

  /**
   * Rejects with what `getToken` threw, and with `token-provider-failed` when it returns no token or takes too long.
   */
  async #requestToken(): Promise<string> {
    const { getToken, tokenTimeoutMs } = this.#options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const givenUp = new Promise<typeof givenUpToken>((resolve) => {
      this.#giveUpToken = () => resolve(givenUpToken);
      timer = setTimeout(this.#giveUpToken, tokenTimeoutMs);
    });
    try {
      const token = await Promise.race([callGetToken(getToken), givenUp]);
      if (token !== givenUpToken) return readToken(token);
      throw new HearthroomError('token-provider-failed', `getToken gave no token within ${tokenTimeoutMs / 1_000} s`);
    } finally {
      clearTimeout(timer);
    }
  }

  async #withPasscode(attempt: Attempt): Promise<Attempt> {
    const { code } = attempt.ending;
    if (this.#state !== 'running' || !isPasscodeRefusal(code)) return attempt;
    try {
      return { ...attempt, isToBeRepeated: await this.#passcode.renew(code) };
    } catch (cause) {
      return { ...attempt, cause };
    }
  }

  #open(token: string) {
    const { address, environment, requestTimeoutMs, clock } = this.#options;
    this.#storage ??= createResumeStorage(environment.storage, address, token);
    const resumeSecret = this.#resumeSecret ?? this.#storage.load();
    const passcode = this.#passcode.value;
    const lastChatSeq = this.#handlers.lastChatSeq();
    return Signaling.open({
      address,
      environment,
      requestTimeoutMs,
      clock,
      credentials: {
        token,
        ...(resumeSecret !== null && { resumeSecret, keepMedia: this.#handlers.hasMedia() }),
        ...(passcode !== null && { passcode }),
        ...(lastChatSeq !== undefined && { lastChatSeq }),
        ...(this.#lastSeq !== undefined && { lastSeq: this.#lastSeq }),
      },
      findCapabilities: (routerRtpCapabilities) => this.#handlers.findCapabilities(routerRtpCapabilities),
      findIdentity: () => this.#handlers.findIdentity(token),
      handleNotification: (notification) => this.#notify(notification),
      handleEnd: (ending) => this.#endConnection(ending),
    });
  }

  #handleOpened(signaling: Signaling, arrival: Result<'authenticate'>, retries: Retries): void {
    if (this.#state !== 'running') {
      // Left while connecting: give the new seat back.
      const close = () => signaling.close();
      signaling.request('leave', {}).then(close, close);
      return;
    }
    this.#signaling = signaling;
    this.#resumeSecret = arrival.resumeSecret;
    this.#storage?.save(arrival.resumeSecret);
    retries.handleOpened(performance.now());
    this.#passcode.handleAccepted();
    this.#handlers.opened(arrival);
    signaling.start(arrival.heartbeatIntervalMs, arrival.missed);
    void signaling.lateIdentity?.then((identity) => {
      if (!identity || this.#signaling !== signaling || !this.#handlers.isIdentityWanted()) return;
      // Servers take keys with a connect alone. Once: where they are not sent then either, it would never end.
      if (!this.#hasLateIdentity) signaling.fail({ code: 'connection-lost' });
      this.#hasLateIdentity = true;
    });
  }

  #notify(notification: SessionNotification): void {
    if (this.#state === 'running') this.#handlers.notified(notification);
  }

  #sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
