/** The events of the room machine: requests of people and of the API, and facts such as lost connections and timers. */
import type {
  CheckInQuestion,
  Place,
  PublicIdentity,
  Reaction,
  RoomSettings,
  SealedText,
  TrackSource,
} from '@hearthroom/sdk/protocol';
import type { Claims, ConnectionId, RoomState, SeatId, TimerName } from './types.ts';

/** Who sent a command: a seat (by its live connection, checked by the caller) or the holder of an API key. */
export type Actor = SeatActor | { kind: 'api' };
export interface SeatActor {
  kind: 'seat';
  seatId: SeatId;
}

export type ChatAudience = { kind: 'group' } | { kind: 'hosts' } | { kind: 'participant'; seatId: SeatId };

/** What a writer saw of their place. `breakout`: were there breakout groups? `circle`: left out: not checked. */
export interface SeenPlace {
  place: Place;
  breakout: boolean;
  circle?: RoomState['circle'];
}

/** What somebody wrote. `sealed`: encrypted end to end; then `text` is empty. */
export interface Written {
  text: string;
  sealed?: SealedText;
}

export interface EntryRef {
  seatId: SeatId;
  epoch: number;
}

export type RoomEvent =
  | {
      type: 'connected';
      connectionId: ConnectionId;
      claims: Claims;
      /** Id for the seat if this identity has none yet; made by the caller. */
      newSeatId: SeatId;
      /** Hash of the secret that this connection is given to resume later. */
      resumeHash: string;
      /** Hash of the secret it presented, or null when it came with only the token. */
      presentedResumeHash: string | null;
      /** Did it present the room's passcode (`right` also when the room has none), a wrong one, or none? */
      passcode: 'right' | 'wrong' | 'missing';
      /** Public keys of this client for end-to-end encryption; null: it cannot encrypt. */
      e2ee: PublicIdentity | null;
    }
  /** The connection closed without `leave`, or was silent for too long. */
  | { type: 'disconnected'; connectionId: ConnectionId }
  /** The person left on purpose. */
  | { type: 'left'; connectionId: ConnectionId /** See `left-quickly`. */; quickly?: boolean }
  | {
      type: 'admit';
      actor: Actor;
      entries: EntryRef[] /** false: a stale entry is an error; true: it is skipped */;
      all: boolean;
      /** The host agrees that end-to-end encryption ends, because these people cannot encrypt. Left out: false. */
      unencrypted?: boolean;
    }
  | { type: 'deny'; actor: Actor; seatId: SeatId; epoch: number; ban: boolean; reason?: string }
  | { type: 'putInWaitingRoom'; actor: Actor; seatId: SeatId; reason?: string }
  | { type: 'remove'; actor: Actor; seatId: SeatId; ban: boolean; reason?: string }
  /** API only: clears mustBeAdmitted (and a ban) of a seat. */
  | { type: 'pardon'; actor: Actor; seatId: SeatId }
  | { type: 'messageWaiting'; actor: Actor; seatId: SeatId | null; text: string }
  | { type: 'mute'; actor: Actor; seatId: SeatId; source: TrackSource }
  | { type: 'askToUnmute'; actor: Actor; seatId: SeatId; source: TrackSource }
  /** API: any setting. Seats with canModerate: only `locked`. */
  | {
      type: 'updateSettings';
      actor: Actor;
      patch: Partial<RoomSettings>;
      /** API only: a new passcode's hash, or null for none. */ passcodeHash?: string | null;
    }
  | { type: 'end'; actor: Actor; message?: string }
  | { type: 'extend'; actor: Actor; minutes: number }
  | { type: 'undoExtension'; actor: Actor }
  | { type: 'acceptAgreement'; connectionId: ConnectionId; version: string }
  | { type: 'withdrawAgreement'; connectionId: ConnectionId }
  | { type: 'openPreview'; actor: SeatActor; seatId: SeatId; epoch: number }
  /** Ends this host's preview. */
  | { type: 'closePreview'; actor: SeatActor }
  /** By the person with whom a host wants to speak alone. */
  | { type: 'answerMeeting'; connectionId: ConnectionId; hostId: SeatId; accept: boolean }
  /** From either person in a preview. */
  | ({ type: 'sendPreviewText'; connectionId: ConnectionId } & Written)
  | { type: 'openCircle'; actor: Actor }
  | { type: 'cancelCircle'; actor: Actor }
  | { type: 'askConsent'; actor: Actor; seatId: SeatId; epoch: number }
  | { type: 'answerConsent'; actor: SeatActor; seatId: SeatId; consent: boolean }
  /** `sealed`: instead of the note, which is null then. */
  | { type: 'requestHelp'; actor: SeatActor; note: string | null; sealed?: SealedText }
  /** `seatId`: a host closes this person's request. Null: the actor's own. */
  | { type: 'closeHelp'; actor: SeatActor; seatId: SeatId | null }
  | ({ type: 'answerHelp'; actor: SeatActor; seatId: SeatId } & Written)
  /** A host has seen that somebody left. */
  | { type: 'markDepartureSeen'; actor: SeatActor; seatId: SeatId }
  | { type: 'openSideRoom'; actor: SeatActor; seatId: SeatId }
  | { type: 'closeSideRoom'; actor: SeatActor }
  | { type: 'raiseHand'; actor: SeatActor }
  | { type: 'lowerHand'; actor: SeatActor; seatId: SeatId | null }
  | { type: 'react'; actor: SeatActor; reaction: Reaction }
  | { type: 'rename'; actor: SeatActor; name: string }
  | { type: 'setSpotlight'; actor: SeatActor; seatId: SeatId | null }
  /** `order: null`: everybody inside except observers, in roster order. */
  | {
      type: 'startGoRound';
      actor: SeatActor;
      order: SeatId[] | null;
      secondsPerPerson: number | null;
      muteOthers: boolean;
    }
  | { type: 'nextTurn'; actor: SeatActor }
  | { type: 'pauseGoRound'; actor: SeatActor }
  | { type: 'resumeGoRound'; actor: SeatActor }
  | { type: 'stopGoRound'; actor: SeatActor }
  /** `seatId: null`: oneself. `never`: the person declines a missed turn. */
  | { type: 'giveTurn'; actor: SeatActor; seatId: SeatId | null; when: 'now' | 'next' | 'end' | 'never' }
  | { type: 'undoTurn'; actor: SeatActor }
  | {
      type: 'startBreakout';
      actor: SeatActor;
      /** Ids are made by the caller. */
      groups: { id: string; name: string; seatIds: SeatId[] }[];
      seconds: number | null;
    }
  | { type: 'moveToGroup'; actor: SeatActor; seatId: SeatId; groupId: string | null }
  | ({ type: 'messageGroups'; actor: SeatActor } & Written)
  | { type: 'endBreakout'; actor: SeatActor; countdownMs: number }
  /** `id`: made by the caller. `sealed`: instead of the question, which is null then. */
  | { type: 'startCheckIn'; actor: SeatActor; id: string; question: CheckInQuestion | null; sealed?: SealedText }
  | { type: 'shareCheckIn'; actor: SeatActor; checkInId: string; sealed: SealedText }
  /** `sealed`: instead of the value. Neither: the answer is taken back. */
  | { type: 'answerCheckIn'; actor: SeatActor; checkInId: string; value: number | null; sealed?: SealedText }
  | { type: 'endCheckIn'; actor: SeatActor; checkInId: string }
  /**
   * The caller relays chat: the machine only names the recipients, in `deliverChat`, and stores nothing.
   * `seen`: where the writer was as shown to them; left out: not checked.
   */
  | ({ type: 'sendChat'; actor: SeatActor; to: ChatAudience; seen?: SeenPlace } & Written)
  | { type: 'timerFired'; name: TimerName; epoch: number }
  /**
   * The system clock was set. `now` of this event is on the new clock; it is `byMs` later than it would have been on
   * the old one.
   */
  | { type: 'clockStepped'; byMs: number }
  /** First event after a room was loaded from the store: no connection exists any more. */
  | { type: 'restarted' }
  /** As `restarted`, where a node adopts the room from another one or from none. */
  | { type: 'takenOver' };
