/**
 * What monitoring may listen to. Business code emits here; metrics and logs listen; nothing flows back. Ids are opaque: no
 * event carries a name, a label, a token, an address or a text.
 */
import { EventEmitter } from 'node:events';
import type { ErrorCode, Phase, SeatState } from '@hearthroom/sdk/protocol';

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
  authenticationRefused: [{ code: ErrorCode }];
  webhookDelivered: [{ eventId: string }];
  /** `status` is null when there was no answer. */
  webhookFailed: [{ eventId: string; status: number | null; isGivenUp: boolean }];
  connectionOpened: [];
  connectionClosed: [{ reason: string }];
  workerDied: [{ worker: number }];
  workerStarted: [{ worker: number }];
  /** A room could not be written; its state lives in memory until the store takes it. */
  storeFailed: [{ roomId: string; error: unknown }];
  /** A stored room can't be read; the others go on. */
  roomUnreadable: [{ error: unknown }];
  /** A bug, or a failure that no rule foresees; the client was told the correlation id alone. */
  internalError: [{ correlationId: string; error: unknown }];
}

export class ServerObserver extends EventEmitter<ServerEvents> {}
