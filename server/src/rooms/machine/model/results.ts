/** What `transition` returns: the new state with its effects, or the code of a refusal. */
import type { CloseReason, ErrorCode, MissedNotification, Notification, TrackSource } from '@hearthroom/sdk/protocol';
import type { ChatAudience, EntryRef, Written } from './events.ts';
import type { ConnectionId, EncryptionRefusal, RoomState, SeatId } from './types.ts';

export type Effect =
  /** A single notification to a connection, beyond the difference of its views. */
  | { type: 'deliver'; connectionId: ConnectionId; notification: Notification }
  /** The same for a seat whose connection is lost: sent when it reconnects within its lease. */
  | { type: 'deliverLater'; seatId: SeatId; notification: MissedNotification; toDevice?: true }
  /** Send the reason (as `closing`, with the optional text), then close the socket. */
  | { type: 'close'; connectionId: ConnectionId; reason: CloseReason; text?: string }
  /** Pause this seat's track of that source on the server, if there is one. */
  | { type: 'muteTrack'; seatId: SeatId; source: TrackSource }
  /**
   * A chat message for these seats, including its writer. Seats and not connections: a seat that reconnects within its
   * lease gets it then.
   */
  | ({
      type: 'deliverChat';
      from: { seatId: SeatId; name: string };
      to: ChatAudience;
      recipients: SeatId[];
    } & Written)
  /** To be stored as a receipt. */
  | { type: 'agreementAccepted'; seatId: SeatId; version: string }
  | { type: 'agreementWithdrawn'; seatId: SeatId; version: string }
  | { type: 'helpRaised'; seatId: SeatId }
  /** A text for the seat whose state this transition changed; sent with its new snapshot. */
  | { type: 'explain'; connectionId: ConnectionId; text: string };

/** A rejected event leaves the state unchanged. `explanation`: left out where the code says it all. */
export interface Rejected {
  rejected: ErrorCode;
  explanation?: string;
}

/** An entry that `admit` with `all` did not admit, and why. */
export interface SkippedEntry extends EntryRef {
  code: 'stale-entry' | 'not-found' | 'agreement-required' | 'consent-required' | EncryptionRefusal;
}

/** Answer to `admit`. Two entries of one person share a seat id: the entries tell which one it was. */
export interface AdmitAnswer {
  admitted: SeatId[];
  skipped: SeatId[];
  admittedEntries: EntryRef[];
  skippedEntries: SkippedEntry[];
}

/** With the answer of an `admit`. */
export interface Accepted extends Partial<AdmitAnswer> {
  state: RoomState;
  effects: Effect[];
}

export type TransitionResult = Accepted | Rejected;
