/** One authenticated connection to a server: a WebSocket, requests over it, and a heartbeat. */
import { subprotocol } from '../../protocol/codes.ts';
import { parseServerFrame } from '../../protocol/envelope.ts';
import type { Method, Notification, Params, PublicIdentity, Result } from '../../protocol/messages/messages.ts';
import { Rpc } from '../../protocol/rpc.ts';
import type { RtpCapabilities } from '../../protocol/schemas/rtp-schemas.ts';
import type { Environment } from '../core/environment.ts';
import { HearthroomError, toHearthroomError } from '../core/hearthroom-error.ts';
import { tellDeveloper } from '../core/tell-developer.ts';
import { isNotification, isResult, serverTimeOf } from '../core/wire.ts';
import type { ServerClock } from './server-clock.ts';
import { tooOldSideOf } from './version-check.ts';

/** The notifications about the connection itself, which Signaling handles. */
export type LinkNotificationMethod = 'hello' | 'clockStepped' | 'closing';

/** The notifications that Signaling passes on. */
export type SessionNotification = Exclude<Notification, { method: LinkNotificationMethod }>;

/** How a connection ended. */
export interface ConnectionEnd {
  /** The server's code, or `connection-lost`. */
  code: string;
  /** A host's text to the person. */
  message?: string;
  /** Milliseconds to wait before reconnecting, in addition to the usual delay. */
  retryAfterMs?: number;
}

export interface SignalingOptions {
  /** URL of the server's WebSocket, as `connectUrl` returns it. */
  address: string;
  environment: Pick<Environment, 'WebSocket'>;
  requestTimeoutMs: number;
  credentials: Params<'authenticate'>;
  /** Updated with the server's time in the answers of this connection. */
  clock: ServerClock;
  /**
   * The capabilities to receive media from this server; null without media. Sent with `authenticate`, so that its
   * answer has the transports.
   */
  findCapabilities?: (routerRtpCapabilities: unknown) => Promise<RtpCapabilities | null>;
  /** Keys of this client for end-to-end encryption; null: it can't encrypt. Sent with `authenticate`. Never rejects. */
  findIdentity?: () => Promise<PublicIdentity | null>;
  handleNotification: (notification: SessionNotification) => void;
  /** Called once, after `start`; not after `close`. */
  handleEnd: (ending: ConnectionEnd) => void;
}

/** Servers of an older revision refuse keys for encryption. */
const encryptionRevision = 2;
/** Keys that are not ready by then are sent with the next connect (`lateIdentity`). The server waits for five seconds. */
const identityPatienceMs = 4_000;
/** If media is not ready by then, it is opened after joining, so that joining is not delayed. */
const capabilitiesPatienceMs = 1_000;

/** Twice the usual maximum time that a notification is in transit. */
const notifiedMs = 400;

/** Normal closure, RFC 6455 section 7.4.1. */
const normalClosure = 1000;

