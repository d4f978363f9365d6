/** Takes WebSockets at /v1/connect on an HTTP server: path, subprotocol, origin, rate by address; then seats who has a token. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type CloseReason, type Params, type Result, requests, subprotocol } from '@hearthroom/sdk/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { verifyAccessToken } from '../auth/access-token.ts';
import type { KeyRing } from '../auth/keys.ts';
import { addressOf, createProxyCheck } from '../client-address.ts';
import { AppError, toClose } from '../errors.ts';
import type { ServerObserver } from '../observer.ts';
import { PasscodeGate, type PasscodeProof } from '../rooms/passcode.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import type { Arrival, Room } from '../rooms/room.ts';
import { type ConnectionHandlers, closeHandshakeMs, SignalingConnection } from './connection.ts';
import { createCheck } from './handlers/route.ts';
import { dispatch } from './handlers.ts';
import { defaultSignalingLimits, type SignalingLimits } from './limits.ts';
import { isOriginAllowed } from './origin.ts';
import { TokenBucket } from './token-bucket.ts';

export interface SignalingOptions {
  registry: RoomRegistry;
  keys: KeyRing;
  observer: ServerObserver;
  /** What a client loads into its device; the same in every room. */
  routerRtpCapabilities: unknown;
  /** Web origins beside the server's own. */
  allowedOrigins: readonly string[];
  /** Whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  limits?: Partial<SignalingLimits>;
}

export const connectPath = '/v1/connect';
const livenessIntervalMs = 1_000;
const checkAuthenticate = createCheck(requests.authenticate.params);

export class SignalingServer {
  readonly #options: SignalingOptions;
  readonly #limits: SignalingLimits;
  readonly #sockets: WebSocketServer;
  readonly #connections = new Map<SignalingConnection, Room | null>();
  readonly #addresses = new WeakMap<SignalingConnection, string>();
  readonly #rates = new Map<string, TokenBucket>();
  readonly #passcodes = new PasscodeGate();
  readonly #handlers: ConnectionHandlers;
  readonly #isProxy: (address: string) => boolean;
  readonly #interval: NodeJS.Timeout;
  #closed = false;

  constructor(options: SignalingOptions) {
    this.#options = options;
    this.#isProxy = createProxyCheck(options.trustedProxies);
    this.#limits = { ...defaultSignalingLimits, ...options.limits };
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // One byte more than a message may have, and a bit: so that "too big" gets its own close code, while a flood is cut by ws.
      maxPayload: this.#limits.maxMessageBytes * 2,
      maxFragments: 256,
      maxBufferedChunks: 4_096,
      handleProtocols: (offered) => offered.has(subprotocol) && subprotocol,
    });
    this.#handlers = {
      authenticate: (connection, params) => this.#authenticate(connection, params),
      dispatch: (connection, method, params) => this.#dispatch(connection, method, params),
      closed: (connection, reason) => this.#handleClosed(connection, reason),
    };
    this.#interval = setInterval(() => this.#tick(), livenessIntervalMs);
  }

  /** Serves WebSockets on this HTTP server from now on. */
  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      const refusal = this.#refusal(request);
      if (refusal) refuseUpgrade(socket, refusal);
      else this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, request));
    });
  }

  #refusal(request: IncomingMessage): string | null {
    const [path] = (request.url ?? '').split('?');
    if (path !== connectPath) return '404 Not Found';
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    return offered.includes(subprotocol) ? null : '400 Bad Request';
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const reason = this.#reasonToClose(request);
    if (reason) {
      closeAtOnce(socket, reason);
      return;
    }
    const connection = new SignalingConnection(socket, this.#handlers, this.#limits, this.#options.observer);
    this.#connections.set(connection, null);
    this.#addresses.set(connection, addressOf(request, this.#isProxy));
    this.#options.observer.emit('connectionOpened');
  }

  /** Told in a close frame, since a page learns nothing of why an upgrade was refused. */
  #reasonToClose(request: IncomingMessage): CloseReason | null {
    const { origin, host } = request.headers;
    if (!isOriginAllowed(origin, host, this.#options.allowedOrigins)) return 'origin-not-allowed';
    if (!this.#takeRate(addressOf(request, this.#isProxy))) return 'too-many-connections';
    return this.#closed ? 'server-shutdown' : null;
  }

  #takeRate(address: string): boolean {
    const now = performance.now();
    const { connectionsPerSecond } = this.#limits;
    const bucket = this.#rates.get(address) ?? new TokenBucket(connectionsPerSecond, connectionsPerSecond, now);
    this.#rates.set(address, bucket);
    return bucket.take(now);
  }

  async #authenticate(connection: SignalingConnection, params: unknown): Promise<Result<'authenticate'>> {
    const { routerRtpCapabilities, observer } = this.#options;
    try {
      const { room, arrival } = await this.#seat(connection, checkAuthenticate(params));
      this.#connections.set(connection, room);
      return {
        snapshot: arrival.snapshot,
        resumeSecret: arrival.resumeSecret,
        routerRtpCapabilities,
        iceServers: [],
        ...(arrival.media && { media: arrival.media }),
        heartbeatIntervalMs: this.#limits.heartbeatIntervalMs,
        chat: arrival.chat,
      };
    } catch (error) {
      if (error instanceof AppError) {
        observer.emit('rejection', { code: error.code });
        if (error.code !== 'connection-lost') observer.emit('authenticationRefused', { code: error.code });
      }
      throw error;
    }
  }

  async #seat(
    connection: SignalingConnection,
    { token, passcode, ...options }: Params<'authenticate'>,
  ): Promise<{ room: Room; arrival: Arrival }> {
    const { registry, keys } = this.#options;
    const { roomId, claims } = await verifyAccessToken(token, keys);
    const checked = await this.#checkPasscode(connection, findRoom(registry, roomId), claims.sub, passcode);
    // The socket may have gone, and the room ended, while token and passcode were checked.
    if (!this.#connections.has(connection)) throw new AppError('connection-lost');
    const room = findRoom(registry, roomId);
    if (!registry.mayEnter(room, claims.sub)) throw new AppError('server-draining');
    return { room, arrival: room.connect(connection, claims, { ...options, passcode: checked }) };
  }

  /** Hashed before the room is asked: the machine doesn't wait. Whoever proves to hold a seat needs none, which the room knows. */
  async #checkPasscode(
    connection: SignalingConnection,
    room: Room,
    sub: string,
    passcode: string | undefined,
  ): Promise<PasscodeProof> {
    const address = this.#addresses.get(connection) ?? '';
    for (;;) {
      const stored = room.state.passcodeHash;
      const proof = await this.#passcodes.check(stored, { roomId: room.record.id, sub, address, passcode });
      // Changed meanwhile: the new one is asked for.
      if (room.state.passcodeHash === stored) return proof;
    }
  }

  #dispatch(connection: SignalingConnection, method: string, params: unknown): Promise<unknown> {
    const room = this.#connections.get(connection);
    if (!room) throw new AppError('not-admitted');
    return dispatch({ room, connectionId: connection.id }, method, params);
  }

  #handleClosed(connection: SignalingConnection, reason: string): void {
    const room = this.#connections.get(connection);
    this.#connections.delete(connection);
    room?.disconnect(connection.id);
    this.#options.observer.emit('connectionClosed', { reason });
  }

  #tick(): void {
    const now = performance.now();
    for (const connection of this.#connections.keys()) connection.checkLiveness(now);
    for (const [address, bucket] of this.#rates) if (bucket.isFull(now)) this.#rates.delete(address);
    this.#passcodes.sweep();
  }

  /** Tells every client that the server goes down and when to come back; their seats stay. */
  close(retryAfterMs: number): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#interval);
    for (const connection of [...this.#connections.keys()])
      connection.close('server-shutdown', undefined, retryAfterMs);
    this.#sockets.close();
  }
}

/** A token for a room that isn't there looks like any other bad token. */
function findRoom(registry: RoomRegistry, roomId: string): Room {
  try {
    return registry.getRoom(roomId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') throw new AppError('token-invalid');
    throw error;
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  // A peer that never closes its side would otherwise keep the socket.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function closeAtOnce(socket: WebSocket, reason: CloseReason): void {
  const { code, reason: words } = toClose(reason);
  socket.on('error', () => socket.terminate());
  socket.close(code, words);
  // Who isn't taken in may not hold a socket by not answering either.
  setTimeout(() => socket.terminate(), closeHandshakeMs).unref();
}
