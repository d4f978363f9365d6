/**
 * Events for monitoring. Business code emits them; metrics and logs listen; nothing flows back. Ids are opaque: no
 * event contains a name, label, token, address or text.
 */

import { EventEmitter } from 'node:events';
import type { ErrorCode, Phase, SeatState } from '@hearthroom/sdk/protocol';
import type { AddressKind } from '../addresses/client-address.ts';
import type { RefusalReason } from '../errors/token-refusal.ts';
import { newId } from '../secrets/random.ts';
import type { ConnectStage, MediaEvent, MediaPath } from './media-events.ts';

/** What happened to one of the store's files. */
export interface StoreLoss {
  readonly file: 'database' | 'log';
  readonly what: 'removed' | 'replaced' | 'truncated' | 'overwritten';
}

/** Why a connection was refused before its token was checked. */
export const connectionRefusals = [
  'origin-not-allowed',
  'too-many-connections',
  'subprotocol-not-offered',
  'descriptor-limit',
] as const;
export type ConnectionRefusal = (typeof connectionRefusals)[number];

/** Why a preflight was refused: too many at once, too many of one person, or the media workers are needed for sessions. */
export const preflightRefusals = ['limit', 'rate', 'load'] as const;
export type PreflightRefusal = (typeof preflightRefusals)[number];

/** Why a node lost its lease: others declared it gone; it alone does not reach the database; or the database is away. */
export type LossOfLease = 'gone' | 'cut-off' | 'database-away';

/** Why a connection to another node failed: not established in time or at all, not authenticated, or lost afterwards. */
export const linkFailures = ['unreachable', 'timeout', 'refused', 'full', 'lost'] as const;
/** What a check of the database that nodes share finds. */
export const databaseProblems = [
  /** No connection, or no answer. */
  'unreachable',
  /** It answers, and refuses: the password was changed, say, or it is full. */
  'refused',
  /** It is a standby server, or takes no writes. */
  'read-only',
  /** Writes wait for a synchronous standby server, and none is connected. */
  'standby-missing',
  /** Works, but a failover, or with synchronous_commit = off a crash, may lose acknowledged writes. */
  'asynchronous-standby',
  /** Works, but fsync or full_page_writes is off, so that a crash may destroy the database. */
  'not-durable',
  /** Works: everything that is decided goes by the database's clock. This machine's differs from it by more than 10 s. */
  'clock-wrong',
] as const;
export type DatabaseProblem = (typeof databaseProblems)[number];
export type LinkFailure = (typeof linkFailures)[number];

export interface RequestAnswer {
  correlationId: string;
  /** null: the request could not be read. */
  method: string | null;
  /** The pattern of the route, such as `/v1/rooms/:roomId`; null: no route has that path. */
  route: string | null;
  status: number;
  ms: number;
  /** Of the API key that signed the admin token. */
  keyId: string | null;
  /** Node's error code for a request that could not be read. */
  problem?: string;
}

