/** A transition in progress: a private copy of the state that rules may change; discarded when one of them rejects. */
import type { CloseReason, ErrorCode, MissedNotification } from '@hearthroom/sdk/protocol';
import type { Effect } from './results.ts';
import { seatOf } from './state.ts';
import type { ConnectionId, RoomState, Seat, SeatId } from './types.ts';

export interface Draft {
  readonly state: RoomState;
  effects: Effect[];
  readonly now: number;
}

/** Thrown by rules, caught only by `transition`. */
export class Rejection extends Error {
  readonly code: ErrorCode;
  readonly explanation: string | undefined;

  constructor(code: ErrorCode, explanation?: string) {
    super(code);
    this.code = code;
    this.explanation = explanation;
  }
}

/** @param explanation for the sender of the event; without data of people */
export function reject(code: ErrorCode, explanation?: string): never {
  throw new Rejection(code, explanation);
}

/** The next number for an entry, a timer or an admission. */
export function nextNumber(draft: Draft): number {
  draft.state.counter += 1;
  return draft.state.counter;
}

export function seatOrReject(draft: Draft, seatId: SeatId): Seat {
  return seatOf(draft.state, seatId) ?? reject('not-found');
}

/** Closes a connection, if there is one, with a reason. */
export function closeConnection(
  draft: Draft,
  connectionId: ConnectionId | null,
  reason: CloseReason,
  text?: string,
): void {
  if (connectionId === null) return;
  draft.effects.push({ type: 'close', connectionId, reason, ...(text !== undefined && { text }) });
}

/** Sends a seat a notification once: now, or when it reconnects. */
export function tellSeat(draft: Draft, seat: Seat, notification: MissedNotification): void {
  const { id: seatId, connectionId } = seat;
  if (connectionId === null) draft.effects.push({ type: 'deliverLater', seatId, notification });
  else draft.effects.push({ type: 'deliver', connectionId, notification });
}
