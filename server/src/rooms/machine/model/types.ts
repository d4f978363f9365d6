/**
 * The data of the room machine: plain JSON, no classes, no clock, no I/O.
 *
 *     transition(state, event, now) -> { state, effects } | { rejected: code }
 *
 * Three things are not effects, because they are functions of the state; the caller compares before and after:
 *   - what a connection sees (`viewOf`): the caller sends the difference;
 *   - which timers run (`state.timers`): the caller arms and clears those that changed;
 *   - what may be forwarded (`mayForward`): the media layer is updated after every transition.
 * Effects are only what cannot be derived from the state.
 */
import type {
  CheckInQuestion,
  Departure,
  Grants,
  Phase,
  PublicIdentity,
  Role,
  RoomSettings,
  SealedText,
  SeatState,
  WaitingRoomMode,
  WaitReason,
} from '@hearthroom/sdk/protocol';

export type SeatId = string;
/** One WebSocket; never stored beyond the process that holds it. */
export type ConnectionId = string;

/** The claims of a verified token, with the defaults of its role applied. */
export interface Claims {
  sub: string;
  name: string;
  label: string | null;
  role: Role;
  grants: Required<Grants>;
  waitingRoom: WaitingRoomMode;
}

/** A second device that asks for a seat somebody else holds: it waits, and changes nothing for the holder. */
export interface Challenger {
  /** Null: connection lost. The wait is kept for a lease, like the seat's own. */
  connectionId: ConnectionId | null;
  epoch: number;
  claims: Claims;
  resumeHash: string;
  /** As the seat's. */
  formerResumeHash: string | null;
  waitingSince: number;
  /** The version accepted on this device; the acceptance of the device inside doesn't count. */
  acceptedAgreement: string | null;
  /** As the seat's. */
  e2ee: PublicIdentity | null;
}

export interface Seat {
  id: SeatId;
  claims: Claims;
  state: SeatState;
  /**
   * The live connection: always set in `admitted`. In `waiting`, null means connection lost (the position is kept for a
   * lease).
   */
  connectionId: ConnectionId | null;
  /**
   * Hash of the resume secret of the newest connection of this seat; a connection that presents the secret takes over
   * the seat.
   */
  resumeHash: string | null;
  /**
   * Hash of the secret that the newest connection resumed with. It stays valid: the answer with the newer secret may
   * have been lost with the connection, and the person inside would become a second device of their own.
   */
  formerResumeHash: string | null;
  /** Number of the last entry (see README.md); admissions refer to it. */
  epoch: number;
  /** Set by deny, remove, put back and return-to-waiting; overrides bypass and switches until an admit. */
  mustBeAdmitted: boolean;
  /** Refused for this room permanently. */
  banned: boolean;
  /** When the present wait began, in milliseconds since 1970 (kept on reconnecting); orders the queue. */
  waitingSince: number;
  /** First admission ever, for attendance and emptyTimeout; null before. */
  admittedAt: number | null;
  /** Grows with each admission: the order in which participants are listed; 0 before the first. */
  admissionOrder: number;
  /** How often the seat has entered the group. A secret for one of these stays is not for another one. */
  admissions: number;
  challenger: Challenger | null;
  /**
   * The wait belongs to a device that came with only the token: it took over another device's wait, or waited as a
   * second device. Stays set until the seat enters the group, also through leaving and coming back.
   */
  otherDevice: boolean;
  /** The name this person gave themselves in this room; null: the token's name applies. */
  renamedTo: string | null;
  /** Version of the agreement that this person accepted last; null: none, or withdrawn. */
  acceptedAgreement: string | null;
  /** Sequence number of the raised hand; null: not raised. */
  handRaised: number | null;
  /**
   * `sealed`: instead of the note, encrypted end to end. `takenBy`: the host who answered, or went to the group of this
   * client.
   */
  help: { since: number; note: string | null; sealed?: SealedText; takenBy?: SeatId } | null;
  /** How often this person has said "not now" to a meeting with a host; see meeting.ts. */
  meetingsDeclined: number;
  /** What clients answered about this observer. Null: nothing was asked or answered. */
  consent: Consent | null;
  /** Why somebody who was inside waits again; null for somebody who came by themselves, or on another device. */
  waitsBecause: WaitReason | null;
  /**
   * Public keys of the newest connection, for end-to-end encryption; null: it cannot encrypt. Only their form was
   * checked: clients verify the signature. Kept while the connection is lost.
   */
  e2ee: PublicIdentity | null;
  attendance: Attendance;
}

