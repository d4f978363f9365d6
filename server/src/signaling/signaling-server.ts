/**
 * Accepts WebSockets at /v1/connect of an HTTP server: checks path, subprotocol, origin and rate per address, then
 * gives a seat to connections with a valid token.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type CloseReason, type IceServer, type Params, type Result, requests } from '@hearthroom/sdk/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { TokenGuard } from '../auth/token-guard.ts';
import { addressOf, createProxyCheck, untrustedForwarder } from '../core/addresses/client-address.ts';
import { linkHeaders, maxLocations } from '../core/addresses/link-headers.ts';
import { AppError, toClose } from '../core/errors/errors.ts';
import { TokenRefusal } from '../core/errors/token-refusal.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { TokenBucket } from '../core/limits/token-bucket.ts';
import type { Preflights } from '../preflight/preflights.ts';
import { OwnershipLost } from '../rooms/ports.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import {
  answeredByOwner,
  type ConnectionHandlers,
  closeHandshakeMs,
  type FirstMethod,
  SignalingConnection,
} from './connection.ts';
import { ConnectionForwarding, type RemoteRooms } from './forward-connections.ts';
import { createCheck } from './handlers/route.ts';
import { dispatch } from './handlers.ts';
import { type Hello, helloOf } from './hello.ts';
import { defaultSignalingLimits, type SignalingLimits } from './limits.ts';
import { chooseSubprotocol, offeredIn, tooOldSideOf } from './offered-version.ts';
import { isOriginAllowed, originForLog } from './origin.ts';
import { PreflightDesk } from './preflight-desk.ts';
import { RoomMoved } from './relay.ts';
import { Seating } from './seating.ts';
import { openOnJoining } from './transports-on-joining.ts';

export interface SignalingOptions {
  registry: RoomRegistry;
  tokens: TokenGuard;
  /** Absent: none are offered. */
  preflights?: Preflights;
  observer: ServerObserver;
  /** The RTP capabilities that a client loads into its device; the same in every room. */
  routerRtpCapabilities: unknown;
  /**
   * The relays a client may use, with its own credentials; a new set on each call.
   * @param maxSeconds the credentials are valid for no longer
   */
  createIceServers: (maxSeconds?: number) => IceServer[];
  /** Allowed web origins in addition to the server's own. */
  allowedOrigins: readonly string[];
  /** Proxies whose X-Forwarded-For is trusted. */
  trustedProxies: readonly string[];
  limits?: Partial<SignalingLimits>;
  /** Null: no other node owns rooms. */
  remote?: RemoteRooms | null;
}

export const connectPath = '/v1/connect';
const livenessIntervalMs = 1_000;
const checkAuthenticate = createCheck(requests.authenticate.params);
const checkBegin = createCheck(requests.beginPreflight.params);

export class SignalingServer {
  readonly #options: SignalingOptions;
  readonly #limits: SignalingLimits;
  readonly #sockets: WebSocketServer;
  /** All that are open, with and without a seat. */
  readonly #connections = new Set<SignalingConnection>();
  readonly #hello: Hello;
  /** Forwarded connections whose clients got another `hello` from the accepting node than this node sends. */
  readonly #withOtherHello = new WeakSet<SignalingConnection>();
  readonly #seating: Seating;
  readonly #preflights: PreflightDesk;
  readonly #forwarding: ConnectionForwarding | null;
  readonly #rates = new Map<string, TokenBucket>();
  readonly #handlers: ConnectionHandlers;
  readonly #isProxy: (address: string) => boolean;
  readonly #interval: NodeJS.Timeout;
  /** Null while the server is running; after `close` the delay that new connections are told. */
  #retryAfterMs: number | null = null;
  #lastTickAt = performance.now();

