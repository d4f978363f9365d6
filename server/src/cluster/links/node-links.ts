/** The links of this node to all others, opened when they are needed. */
import type { ServerObserver } from '../../core/events/observer.ts';
import type { PeerLease } from '../lease.ts';
import type {
  ForwardedAnswer,
  ForwardedRequest,
  RemoteClient,
  RemoteConnections,
  RemoteEvents,
  RemoteRequests,
  RemoteSocket,
  RoomNode,
} from '../link-ports.ts';
import { askLease } from './ask-lease.ts';
import { LinkSocket } from './link-socket.ts';
import { type LinkTimings, PeerLink } from './peer-link.ts';
import { sendRequest } from './send-request.ts';

export interface NodeLinksOptions {
  key: Buffer;
  /** Of this node. */
  incarnation: string;
  observer: ServerObserver;
  timings?: Partial<LinkTimings>;
}

const defaultTimings: LinkTimings = {
  heartbeatMs: 1_000,
  maxMissed: 3,
  connectMs: 3_000,
  askMs: 300,
  answerMs: 15_000,
};
/** What is kept of a peer after its last use: idle connections, and whether the log was told of a failure. */
const keepUnusedMs = 300_000;
const sweepMs = 60_000;

export class NodeLinks implements RemoteConnections, RemoteRequests {
  readonly #options: NodeLinksOptions;
  readonly #peers = new Map<string, { peer: PeerLink; usedAt: number }>();
  readonly #sweeping = setInterval(() => this.#sweep(), sweepMs).unref();

  constructor(options: NodeLinksOptions) {
    this.#options = options;
  }

  open(node: RoomNode, client: RemoteClient, events: RemoteEvents): RemoteSocket {
    return new LinkSocket(this.#peerOf(node), client, events);
  }

  send(node: RoomNode, request: ForwardedRequest): Promise<ForwardedAnswer> {
    return sendRequest(this.#peerOf(node), request);
  }

  /** Rejects when that node does not answer. */
  askPeer(node: RoomNode, renewedForMs: number | null = null): Promise<PeerLease> {
    return askLease(this.#peerOf(node), renewedForMs);
  }

  #peerOf(node: RoomNode): PeerLink {
    const name = `${node.incarnation} ${node.address}`;
    const { timings, ...options } = this.#options;
    const { peer } = this.#peers.get(name) ?? {
      peer: new PeerLink(node, { ...options, timings: { ...defaultTimings, ...timings } }),
    };
    this.#peers.set(name, { peer, usedAt: performance.now() });
    return peer;
  }

  #sweep(): void {
    const now = performance.now();
    for (const [name, { peer, usedAt }] of this.#peers) {
      if (peer.isUsed || now - usedAt < keepUnusedMs) continue;
      peer.close();
      this.#peers.delete(name);
    }
  }

  /** Call it when nothing is forwarded any more. Idempotent. */
  close(): void {
    clearInterval(this.#sweeping);
    for (const { peer } of this.#peers.values()) peer.close();
    this.#peers.clear();
  }
}
