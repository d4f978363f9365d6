/**
 * What monitoring may listen to. Business code emits here; metrics and logs listen; nothing flows back. Ids are opaque: no
 * event carries a name, a label, a token, an address or a text.
 */

import { EventEmitter } from 'node:events';
import type { ErrorCode, Phase, SeatState } from '@hearthroom/sdk/protocol';
import type { AddressKind } from './client-address.ts';
import type { ConnectStage, MediaEvent } from './media-events.ts';
import type { RefusalReason } from './token-refusal.ts';

/** What became of one of the store's files. */
export interface StoreLoss {
  readonly file: 'database' | 'log';
  readonly what: 'removed' | 'replaced' | 'truncated' | 'overwritten';
}

/** Why a connection was refused before its token was looked at. */
export const connectionRefusals = [
  'origin-not-allowed',
  'too-many-connections',
  'subprotocol-not-offered',
  'descriptor-limit',
] as const;
export type ConnectionRefusal = (typeof connectionRefusals)[number];

export interface RequestAnswer {
  correlationId: string;
  /** null: the request could not be read. */
  method: string | null;
  /** The pattern of the route, as `/v1/rooms/:roomId`; null: there is none at that address. */
  route: string | null;
  status: number;
  ms: number;
  /** Of the API key that signed the admin token. */
  keyId: string | null;
  /** Node's code of what is wrong with a request that could not be read. */
  problem?: string;
}

export interface ServerEvents {
  roomCreated: [{ roomId: string }];
  roomDeleted: [{ roomId: string }];
  phaseChanged: [{ roomId: string; from: Phase; to: Phase }];
  seatChanged: [{ roomId: string; seatId: string; from: SeatState | null; to: SeatState }];
  /** A seat was let into the group, after waiting so long. */
  admission: [{ roomId: string; seatId: string; waitedMs: number }];
  /** An event or a request was refused. */
  rejection: [{ code: ErrorCode }];
  /** First media packet forwarded to a seat, so long after it became admitted. */
  firstPacket: [{ afterAdmitMs: number }];
  /** Somebody was not let in: at signaling, or at the REST API. */
  authenticationRefused: [{ code: ErrorCode; why?: RefusalReason }];
  /** Ids of API keys, after the key file was read anew. */
  keysReloaded: [{ added: string[]; removed: string[]; changed: string[]; connectionsClosed: number }];
  /** The key file was read anew and is not right; the keys there were stay. The problems quote no key. */
  keysRefused: [{ problems: readonly string[] }];
  tokensRevoked: [{ revocationId: string; connectionsClosed: number }];
  webhookDelivered: [{ eventId: string }];
  /** `status` is null when there was no answer. */
  webhookFailed: [{ eventId: string; status: number | null; isGivenUp: boolean }];
  /** An event for which there was no place among those that wait. */
  webhookDropped: [];
  /** `origin`: of the page, in the form that may be logged. */
  connectionRefused: [{ reason: ConnectionRefusal; origin?: string }];
  /** A request names a client address, and its sender is none of the trusted proxies. */
  addressForwarded: [{ peer: AddressKind }];
  requestAnswered: [RequestAnswer];
  connectionOpened: [];
  connectionClosed: [{ reason: string }];
  /** The server takes nobody new any more. `by`: `signal`, or `api:<key id>`. */
  drainStarted: [{ by: string; limitSeconds: number; connected: number }];
  /** Nobody is in a session any more, or the limit is over. */
  drainFinished: [{ why: 'empty' | 'limit'; connected: number }];
  /** A seat sent more media than it may; bits per second. */
  sendingCapExceeded: [{ seatId: string; bps: number; outcome: 'muted' | 'cut-off' }];
  /** A media transport is connected. `wasFailing`: the seat's one before that did not connect in time. */
  transportConnected: [{ seatId: string; wasFailing: boolean }];
  /** A media transport that a client, which is still here, began to connect did not connect in time; see ConnectStage. */
  transportFailed: [{ seatId: string; stage: ConnectStage; wasFailing: boolean }];
  /**
   * What became of the media of a seat, or of a track on its way to one. `agoMs`: how long before now. `isConfidential`: tells what a
   * client answered about an observer; to be counted, and nowhere kept with the ids of the two.
   */
  mediaEvent: [{ roomId: string; event: MediaEvent; agoMs: number; isConfidential?: boolean }];
  /** Records of what became of media that are not kept: of a room that has as many as it may, or refused by the store. */
  journalDropped: [{ cause: 'limit' | 'store'; records: number }];
  /** How many people in a row reached no media port; 0: the last one did. */
  mediaReachChanged: [{ unreachedPeople: number }];
  /** So many people in a row that it is most likely the server's fault. `wasReached`: by anybody since the server started. */
  mediaUnreached: [{ unreachedPeople: number; wasReached: boolean }];
  /** Told when it changes. `code`: why the host name in HEARTHROOM_PUBLIC_ADDRESS can't be resolved. */
  publicNameChecked: [{ isResolved: boolean; code: string | null }];
  workerDied: [{ worker: number }];
  workerStarted: [{ worker: number }];
  /** Somebody who was not in a session yet was refused media: every worker has as much as it may carry. */
  capacityRefused: [];
  /** A room could not be written; its state lives in memory until the store takes it. */
  storeFailed: [{ roomId: string; error: unknown }];
  /** The store's files are not those any more that were opened, or (null) are again. Nothing is stored meanwhile. */
  storeLossChanged: [{ loss: StoreLoss | null }];
  /** A stored room can't be read; the others go on. */
  roomUnreadable: [{ error: unknown }];
  /** Who sent a request over HTTP was gone before its body was there. */
  requestBrokenOff: [{ correlationId: string }];
  /** The certificate that is served; milliseconds since 1970-01-01 UTC. */
  certificateLoaded: [{ expiresAt: number }];
  /** The certificate's files were read anew and are not right; the one there was stays. */
  certificateRefused: [{ problem: string }];
  /** A copy of the store is on disk; names of files without their directory. */
  backupWritten: [{ file: string; bytes: number; removed: string[]; tookMs: number }];
  backupFailed: [{ error: unknown }];
  /** A backup was written, and older ones beyond those that are kept could not be removed. */
  oldBackupsStayed: [{ problem: string }];
  /** The machine's clock was set, or it slept: the time of day is by so many milliseconds later than it would have been. */
  clockStepped: [{ stepMs: number }];
  /** Which keys sign checkpoints of the audit log; `isNew`: the server made one just now. */
  auditKeysLoaded: [{ keyIds: string[]; isNew: boolean }];
  /** A checkpoint is in its file; `at` in milliseconds since 1970-01-01 UTC. */
  auditCheckpointWritten: [{ seq: number; at: number }];
  auditCheckpointFailed: [{ error: unknown }];
  /** A bug, or a failure that no rule foresees; the client was told the correlation id alone. */
  internalError: [{ correlationId: string; error: unknown }];
}

export class ServerObserver extends EventEmitter<ServerEvents> {}