export class Signaling {
  /** Keys that were not ready to be sent. */
  lateIdentity?: Promise<PublicIdentity | null>;
  readonly #socket: WebSocket;
  readonly #rpc: Rpc;
  readonly #options: SignalingOptions;
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  /** Content of the notification `closing`, which precedes the close of the socket. */
  #announced: ConnectionEnd | null = null;
  /** The ending of a connection that ended before `start` was called. */
  #endedEarly: ConnectionEnd | null = null;
  readonly #early: SessionNotification[] = [];
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #heartbeatIntervalMs = 0;
  #ping: 'answered' | 'awaited' = 'answered';
  #lastSeq = 0;
  #failOpening = () => {};
  /** Resolves `#hello`. */
  #handleHello = (_: unknown): void => {};
  #serverRevision = 0;
  readonly #hello = new Promise<unknown>((resolve) => {
    this.#handleHello = resolve;
  });

  /** Connects and authenticates. Notifications are held back until `start`. Rejects with ConnectError. */
  static async open(options: SignalingOptions): Promise<{ signaling: Signaling; arrival: Result<'authenticate'> }> {
    let signaling: Signaling;
    try {
      signaling = new Signaling(options);
    } catch (error) {
      throw refusedByPage(options.address) ?? new ConnectError({ code: 'connection-lost' }, error);
    }
    // The code for it is loaded while the connection is opened.
    const identity = options.findIdentity?.() ?? Promise.resolve(null);
    try {
      await signaling.#opened();
      const [rtpCapabilities, e2ee] = await Promise.all([
        signaling.#findCapabilities(),
        signaling.#whenKnown(identity),
      ]);
      const credentials = {
        ...options.credentials,
        ...(rtpCapabilities && { rtpCapabilities }),
        ...(e2ee && { e2ee }),
      };
      if (!e2ee) signaling.lateIdentity = identity;
      return { signaling, arrival: await signaling.request('authenticate', credentials) };
    } catch (error) {
      // What the server announced is more exact than "no answer".
      const ending = signaling.#endedEarly ?? { code: toHearthroomError(error).code };
      signaling.close();
      throw new ConnectError(ending, error);
    }
  }

  private constructor(options: SignalingOptions) {
    this.#options = options;
    this.#socket = new options.environment.WebSocket(options.address, subprotocol);
    this.#rpc = new Rpc((text) => this.#socket.send(text), options.requestTimeoutMs);
    this.#socket.onmessage = ({ data }: MessageEvent<unknown>) => this.#handleText(data);
    this.#socket.onclose = ({ reason }: CloseEvent) => this.#end(reason);
    // An error is always followed by a close; without a listener some implementations throw it.
    this.#socket.onerror = () => {};
  }

  #opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new HearthroomError('connection-lost')), this.#options.requestTimeoutMs);
      this.#failOpening = () => {
        clearTimeout(timer);
        reject(new HearthroomError('connection-lost', 'The server could not be reached'));
      };
      this.#socket.onopen = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #findCapabilities(): Promise<RtpCapabilities | null> {
    const { findCapabilities } = this.#options;
    return findCapabilities ? await inTime(this.#hello.then(findCapabilities), capabilitiesPatienceMs) : null;
  }

  async #whenKnown(identity: Promise<PublicIdentity | null>): Promise<PublicIdentity | null> {
    const known = identity.then((e2ee) => e2ee && this.#hello.then(() => e2ee));
    const e2ee = await inTime(known, identityPatienceMs);
    return this.#serverRevision >= encryptionRevision ? e2ee : null;
  }

  /** What `hello` said; 0: a server of before revisions, or no `hello` yet. */
  get serverRevision(): number {
    return this.#serverRevision;
  }

  /** `seq` of the last notification received. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /**
   * Sends a request. Rejects with HearthroomError: the server's code, `request-timeout`, `connection-lost`, or
   * `bad-message` for an answer of an unknown form.
   */
  async request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    const sampleClock = this.#options.clock.startSample();
    let result: unknown;
    try {
      result = await this.#rpc.request(method, params);
    } catch (error) {
      throw toHearthroomError(error);
    }
    if (!isResult(method, result))
      throw new HearthroomError('bad-message', `The answer to ${method} is not understood`);
    sampleClock(serverTimeOf(result));
    return result;
  }

  /**
   * Starts to pass on notifications and the end of the connection, first those that arrived before.
   * @param missed what the server sent before this connection, passed on first; those of an unknown form are ignored
   */
  start(heartbeatIntervalMs: number, missed: Result<'authenticate'>['missed'] = []): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'open';
    this.#heartbeatIntervalMs = heartbeatIntervalMs;
    this.#waitForBeat();
    for (const frame of missed) this.#handleNotification(frame);
    for (const notification of this.#early.splice(0)) this.#tell(notification);
    if (this.#endedEarly) this.#end(this.#endedEarly.code);
  }

  /** Sends a ping now: the page was suspended, or the network changed. */
  probe(): void {
    if (this.#state !== 'open' || this.#ping === 'awaited') return;
    this.#ping = 'awaited';
    // Restarts the interval: after a suspension the next heartbeat is overdue and would treat this ping as unanswered.
    this.#waitForBeat();
    this.request('ping', {}).then(
      () => {
        this.#ping = 'answered';
      },
      // A missing answer is noticed at the next heartbeat, which also covers sockets that never report their end.
      () => {},
    );
  }

  /** Ends the connection as if the server or the network had ended it. */
  fail(ending: ConnectionEnd): void {
    this.#announced = ending;
    this.#end(ending.code);
  }

  /** Closes without calling the handlers. Idempotent. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearInterval(this.#heartbeat);
    this.#rpc.close();
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.onopen = null;
    this.#socket.close(normalClosure);
  }

  #waitForBeat(): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#beat(), this.#heartbeatIntervalMs);
  }

  #beat(): void {
    if (this.#ping === 'awaited') this.#end('connection-lost');
    else this.probe();
  }

  #handleText(data: unknown): void {
    const frame = typeof data === 'string' ? parseServerFrame(data) : null;
    if (frame === null) return;
    if ('id' in frame) {
      this.#rpc.handleResponse(frame);
      return;
    }
    this.#lastSeq = frame.seq;
    this.#handleNotification(frame);
  }

  #handleNotification(frame: { method: string; params: unknown }): void {
    if (!isNotification(frame)) return;
    switch (frame.method) {
      case 'hello': {
        const code = tooOldSideOf(frame.params);
        if (code) {
          this.#announced = { code };
          this.#end(code);
        }
        this.#serverRevision = frame.params.revision ?? 0;
        this.#handleHello(code ? null : frame.params.routerRtpCapabilities);
        break;
      }
      case 'clockStepped':
        this.#options.clock.startSample(notifiedMs)(frame.params.serverTime);
        break;
      case 'closing':
        this.#announced = frame.params;
        break;
      default:
        if (this.#state === 'connecting') this.#early.push(frame);
        else this.#tell(frame);
    }
  }

  #tell(notification: SessionNotification): void {
    if (this.#state === 'open') this.#options.handleNotification(notification);
  }

  #end(reason: string): void {
    const ending = this.#announced ?? { code: reason === '' ? 'connection-lost' : reason };
    if (this.#state === 'connecting') {
      this.#endedEarly = ending;
      this.#failOpening();
      this.#rpc.close();
    } else if (this.#state === 'open') {
      this.close();
      this.#options.handleEnd(ending);
    }
  }
}

/** What a promise resolves with, or null after this time. */
async function inTime<T>(value: Promise<T>, patienceMs: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    return await Promise.race([value, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** An attempt to connect failed; `cause` is the error. */
export class ConnectError extends Error {
  readonly ending: ConnectionEnd;

  constructor(ending: ConnectionEnd, cause: unknown) {
    super(ending.code, { cause });
    this.name = 'ConnectError';
    this.ending = ending;
  }
}

/** Mixed Content (W3C): a page loaded over https may open ws: to its own machine only. */
function refusedByPage(address: string): ConnectError | null {
  if (globalThis.location?.protocol !== 'https:' || !address.startsWith('ws:')) return null;
  const message = 'A page loaded over https needs a server with TLS: url has to begin with https:// or wss://';
  return new ConnectError({ code: 'invalid-params' }, new HearthroomError('invalid-params', message));
}

/** Otherwise it would be a path below the page: `calls.example.org`. */
const toldAddresses = new Set<string>();
const isAddress = /^(\.|\/|(http|ws)s?:\/\/)/i;

/**
 * The WebSocket URL of a server: http(s) becomes ws(s), and a path is kept. Throws HearthroomError `invalid-params`
 * when `base` is not a valid address.
 */
export function connectUrl(base: string): string {
  let url: URL;
  try {
    if (!isAddress.test(base.trim())) throw new TypeError('no scheme');
    url = new URL(base, globalThis.location?.href);
  } catch {
    const error = new HearthroomError(
      'invalid-params',
      'url has to be an address with https://, for example https://calls.example.org',
    );
    // React may construct a session with the same mistake several times.
    if (!toldAddresses.has(base)) tellDeveloper(error);
    toldAddresses.add(base);
    throw error;
  }
  url.protocol = url.protocol.replace(/^http/, 'ws');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/connect`;
  url.search = '';
  url.hash = '';
  return url.href;
}
