/**
 * Accepts links from other nodes on a port of its own. A peer that does not prove that it has the key in time gets not
 * one byte of HTTP.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, isIPv6, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { linkHeaders } from '../../core/addresses/link-headers.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { within } from '../../core/time/within.ts';
import type { PeerLease } from '../lease.ts';
import { readAsking } from './ask-lease.ts';
import { heartbeatPath } from './heartbeat.ts';
import { acceptingTls } from './link-tls.ts';

export interface LinkListenerOptions {
  key: Buffer;
  /** Of this node. */
  incarnation: string;
  observer: ServerObserver;
  /** A forwarded REST request. */
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  /**
   * What another node is answered that asks for the lease of this one.
   * @param renewedForMs for how long it has renewed its own; null: it has none
   */
  peerLease(renewedForMs: number | null): PeerLease;
  /** A forwarded connection of a client. */
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  limits?: Partial<LinkLimits>;
}

export interface LinkLimits {
  /** From connecting to the end of the TLS handshake. */
  readonly handshakeMs: number;
  /**
   * Connections in the TLS handshake. With more, the oldest of them is closed: nodes finish within milliseconds. An eighth
   * of the connections if that is less.
   */
  readonly maxHandshakes: number;
  /**
   * Connections of all peers together; further ones are closed. Some are reserved (`reservedConnections`): connections of
   * clients are refused before the limit.
   */
  readonly maxConnections: number;
}

const defaultLimits: LinkLimits = { handshakeMs: 3_000, maxHandshakes: 128, maxConnections: Number.POSITIVE_INFINITY };
/**
 * Of the connections: for heartbeats, questions for the lease, and REST. So many besides those that may be in the handshake,
 * which need no key; both together are a quarter of them if they are few.
 */
const reservedConnections = 64;
/** Longer than the opening side keeps an idle connection, so that it never sends on one that is being closed. */
const keepAliveMs = 60_000;
const lastFramesMs = 1_000;

export class LinkListener {
  readonly #server: Server;
  readonly #options: LinkListenerOptions;
  readonly #limits: LinkLimits;
  readonly #heartbeats = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1_024 });
  readonly #sockets = new Set<Socket>();
  /** Connections in the TLS handshake, oldest first, by the peer's address and port. */
  readonly #handshakes = new Map<string, Socket>();

  private constructor(options: LinkListenerOptions) {
    this.#options = options;
    const limits = { ...defaultLimits, ...options.limits };
    this.#limits = { ...limits, maxHandshakes: Math.min(limits.maxHandshakes, Math.ceil(limits.maxConnections / 8)) };
    this.#server = createServer({
      ...acceptingTls(options.key),
      handshakeTimeout: this.#limits.handshakeMs,
      keepAliveTimeout: keepAliveMs,
    });
    if (Number.isFinite(this.#limits.maxConnections)) this.#server.maxConnections = this.#limits.maxConnections;
    this.#server.on('drop', () => options.observer.emit('connectionRefused', { reason: 'descriptor-limit' }));
    this.#server.on('connection', (socket: Socket) => this.#handleConnection(socket));
    this.#server.on('secureConnection', (socket) => this.#handshakes.delete(nameOf(socket)));
    this.#server.on('tlsClientError', (_error, socket) => {
      socket.destroy();
      options.observer.emit('linkRefused');
    });
    this.#server.on('request', (request, response) => this.#handleRequest(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#handleUpgrade(request, socket, head));
  }

  /** Rejects with the error of the operating system. */
  static async listen(options: LinkListenerOptions, at: { host: string; port: number }): Promise<LinkListener> {
    const listener = new LinkListener(options);
    listener.#server.listen(at);
    await once(listener.#server, 'listening');
    return listener;
  }

  /** Host and port. */
  get address(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `${isIPv6(address) ? `[${address}]` : address}:${port}`;
  }

  #handleConnection(socket: Socket): void {
    const name = nameOf(socket);
    this.#sockets.add(socket);
    this.#handshakes.set(name, socket);
    socket.setNoDelay();
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (this.#handshakes.get(name) === socket) this.#handshakes.delete(name);
    });
    if (this.#handshakes.size > this.#limits.maxHandshakes) this.#handshakes.values().next().value?.destroy();
  }

  #handleRequest(request: IncomingMessage, response: ServerResponse): void {
    const { onRequest, peerLease } = this.#options;
    const asked = readAsking(request.url);
    if (!this.#isForThisNode(request)) response.writeHead(421).end();
    else if (asked !== undefined) response.end(JSON.stringify(peerLease(asked)));
    else onRequest(request, response);
  }

  #handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (!this.#isForThisNode(request)) {
      refuse(socket, '421 Misdirected Request');
    } else if (request.url === heartbeatPath) {
      // ws answers pings by itself.
      this.#heartbeats.handleUpgrade(request, socket, head, (webSocket) => webSocket.on('error', () => {}));
    } else if (this.#isFull) {
      refuse(socket, '503 Service Unavailable');
      this.#options.observer.emit('connectionRefused', { reason: 'descriptor-limit' });
    } else {
      this.#options.onUpgrade(request, socket, head);
    }
  }

  /** With the connection that asks, and without those that have not proved yet that they have the key. */
  get #isFull(): boolean {
    const { maxConnections, maxHandshakes } = this.#limits;
    const reserved = Math.min(maxHandshakes + reservedConnections, Math.ceil(maxConnections / 4));
    return this.#sockets.size - this.#handshakes.size > maxConnections - reserved;
  }

  #isForThisNode = ({ headers }: IncomingMessage): boolean => headers[linkHeaders.node] === this.#options.incarnation;

  /** Stops listening. Links that are in use have a moment to end, so that clients get their last frames. Idempotent. */
  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeIdleConnections();
    for (const socket of this.#heartbeats.clients) socket.terminate();
    const ended = Promise.all([...this.#sockets].map(closed));
    await within(lastFramesMs, ended, () => null);
    for (const socket of [...this.#sockets]) socket.destroy();
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
