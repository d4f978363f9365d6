/** The links to one peer: what is being used, whether the peer answers, and the connections kept for REST. */
import { Agent } from 'node:https';
import { WebSocket } from 'ws';
import { linkHeaders } from '../../core/addresses/link-headers.ts';
import type { LinkFailure, ServerObserver } from '../../core/events/observer.ts';
import type { RoomNode } from '../link-ports.ts';
import { Heartbeat, type HeartbeatTimings, heartbeatPath } from './heartbeat.ts';
import { openingTls } from './link-tls.ts';

export interface LinkTimings extends HeartbeatTimings {
  /** TCP connection, TLS handshake and upgrade together. */
  readonly connectMs: number;
  /** Until a peer has answered for its lease. */
  readonly askMs: number;
  /** From sending a REST request to the header of its answer. */
  readonly answerMs: number;
}

export interface PeerLinkOptions {
  key: Buffer;
  /** Of this node. */
  incarnation: string;
  observer: ServerObserver;
  timings: LinkTimings;
}

/** Shorter than the accepting side keeps an idle connection. */
const keepAliveMs = 20_000;

export class PeerLink {
  readonly agent: Agent;
  readonly timings: LinkTimings;
  readonly #node: RoomNode;
  readonly #options: PeerLinkOptions;
  readonly #uses = new Set<(cause: LinkFailure) => void>();
  #heartbeat: Heartbeat | null = null;
  /** What an operator was told last; null: the latest use worked, or there was none. */
  #failure: LinkFailure | null = null;

  constructor(node: RoomNode, options: PeerLinkOptions) {
    this.#node = node;
    this.#options = options;
    this.timings = options.timings;
    const tls = openingTls(options.key, options.incarnation);
    this.agent = new Agent({ ...tls, keepAlive: true, maxCachedSessions: 0, timeout: keepAliveMs });
  }

  get isUsed(): boolean {
    return this.#uses.size > 0;
  }

  /** Host and port for Node's and ws's clients, and the header that names the peer. */
  get target(): { host: string; port: number; headers: Record<string, string> } {
    const { hostname, port } = new URL(`https://${this.#node.address}`);
    const headers = { [linkHeaders.node]: this.#node.incarnation };
    // 443 is left out by URL.
    return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443), headers };
  }

  /** Opens a WebSocket of the peer. */
  dial(
    path: string,
    { protocols = [], headers = {} }: { protocols?: string[]; headers?: Record<string, string> } = {},
  ) {
    const { key, incarnation } = this.#options;
    return new WebSocket(`wss://${this.#node.address}${path}`, protocols, {
      ...openingTls(key, incarnation),
      headers: { ...this.target.headers, ...headers },
      perMessageDeflate: false,
      handshakeTimeout: this.timings.connectMs,
    });
  }

  /**
   * While something uses the peer, it is watched.
   * @param onLost called when the peer does not answer any more
   * @returns ends the use; idempotent
   */
  use(onLost: (cause: LinkFailure) => void): () => void {
    const use = (cause: LinkFailure): void => onLost(cause);
    this.#uses.add(use);
    this.#heartbeat ??= new Heartbeat(
      () => this.dial(heartbeatPath),
      () => this.#handleMissed(),
      this.timings,
    );
    return () => {
      this.#uses.delete(use);
      if (!this.isUsed) this.#stopHeartbeat();
    };
  }

  #handleMissed(): void {
    for (const lost of [...this.#uses]) lost('timeout');
  }

  #stopHeartbeat(): void {
    this.#heartbeat?.close();
    this.#heartbeat = null;
  }

  /** Counts a failure; the log is told once, until a later use works. */
  reportFailure(cause: LinkFailure): void {
    this.#options.observer.emit('linkFailed', { cause });
    if (this.#failure === null) this.#options.observer.emit('peerChanged', { peer: this.#node.incarnation, cause });
    this.#failure = cause;
  }

  reportSuccess(): void {
    if (this.#failure !== null)
      this.#options.observer.emit('peerChanged', { peer: this.#node.incarnation, cause: null });
    this.#failure = null;
  }

  /** Idempotent. */
  close(): void {
    this.#stopHeartbeat();
    this.agent.destroy();
  }
}

/** Why a link could not be opened. */
export function causeOf(error: unknown): LinkFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'none';
  // TLS alerts: the peer has another key, or is not a node.
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return 'refused';
  // ws gives no code when the handshake takes too long.
  return code === 'none' || code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
}