  constructor(options: SignalingOptions) {
    this.#options = options;
    this.#isProxy = createProxyCheck(options.trustedProxies);
    this.#limits = { ...defaultSignalingLimits, ...options.limits };
    this.#seating = new Seating({ ...options, limits: this.#limits });
    this.#preflights = new PreflightDesk(options);
    this.#hello = helloOf(options.routerRtpCapabilities);
    const { remote = null } = options;
    const [limits, hello] = [this.#limits, this.#hello.fingerprint];
    this.#forwarding = remote && new ConnectionForwarding({ ...options, remote, limits, hello });
    options.tokens.onWithdrawn = () =>
      this.#seating.closeWithdrawn() + this.#preflights.closeWithdrawn() + (this.#forwarding?.closeWithdrawn() ?? 0);
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // ws closes at twice the limit, so that this class can use its own close code for messages just above it.
      maxPayload: this.#limits.maxMessageBytes * 2,
      maxFragments: 256,
      maxBufferedChunks: 4_096,
      ...pongLimit(this.#limits),
      handleProtocols: (offered) => chooseSubprotocol(offered) ?? false,
    });
    this.#handlers = {
      authenticate: (connection, method, params, frame) => this.#begin(connection, method, params, frame),
      dispatch: (connection, method, params) => this.#dispatch(connection, method, params),
      closed: (connection, reason) => this.#handleClosed(connection, reason),
    };
    this.#interval = setInterval(() => this.#tick(), livenessIntervalMs);
  }

  /** Starts to accept WebSockets on this HTTP server. */
  attach(server: Server): void {
    // Supported by Node 24.9 and later: other upgrade requests are handled as normal requests, without the Upgrade
    // header (RFC 9110, 7.8).
    Object.assign(server, { shouldUpgradeCallback: wantsToConnect });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      const refusal = this.#refusal(request);
      if (refusal) refuseUpgrade(socket, refusal);
      else this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, request));
    });
  }

  /**
   * Takes the connection of a client that another node has accepted. Origin and rate are checked there. Only for
   * requests over a link: the client's address is read from a header.
   */
  acceptForwarded(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#refusal(request);
    if (refusal) refuseUpgrade(socket, refusal);
    else this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#addForwarded(webSocket, request));
  }

  #addForwarded(socket: WebSocket, { headers }: IncomingMessage): void {
    const tooOld = tooOldSideOf(socket.protocol);
    if (tooOld) {
      closeAtOnce(socket, tooOld);
      return;
    }
    const { observer } = this.#options;
    const [handlers, limits, address] = [this.#handlers, this.#limits, String(headers[linkHeaders.clientAddress])];
    const connection = new SignalingConnection(socket, { handlers, limits, observer, address, isForwarded: true });
    this.#connections.add(connection);
    if (headers[linkHeaders.hello] !== this.#hello.fingerprint) this.#withOtherHello.add(connection);
    if (this.#retryAfterMs !== null) connection.close('server-shutdown', { retryAfterMs: this.#retryAfterMs });
  }

  #refusal(request: IncomingMessage): string | null {
    // For older Node versions, where the request can't be passed on. Not 404: for a DELETE that would mean "done".
    if (!wantsToConnect(request)) return '400 Bad Request';
    if (chooseSubprotocol(offeredIn(request.headers['sec-websocket-protocol'])) !== null) return null;
    this.#options.observer.emit('connectionRefused', { reason: 'subprotocol-not-offered' });
    return '400 Bad Request';
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const reason = this.#reasonToClose(request);
    if (reason) {
      closeAtOnce(socket, reason);
      return;
    }
    const { observer } = this.#options;
    const [handlers, limits, address] = [this.#handlers, this.#limits, addressOf(request, this.#isProxy)];
    const connection = new SignalingConnection(socket, { handlers, limits, observer, address });
    this.#connections.add(connection);
    observer.emit('connectionOpened');
    if (this.#retryAfterMs === null) connection.sendHello(this.#hello);
    else connection.close('server-shutdown', { retryAfterMs: this.#retryAfterMs });
  }

  /** The reason is sent in a close frame, since a page can't read why an upgrade was refused. */
  #reasonToClose(request: IncomingMessage): CloseReason | null {
    const { observer, allowedOrigins } = this.#options;
    const { origin = '', host } = request.headers;
    const peer = untrustedForwarder(request, this.#isProxy);
    if (peer) observer.emit('addressForwarded', { peer });
    if (!isOriginAllowed(request.headers.origin, host, allowedOrigins)) {
      observer.emit('connectionRefused', { reason: 'origin-not-allowed', origin: originForLog(origin) });
      return 'origin-not-allowed';
    }
    if (!this.#takeRate(addressOf(request, this.#isProxy))) {
      observer.emit('connectionRefused', { reason: 'too-many-connections' });
      return 'too-many-connections';
    }
    const tooOld = tooOldSideOf(chooseSubprotocol(offeredIn(request.headers['sec-websocket-protocol'])));
    if (tooOld) observer.emit('connectionRefused', { reason: 'subprotocol-not-offered' });
    return tooOld;
  }

  #takeRate(address: string): boolean {
    const now = performance.now();
    const { connectionsPerSecond } = this.#limits;
    const bucket = this.#rates.get(address) ?? new TokenBucket(connectionsPerSecond, connectionsPerSecond, now);
    this.#rates.set(address, bucket);
    return bucket.take(now);
  }

  /** Handles the first request of a connection. */
  async #begin(
    connection: SignalingConnection,
    method: FirstMethod,
    params: unknown,
    frame: string,
  ): Promise<Result<FirstMethod> | typeof answeredByOwner> {
    const { observer } = this.#options;
    try {
      if (method === 'authenticate') return await this.#authenticate(connection, params, frame);
      return await this.#beginPreflight(connection, params, frame);
    } catch (error) {
      if (error instanceof AppError) {
        observer.emit('rejection', { code: error.code });
        const why = error instanceof TokenRefusal && { why: error.why };
        // Of a preflight only what is wrong with its token is about authentication.
        const isCounted = method === 'authenticate' ? error.code !== 'connection-lost' : why !== false;
        if (isCounted) observer.emit('authenticationRefused', { code: error.code, ...why });
      }
      throw error;
    }
  }

  /** At the node that runs the room, if there is one: media goes there. */
  async #beginPreflight(
    connection: SignalingConnection,
    params: unknown,
    frame: string,
  ): Promise<Result<'beginPreflight'> | typeof answeredByOwner> {
    const checked = checkBegin(params);
    if (await this.#forwarding?.forward(connection, checked.token, frame, 'preflight')) return answeredByOwner;
    this.#tellOtherHello(connection);
    return await this.#preflights.begin(connection, checked);
  }

  /** The client was told of another node's capabilities. */
  #tellOtherHello(connection: SignalingConnection): void {
    const wasToldOfAnother = this.#forwarding?.takeWithOtherHello(connection) ?? false;
    if (this.#withOtherHello.delete(connection) || wasToldOfAnother) connection.sendHello(this.#hello);
  }

  async #authenticate(
    connection: SignalingConnection,
    params: unknown,
    frame: string,
  ): Promise<Result<'authenticate'> | typeof answeredByOwner> {
    const checked = checkAuthenticate(params);
    for (let tries = 1; ; tries += 1) {
      if (await this.#forwarding?.forward(connection, checked.token, frame, 'enter')) return answeredByOwner;
      // Before the seat is taken: a client that does not support this version disconnects.
      this.#tellOtherHello(connection);
      try {
        return await this.#seat(connection, checked);
      } catch (error) {
        if (!(error instanceof OwnershipLost)) throw error;
        // Another node owns the room since it was located.
        if (connection.isForwarded) throw new RoomMoved();
        if (tries === maxLocations) throw new AppError('storage-unavailable');
      }
    }
  }

  async #seat(
    connection: SignalingConnection,
    { rtpCapabilities, ...credentials }: Params<'authenticate'>,
  ): Promise<Result<'authenticate'>> {
    const { routerRtpCapabilities, createIceServers, observer } = this.#options;
    const { room, arrival } = await this.#seating.seat(connection, credentials);
    const wantsTransports = rtpCapabilities !== undefined && !arrival.media;
    const transports = wantsTransports && (await openOnJoining(room, connection.id, rtpCapabilities, observer));
    return {
      snapshot: arrival.snapshot,
      resumeSecret: arrival.resumeSecret,
      routerRtpCapabilities,
      iceServers: createIceServers(),
      ...(arrival.media && { media: arrival.media }),
      ...(transports && { transports }),
      heartbeatIntervalMs: this.#limits.heartbeatIntervalMs,
      serverTime: room.now,
      chat: arrival.chat,
      ...(arrival.missed && { missed: arrival.missed }),
    };
  }

  #dispatch(connection: SignalingConnection, method: string, params: unknown): Promise<unknown> {
    if (this.#preflights.has(connection)) return this.#preflights.dispatch(connection, method, params);
    const seated = this.#seating.of(connection);
    if (!seated) throw new AppError('not-admitted');
    const { createIceServers } = this.#options;
    return dispatch({ room: seated.room, connectionId: connection.id, createIceServers }, method, params);
  }

  #handleClosed(connection: SignalingConnection, reason: string): void {
    this.#connections.delete(connection);
    this.#seating.unseat(connection);
    this.#preflights.forget(connection);
    this.#forwarding?.forget(connection);
    // One that was forwarded is counted by the node that accepted it.
    if (!connection.isForwarded) this.#options.observer.emit('connectionClosed', { reason });
  }

  #tick(): void {
    const now = performance.now();
    const stalledMs = now - this.#lastTickAt - livenessIntervalMs;
    this.#lastTickAt = now;
    for (const connection of this.#connections) {
      if (stalledMs > livenessIntervalMs) connection.handleStall(stalledMs, now);
      connection.checkLiveness(now);
    }
    for (const [address, bucket] of this.#rates) if (bucket.isFull(now)) this.#rates.delete(address);
    this.#seating.sweep();
    this.#preflights.sweep();
  }

  /**
   * Tells every client that the server shuts down and when to reconnect, including clients whose handshake completes
   * later. Their seats stay. Idempotent.
   */
  close(retryAfterMs: number): void {
    if (this.#retryAfterMs !== null) return;
    this.#retryAfterMs = retryAfterMs;
    clearInterval(this.#interval);
    for (const connection of [...this.#connections]) connection.close('server-shutdown', { retryAfterMs });
  }
}

/** Other upgrades (h2c, a WebSocket on another path) are not handled here. */
function wantsToConnect({ method, url = '', headers }: IncomingMessage): boolean {
  const [path] = url.split('?');
  return method === 'GET' && path === connectPath && headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * ws closes a socket with too many pending pongs. Higher than the message limit allows, so that a client that floods
 * with pings gets the close code of that limit. (Not in the types of ws.)
 */
const pongLimit = ({ messageBurst }: SignalingLimits): object => ({ maxPendingAutoPongs: messageBurst * 2 });

function refuseUpgrade(socket: Duplex, status: string): void {
  // Otherwise a peer that never closes its side would keep the socket open.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function closeAtOnce(socket: WebSocket, reason: CloseReason): void {
  const { code, reason: words } = toClose(reason);
  socket.on('error', () => socket.terminate());
  socket.close(code, words);
  // A refused peer that does not answer the close frame must not keep the socket open either.
  setTimeout(() => socket.terminate(), closeHandshakeMs).unref();
}