/**
 * The clients' answers about an observer, by seat. When the observer leaves, refusals are kept and agreements are not.
 */
export interface Consent {
  /** A host has asked the clients during this entry of the observer. */
  asked: boolean;
  agreed: SeatId[];
  refused: SeatId[];
  /** How often clients who had refused were asked again. */
  repeats: Record<SeatId, number>;
}

/** How long a person was there, without absences. Times in milliseconds since 1970. */
export interface Attendance {
  firstAdmittedAt: number | null;
  lastLeftAt: number | null;
  /** Total of the closed intervals of being admitted and connected. */
  presentMs: number;
  /** Start of the present interval; null while not present. */
  presentSince: number | null;
}

/** A person's attendance as reported; the only record of them that is kept after the room has ended. */
export interface AttendanceRecord {
  seatId: SeatId;
  role: Role;
  firstAdmittedAt: number;
  /** Null while present. */
  lastLeftAt: number | null;
  presentMs: number;
}

/** Why somebody without keys may not enter; the second one is for a host to decide. */
export type EncryptionRefusal = 'e2ee-unsupported' | 'e2ee-would-end';

/** Two people apart from the group, until the host closes it. */
export interface PrivatePair {
  kind: 'preview' | 'side-room';
  hostId: SeatId;
  seatId: SeatId;
}

/** An announced meeting of a host and one person. Becomes a `PrivatePair` at `startsAt`, or when that person agrees. */
export interface Meeting extends PrivatePair {
  /** When it begins by itself; null: only when the person agrees. */
  startsAt: number | null;
  /** When the question lapses without an answer; null: it begins by itself. */
  lapsesAt: number | null;
  /** Kept for the host until they close it or try again. */
  refusal: 'not-now' | 'no-answer' | null;
}

export interface GoRoundState {
  order: SeatId[];
  turn: number;
  secondsPerPerson: number | null;
  /** When the turn ends by itself; null without a time limit, or while paused. */
  turnEndsAt: number | null;
  /** Time left of a turn while paused; null without a time limit. */
  remainingMs: number | null;
  /** `paused` by a host, or by a restart. */
  state: 'running' | 'paused';
  muteOthers: boolean;
  /**
   * People whose connection was lost during their turn, or when it would have come; until they have a turn or decline
   * it.
   */
  missed: SeatId[];
}

export interface BreakoutState {
  groups: { id: string; name: string; seatIds: SeatId[] }[];
  /** Announced moves of hosts and observers to a group; its members have been told. */
  arrivals: { seatId: SeatId; groupId: string; at: number }[];
  endsAt: number | null;
  closingAt: number | null;
}

/** A question of a host to all clients, with their answers. Never stored. */
export interface CheckInState {
  /** Made by the caller, so that it is another one after a restart. */
  id: string;
  /** The host who asked. */
  askedBy: SeatId;
  /** Null: `sealed`. */
  question: CheckInQuestion | null;
  sealed?: SealedText;
  /** At most one of each client inside, given during this entry. `value`: null with `sealed`. */
  answers: { seatId: SeatId; epoch: number; value: number | null; sealed?: SealedText }[];
}

/** Somebody who was in the group and left, withdrew the agreement or lost their connection. */
export interface DepartureRecord {
  seatId: SeatId;
  how: Departure['how'];
  at: number;
  /** Hosts who have marked it as seen. */
  seenBy: SeatId[];
}

/**
 * A therapist was present and none is now. `blip`: too short to tell anybody; `away`: hosts are told; `may-extend`:
 * hosts may also extend the session.
 */