export interface ServerEvents {
  roomCreated: [{ roomId: string }];
  roomDeleted: [{ roomId: string }];
  phaseChanged: [{ roomId: string; from: Phase; to: Phase }];
  seatChanged: [{ roomId: string; seatId: string; from: SeatState | null; to: SeatState }];
  /** A seat was admitted to the group after waiting this long. */
  admission: [{ roomId: string; seatId: string; waitedMs: number }];
  /** An event or a request was refused. */
  rejection: [{ code: ErrorCode }];
  /** The first media packet was forwarded to a seat, this long after it was admitted. */
  firstPacket: [{ afterAdmitMs: number }];
  /** Authentication failed: at signaling, or at the REST API. */
  authenticationRefused: [{ code: ErrorCode; why?: RefusalReason }];
  /** The key file was reloaded; ids of API keys. */
  keysReloaded: [{ added: string[]; removed: string[]; changed: string[]; connectionsClosed: number }];
  /** The key file was reloaded and is invalid; the present keys stay. The problems quote no key. */
  keysRefused: [{ problems: readonly string[] }];
  tokensRevoked: [{ revocationId: string; connectionsClosed: number }];
  webhookDelivered: [{ eventId: string }];
  /** `status` is null when there was no answer. */
  webhookFailed: [{ eventId: string; status: number | null; isGivenUp: boolean }];
  /** An event was dropped because too many are waiting. */
  webhookDropped: [];
  /** `origin`: of the page, in the form that may be logged. */
  connectionRefused: [{ reason: ConnectionRefusal; origin?: string }];
  /** A request has a forwarding header, but its sender is not a trusted proxy. */
  addressForwarded: [{ peer: AddressKind }];
  requestAnswered: [RequestAnswer];
  connectionOpened: [];
  connectionClosed: [{ reason: string }];
  /** The server accepts nobody new any more. `by`: `signal`, or `api:<key id>`. */
  drainStarted: [{ by: string; limitSeconds: number; connected: number }];
  /** Nobody is in a session any more, or the time limit is over. */
  drainFinished: [{ why: 'empty' | 'limit'; connected: number }];
  /** A seat sent more media than it may; bits per second. */
  sendingCapExceeded: [{ seatId: string; bps: number; outcome: 'muted' | 'cut-off' }];
  /** A media transport is connected. `wasFailing`: the seat's previous one did not connect in time. */
  transportConnected: [{ seatId: string; wasFailing: boolean }];
  /**
   * A media transport did not connect in time, although its client is still here and had begun to connect it; see
   * ConnectStage.
   */
  transportFailed: [{ seatId: string; stage: ConnectStage; wasFailing: boolean }];
  /**
   * An event about the media of a seat, or about a track on its way to one. `agoMs`: how long ago. `isConfidential`:
   * reveals what a client answered about an observer; may be counted, but not stored with the ids of the two.
   */
  mediaEvent: [{ roomId: string; event: MediaEvent; agoMs: number; isConfidential?: boolean }];
  /** Media records that are not kept: the room has reached its limit, or the store refused them. */
  journalDropped: [{ cause: 'limit' | 'store'; records: number }];
  /** How many consecutive people could not reach any media port; 0: the latest one could. */
  mediaReachChanged: [{ unreachedPeople: number }];
  /**
   * So many consecutive people could not reach a media port that the server is the likely cause. `wasReached`: by
   * anybody since the server started.
   */
  mediaUnreached: [{ unreachedPeople: number; wasReached: boolean }];
  /** Emitted when it changes. `code`: why the host name in HEARTHROOM_PUBLIC_ADDRESS can't be resolved. */
  publicNameChecked: [{ isResolved: boolean; code: string | null }];
  /** The SDK of this version, which pages load from here, is not built. `problem`: of its files; null: there are none. */
  sdkMissing: [{ version: string; problem: string | null }];
  workerDied: [{ worker: number }];
  workerStarted: [{ worker: number }];
  preflightBegun: [];
  /** How many run now. */
  preflightsChanged: [{ running: number }];
  preflightRefused: [{ reason: PreflightRefusal }];
  /** A transport of a preflight is connected. */
  preflightPathConnected: [{ path: MediaPath }];
  /** Somebody who was not in a session yet was refused media: every worker has reached its limit. */
  capacityRefused: [];
  /** A room could not be written; its state is in memory until the store accepts it. */
  storeFailed: [{ roomId: string; error: unknown }];
  /** The store's files are not the opened ones any more, or (null) are again. Nothing is stored meanwhile. */
  storeLossChanged: [{ loss: StoreLoss | null }];
  /** What is wrong with the database of a node, as /readyz names it; null: nothing any more. */
  databaseLossChanged: [{ loss: DatabaseProblem | null }];
  /** A stored room can't be read; the others are loaded. */
  roomUnreadable: [{ error: unknown }];
  /** The sender of an HTTP request disconnected before its body was complete. */
  requestBrokenOff: [{ correlationId: string }];
  /** The served certificate; milliseconds since 1970-01-01 UTC. */
  certificateLoaded: [{ expiresAt: number }];
  /** The certificate files were reloaded and are invalid; the present certificate stays. */
  certificateRefused: [{ problem: string }];
  /** A copy of the store is on disk; file names without their directory. */
  backupWritten: [{ file: string; bytes: number; removed: string[]; tookMs: number }];
  backupFailed: [{ error: unknown }];
  /** A backup was written, but old ones beyond the number to keep could not be removed. */
  oldBackupsStayed: [{ problem: string }];
  /** The machine's clock was set, or it slept: the time of day is later by this much than it would have been. */
  clockStepped: [{ stepMs: number }];
  /** Which keys sign checkpoints of the audit log; `isNew`: the server has just generated one. */
  auditKeysLoaded: [{ keyIds: string[]; isNew: boolean }];
  /** A checkpoint was written to its file; `at` in milliseconds since 1970-01-01 UTC. */
  auditCheckpointWritten: [{ seq: number; at: number }];
  auditCheckpointFailed: [{ error: unknown }];
  /** This node extended its lease in the database, and may forward media for this long. */
  leaseRenewed: [{ leftMs: number }];
  /** The database is away (sessions continue, nothing new is decided), or is back. */
  holdModeChanged: [{ isOn: boolean }];
  /** This node adopted rooms that had no owner, or whose owner is gone. `ms`: since the search for them began. */
  takeover: [{ rooms: number; ms: number }];
  /** A write was refused because another node owns the room. */
  writeFenced: [];
  /** The database has lost writes that it had acknowledged: these rooms are closed, and continue as they are stored. */
  roomsOutdated: [{ rooms: number }];
  /** The lease of another node expired although it did not drain. */
  peerGone: [];
  /** This node may not run rooms any more: its media and connections are closed, and the process ends. */
  leaseLost: [{ cause: LossOfLease }];
  /** All nodes whose lease has not expired, with this one. */
  nodesSeen: [{ running: number; draining: number }];
  /** What is reserved for the rooms of this node, and the most that it takes. */
  loadReported: [{ load: number; loadMax: number }];
  /** The store acknowledged a write of a room after this long. */
  committed: [{ ms: number }];
  /** How many connections this node forwards to the owners of their rooms. */
  forwardingChanged: [{ connections: number }];
  linkFailed: [{ cause: LinkFailure }];
  /** Links to another node began to fail, or (null) work again. `peer`: its incarnation. */
  peerChanged: [{ peer: string; cause: LinkFailure | null }];
  /** Something that connected to the port for nodes did not prove in time that it has the key. */
  linkRefused: [];
  /** The process that stops the media workers of a node without a lease ended; another one is started. */
  guardDied: [];
  /** That process ended and can't be started again; this node ends. */
  guardLost: [{ error: Error }];
  /** That process ended the media workers, since the node's permission to forward was not extended in time. */
  guardKilled: [{ workers: number }];
  /** A bug, or an unexpected failure; the client was sent only the correlation id. */
  internalError: [{ correlationId: string; error: unknown }];
}

export class ServerObserver extends EventEmitter<ServerEvents> {
  /** A listener that throws is reported as an internal error: monitoring must not stop what it watches. */
  override emit<E extends keyof ServerEvents>(name: E, ...args: ServerEvents[E]): boolean {
    const listeners = this.rawListeners(name);
    for (const listener of listeners) {
      try {
        Reflect.apply(listener, this, args);
      } catch (error) {
        if (name !== 'internalError') this.emit('internalError', { correlationId: newId('c'), error });
      }
    }
    return listeners.length > 0;
  }
}
