/** Decides whether a connection is for a room of this node, and forwards it to the owner otherwise. */
import { setTimeout as delay } from 'node:timers/promises';
import type { TokenGuard } from '../auth/token-guard.ts';
import type { AccessTokenClaims } from '../auth/tokens/access-token.ts';
import type { RemoteConnections, RoomFinder, RoomNode } from '../cluster/link-ports.ts';
import type { Destination } from '../cluster/ports.ts';
import { locateAgainAfterMs, maxLocations } from '../core/addresses/link-headers.ts';
import { AppError } from '../core/errors/errors.ts';
import { TokenRefusal } from '../core/errors/token-refusal.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { SignalingConnection } from './connection.ts';
import type { SignalingLimits } from './limits.ts';
import { Relay, RoomMoved } from './relay.ts';

/** The rooms of other nodes. */
export interface RemoteRooms {
  rooms: RoomFinder;
  links: RemoteConnections;
}

export interface ConnectionForwardingOptions {
  remote: RemoteRooms;
  tokens: TokenGuard;
  observer: ServerObserver;
  /** Fingerprint of what clients are told first. */
  hello: string;
  limits: Pick<SignalingLimits, 'maxBufferedBytes' | 'drainTimeoutMs'>;
}

export class ConnectionForwarding {
  readonly #options: ConnectionForwardingOptions;
  readonly #forwarded = new Map<SignalingConnection, AccessTokenClaims>();
  /** A node that turned out not to be the owner has told them what it is able to do. */
  readonly #withOtherHello = new WeakSet<SignalingConnection>();

  constructor(options: ConnectionForwardingOptions) {
    this.#options = options;
  }

  /**
   * Rejects with TokenRefusal, RoomMoved or `storage-unavailable`.
   * @param frame the first request
   * @param purpose `enter`: to take a seat; `preflight`: to test the way, for which no room is moved
   * @returns whether the connection is forwarded, and the owner has answered; false: its room is here
   */
  async forward(
    connection: SignalingConnection,
    token: string,
    frame: string,
    purpose: 'enter' | 'preflight',
  ): Promise<boolean> {
    const { tokens } = this.#options;
    const verified = await (purpose === 'enter' ? tokens.verifyAccess(token) : tokens.verifyForPreflight(token));
    for (let located = 0; located < maxLocations; located += 1) {
      if (located > 0) await delay(locateAgainAfterMs);
      const place = await this.#locate(connection, verified, purpose === 'enter' ? 'enter' : 'request');
      if (place.where === 'here') return false;
      if (connection.isForwarded) throw new RoomMoved();
      const start = await this.#relay(connection, verified, place, frame);
      if (start === 'answered') return true;
      if (start === 'ended') throw new AppError('connection-lost');
    }
    throw new AppError('storage-unavailable');
  }

  /** While a room is taken over this takes longer than a client has for its token. */
  async #locate(
    connection: SignalingConnection,
    verified: AccessTokenClaims,
    purpose: 'enter' | 'request',
  ): Promise<Destination> {
    connection.stopDeadline();
    // Only the owner can place its room: one that is forwarded comes first as well.
    const place = await this.#options.remote.rooms.locate(verified.roomId, purpose);
    if (connection.isClosed) throw new AppError('connection-lost');
    if (!this.#options.tokens.isStillValid(verified)) throw new TokenRefusal('token-invalid', 'revoked');
    if (place.where === 'node') return place;
    connection.relayTo(null);
    this.forget(connection);
    connection.startDeadline();
    return place;
  }

  async #relay(connection: SignalingConnection, verified: AccessTokenClaims, node: RoomNode, frame: string) {
    const { limits, remote, observer } = this.#options;
    const relay = new Relay(connection, limits);
    const { address, subprotocol } = connection;
    this.#forwarded.set(connection, verified);
    observer.emit('forwardingChanged', { connections: this.#forwarded.size });
    connection.relayTo(relay);
    // Another hello than that of any node, so that the client is sent the right one.
    const hello = this.#withOtherHello.has(connection) ? '' : this.#options.hello;
    const start = await relay.start(
      (events) => remote.links.open(node, { address, subprotocol, hello }, events),
      frame,
    );
    if (relay.hasPassedHello) this.#withOtherHello.add(connection);
    return start;
  }

  /** @returns whether the hello that the client was sent last is of another node than this one and the owner; once */
  takeWithOtherHello(connection: SignalingConnection): boolean {
    return this.#withOtherHello.delete(connection);
  }

  /** Call it when a connection is closed. Idempotent. */
  forget(connection: SignalingConnection): void {
    if (!this.#forwarded.delete(connection)) return;
    this.#options.observer.emit('forwardingChanged', { connections: this.#forwarded.size });
  }

  /** @returns how many connections were closed */
  closeWithdrawn(): number {
    const { tokens } = this.#options;
    const withdrawn = [...this.#forwarded].filter(([, token]) => tokens.isWithdrawn(token));
    for (const [connection] of withdrawn) connection.close('token-revoked');
    return withdrawn.length;
  }
}