export interface TherapistAbsence {
  since: number;
  stage: 'blip' | 'away' | 'may-extend';
}

/** The end as it was before an extension. */
export interface ExtensionUndoState {
  extendedMs: number;
  closesAt: string | null;
  /** When it becomes too late to undo it, in milliseconds since 1970. */
  until: number;
}

/** Timer names; `lease:<seatId>` is one per seat. */
export type TimerName =
  | 'opens'
  | 'earlyEntry'
  | 'closes'
  /** The time to undo the last extension is over. */
  | 'undoExtension'
  | 'hostBlip'
  | 'grace'
  | 'leadGrace'
  | 'therapistAbsence'
  | 'empty'
  /** The warning this many minutes before the end is due. */
  | `warning:${number}`
  | 'turn'
  /** The turn waits for its holder, whose connection is lost. */
  | 'turnAway'
  /** The time to undo the last step of a go-round is over. */
  | 'undoTurn'
  | 'breakout'
  /** The next announced event begins, or the next question lapses. */
  | 'meeting'
  | `lease:${SeatId}`
  /** The lease of a second device whose connection is lost. */
  | `device:${SeatId}`;

export interface Timer {
  /** Arming epoch: a timer event with another one is stale and rejected. */
  epoch: number;
  /** Milliseconds since 1970, on the machine's clock. */
  dueAt: number;
}

/** The present time without a host, or the last one that is over; `until` is null until a host is back. */
export interface HoldState {
  since: number;
  until: number | null;
  /** No media was forwarded. */
  mediaPaused: boolean;
  /** The grace was over: everybody except hosts was put back into the waiting room. */
  sentToWait: boolean;
}

export interface RoomState {
  /** Version of this format, for stored rooms; 2: with end-to-end encryption, whose rules an older server doesn't know. */
  version: 2;
  roomId: string;
  settings: RoomSettings;
  phase: Phase;
  /** Why the room ended; null before. */
  endedBy: 'host' | 'api' | 'closes-at' | 'empty' | 'host-absent' | null;
  seats: Record<SeatId, Seat>;
  /** Owner of the lead: the first therapist present, for the whole session. The seat may not be inside any more. */
  leadId: SeatId | null;
  /**
   * The host inside to whom the lead is lent, with `canEnd`, while its owner is away; null: not lent. Only with
   * `hand-over`.
   */
  handedOverTo: SeatId | null;
  /** The therapist who is present, or the last one who was; null: there never was one. */
  therapistId: SeatId | null;
  therapistAbsence: TherapistAbsence | null;
  hold: HoldState | null;
  everAdmitted: boolean;
  /** Hash of the passcode, made and checked by the caller; null: none. */
  passcodeHash: string | null;
  /** `closed` while clients see and hear hosts only. */
  circle: 'open' | 'closed';
  /** When the circle opens, as announced to everybody; null: not announced. */
  circleOpensAt: number | null;
  privatePairs: PrivatePair[];
  meetings: Meeting[];
  goRound: GoRoundState | null;
  /** The round before its last step, which a host may undo; null: there is none, or it is too late. */
  turnUndo: GoRoundState | null;
  breakout: BreakoutState | null;
  /** Not stored: null after a restart. */
  checkIn: CheckInState | null;
  spotlightId: SeatId | null;
  /** The oldest first; one for each person. */
  departures: DepartureRecord[];
  /** When the room first became live. */
  liveSince: number | null;
  /** By how much hosts have extended the session, in milliseconds. */
  extendedMs: number;
  /** What the last extension changed, while it can be undone; null: there is none, or it is too late. */
  extensionUndo: ExtensionUndoState | null;
  /** Filled when the personal data of an ended room is removed; empty before. */
  attendance: AttendanceRecord[];
  timers: Partial<Record<TimerName, Timer>>;
  /** Source of entry and timer epochs; only grows. */
  counter: number;
  /** The latest time the machine has seen. Goes back only by `clockStepped` and `restarted`. */
  now: number;
  /** Total of the steps of the clock; see elapsedMs(). */
  steppedMs: number;
}
