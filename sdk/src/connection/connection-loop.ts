/** Keeps a session connected: connects, resumes the seat after a loss, and says when it is over. */

import type { Method, Notification, Params, Result } from '../../protocol/messages/messages.ts';
import type { RtpCapabilities } from '../../protocol/schemas/rtp-schemas.ts';
import type { Environment } from '../core/environment.ts';
import { HearthroomError } from '../core/hearthroom-error.ts';
import { isNotification } from '../core/wire.ts';
import { consequenceOf } from './endings.ts';
import { isPasscodeRefusal, Passcode } from './passcode-prompt.ts';
import { readToken } from './read-token.ts';
import { createReconnectPolicy, type ReconnectPolicy } from './reconnect.ts';
import { createResumeStorage, type ResumeStorage } from './resume-storage.ts';
import { Retries } from './retries.ts';
import type { ServerClock } from './server-clock.ts';
import type { SessionOptions } from './session-options.ts';
import { ConnectError, type ConnectionEnd, connectUrl, Signaling } from './signaling.ts';

export interface ConnectionLoopOptions {
  /** Of the server's socket, as `connectUrl` makes it. */
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
/** A backend that asks another one first takes seconds; one that hangs answers a second question sooner than the first. */
const defaultTokenTimeoutMs = 15_000;

/** Not null: a `getToken` that gives null has answered. */
const givenUpToken = Symbol('given up');

/** What timers can wait at most: longer ones would be over at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** Throws `invalid-params` when the url is none. */
export function connectionLoopOptionsOf(
  { url, getToken, getPasscode, reconnectPolicy, requestTimeoutMs, tokenTimeoutMs }: SessionOptions,
  environment: Environment,
): Omit<ConnectionLoopOptions, 'clock'> {
  return {
    address: connectUrl(url),
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
  notified(notification: Notification): void;
  /** The connection is lost; another attempt follows. */
  interrupted(ending: ConnectionEnd): void;
  /** It will not be tried again. `cause` is what kept it from connecting, if it was that. */
  closed(ending: ConnectionEnd, cause?: unknown): void;
  /** What can be received from such a server; null: no media here. Never rejects. */
  findCapabilities(routerRtpCapabilities: unknown): Promise<RtpCapabilities | null>;
  /** Transports that this session opened earlier are still there. */
  hasMedia(): boolean;
  /** The newest chat message that is here; undefined without one. */
  lastChatSeq(): number | undefined;
}

/** One attempt: how it ended, and whether it was a connection in between. */
interface Attempt {
  ending: ConnectionEnd;
  wasOpen: boolean;
  cause?: unknown;
  /** At once: there is another passcode to try. */
  isToBeRepeated?: boolean;
}

export class ConnectionLoop {
  readonly #options: ConnectionLoopOptions;
  readonly #handlers: LinkHandlers;
  readonly #passcode: Passcode;
  #state: 'idle' | 'running' | 'closed' = 'idle';
  #signaling: Signaling | null = null;
  #resumeSecret: string | null = null;
  /** Of the connection that the resume secret is of. */
  #lastSeq: number | undefined;
  #storage: ResumeStorage | null = null;
  /** Ends the wait for a token. */
  #giveUpToken = () => {};
  /** Settles the wait for the end of the connection that is open. */
  #endConnection = (_: ConnectionEnd): void => {};
  /** For `simulateEnd`: how an attempt ends before it has begun, or null. */
  #refusal: () => ConnectionEnd | null = () => null;
  /** Ends the wait for the next attempt. */
  #wake = () => {};

  constructor(options: ConnectionLoopOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#passcode = new Passcode(options.getPasscode);
  }

  /** Starts; everything further is told to the handlers. Resolves when it is closed. */
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
        this.close();
        if (consequenceOf(ending.code) === 'over') this.#storage?.clear();
        this.#handlers.closed(ending, cause);
        return;
      }
      if (wasOpen) this.#handlers.interrupted(ending);
      await this.#sleep(delayMs);
    }
  }

  /** Rejects with HearthroomError: `not-connected`, `connection-lost`, `request-timeout`, or the server's code. */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (!this.#signaling) return Promise.reject(new HearthroomError('not-connected'));
    return this.#signaling.request(method, params);
  }

  /** Ends the connection as a fault would. @param refusal how the attempts after it end, as long as it names an ending */
  simulateEnd(ending: ConnectionEnd, refusal: () => ConnectionEnd | null = () => null): void {
    this.#refusal = refusal;
    this.#signaling?.fail(ending);
  }

  /** Gives the seat up and closes, without a word to the handlers. Resolves when the server knows, or can't be told. */
  async leave(quickly = false): Promise<void> {
    this.#storage?.clear();
    const signaling = this.#stop();
    // Without an answer the seat's lease runs out instead.
    await signaling?.request('leave', quickly ? { quickly } : {}).catch(() => {});
    signaling?.close();
  }

  /** Closes without a word to the handlers; the right to resume is kept. Idempotent. */
  close(): void {
    this.#stop()?.close();
  }

  /** Forgets what would let somebody come back to this seat; to be called when it is closed. */
  forget(): void {
    this.#storage?.clear();
    this.#resumeSecret = null;
    this.#passcode.forget();
  }

  /** @returns the connection that was open, to be closed */
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

  /** The network is back or the page is looked at again: no time to lose. */
  readonly #handleSignal = (): void => {
    this.#signaling?.probe();
    this.#wake();
  };

  /** One connection from its beginning to its end. */
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

  /** Rejects with what `getToken` threw, and with `token-provider-failed` when it gives no token or nothing in time. */
  async #requestToken(): Promise<string> {
    const { getToken, tokenTimeoutMs } = this.#options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const givenUp = new Promise<typeof givenUpToken>((resolve) => {
      this.#giveUpToken = () => resolve(givenUpToken);
      timer = setTimeout(this.#giveUpToken, tokenTimeoutMs);
    });
    try {
      const token = await Promise.race([getToken(), givenUp]);
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
      handleNotification: (notification) => this.#notify(notification),
      handleEnd: (ending) => this.#endConnection(ending),
    });
  }

  #handleOpened(signaling: Signaling, arrival: Result<'authenticate'>, retries: Retries): void {
    if (this.#state !== 'running') {
      // Left while connecting: the seat that was just taken is given back.
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
    for (const notification of arrival.missed ?? []) if (isNotification(notification)) this.#notify(notification);
    signaling.start(arrival.heartbeatIntervalMs);
  }

  #notify(notification: Notification): void {
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
