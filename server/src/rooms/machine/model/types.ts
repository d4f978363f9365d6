/**
 * The data of the room machine: plain JSON, no classes, no clock, no I/O.
 *
 *     transition(state, event, now) -> { state, effects } | { rejected: code }
 *
 * Two things that look like effects are not, because they are functions of the state and can be diffed by the shell:
 *   - what a connection sees (`viewOf`): the shell sends the difference between before and after;
 *   - which timers run (`state.timers`): the shell arms and clears what changed;
 *   - what may be forwarded (`mayForward`): the media layer is brought in step after every transition.
 * Effects are only what leaves no trace in the state.
 */
import type {
  CloseReason,
  Departure,
  ErrorCode,
  Grants,
  MissedNotification,
  Notification,
  Phase,
  Reaction,
  Role,
  RoomSettings,
  SeatState,
  TrackSource,
  WaitingRoomMode,
  WaitReason,
} from '@hearthroom/sdk/protocol';

export type SeatId = string;
/** One WebSocket; never stored beyond the process that holds it. */
export type ConnectionId = string;

/** What a verified token says of its holder, role defaults applied. */
export interface Claims {
  sub: string;
  name: string;
  label: string | null;
  role: Role;
  grants: Required<Grants>;
  waitingRoom: WaitingRoomMode;
}

/** A second device that asks for a seat which somebody holds: it waits, and changes nothing for them. */
export interface Challenger {
  /** Null means dropped: the wait is kept for a lease, as the seat's own would be. */
  connectionId: ConnectionId | null;
  epoch: number;
  claims: Claims;
  resumeHash: string;
  /** As the seat's. */
  formerResumeHash: string | null;
  waitingSince: number;
  /** What was accepted on this device; nothing is taken over from the one inside. */
  acceptedAgreement: string | null;
}

export interface Seat {
  id: SeatId;
  claims: Claims;
  state: SeatState;
  /** The live connection: always set in `admitted`; in `waiting` null means dropped (the place is kept for a lease). */
  connectionId: ConnectionId | null;
  /** Hash of the resume secret of the newest connection of this seat; whoever proves to know it takes the seat over. */
  resumeHash: string | null;
  /**
   * Hash of the secret that the newest connection itself came back with. It still counts: the answer with the newer secret
   * may have been lost together with the connection, and the one inside would turn into a second device of their own.
   */
  formerResumeHash: string | null;
  /** Number of the last entry (see README.md beside this file); admissions bind to it. */
  epoch: number;
  /** Set by deny, remove, put back and return-to-waiting; overrides bypass and switches until an admit. */
  mustBeAdmitted: boolean;
  /** Refused for this room for good. */
  banned: boolean;
  /** When the present wait began (kept by a drop); orders the queue. */
  waitingSince: number;
  /** First admission ever, for attendance and emptyTimeout; null before. */
  admittedAt: number | null;
  /** Grows with each admission: the order in which participants are listed; 0 before the first. */
  admissionOrder: number;
  challenger: Challenger | null;
  /**
   * A device that came with the token alone has this seat's wait, which another device had, or waited beside another one. Until
   * the seat is in the group: leaving and coming back doesn't end it.
   */
  otherDevice: boolean;
  /** The name this person gave themselves in this room; null: the token's. */
  renamedTo: string | null;
  /** Version of the agreement that this person accepted last; null: none, or withdrawn. */
  acceptedAgreement: string | null;
  /** Numbers the raised hands; null: not raised. */
  handRaised: number | null;
  /** `takenBy`: the host who answered, or went to where this client is. */
  help: { since: number; note: string | null; takenBy?: SeatId } | null;
  /** How often this person has said "not now" to a host who would speak with them alone, see meeting.ts. */
  meetingsDeclined: number;
  /** What clients said about this observer. Null: nothing was asked or said. */
  consent: Consent | null;
  /** Why somebody who was inside waits again; null for who came by themselves, or on another device. */
  waitsBecause: WaitReason | null;
  attendance: Attendance;
}

/** The clients' word about an observer, by their seats. A no outlasts the observer's leaving, a yes doesn't. */
export interface Consent {
  /** A host put the question to the clients, in this entry of the observer. */
  asked: boolean;
  agreed: SeatId[];
  refused: SeatId[];
  /** How often clients who had refused were asked again. */
  repeats: Record<SeatId, number>;
}

/** How long a person was there, absences taken off. Times in the machine's milliseconds. */
export interface Attendance {
  firstAdmittedAt: number | null;
  lastLeftAt: number | null;
  /** Sum of the closed stretches of being admitted and connected. */
  presentMs: number;
  /** Start of the present stretch; null while not present. */
  presentSince: number | null;
}

/** What is told of a person's attendance, and all that stays of them when the room has ended. */
export interface AttendanceRecord {
  seatId: SeatId;
  role: Role;
  firstAdmittedAt: number;
  /** Null while present. */
  lastLeftAt: number | null;
  presentMs: number;
}

/** Two people apart from the group, for as long as the host keeps it open. */
export interface Apart {
  kind: 'preview' | 'side-room';
  hostId: SeatId;
  seatId: SeatId;
}

/** A host would like to speak with somebody alone: announced, not begun. An `Apart` comes of it in time, or by that person's yes. */
export interface Meeting extends Apart {
  /** When it begins by itself; null: by the person's yes alone. */
  startsAt: number | null;
  /** When the host is told that there was no answer; null: it begins by itself. */
  lapsesAt: number | null;
  /** Kept for the host, until they close it or try again; nothing comes of it. */
  refusal: 'not-now' | 'no-answer' | null;
}

export interface GoRoundState {
  order: SeatId[];
  turn: number;
  secondsPerPerson: number | null;
  /** When the turn ends by itself; null without a time, or while paused. */
  turnEndsAt: number | null;
  /** What is left of a turn while paused, or null without a time. */
  remainingMs: number | null;
  /** `paused` by a host, or by a restart. */
  state: 'running' | 'paused';
  muteOthers: boolean;
  /** Whose connection was lost when they had the turn, or when it would have come; until they have one or say no. */
  missed: SeatId[];
}

export interface BreakoutState {
  groups: { id: string; name: string; seatIds: SeatId[] }[];
  /** Hosts and observers on their way to a group; its members have been told. */
  arrivals: { seatId: SeatId; groupId: string; at: number }[];
  endsAt: number | null;
  closingAt: number | null;
}

/** Somebody who was in the group and is not any more, by their own doing or for want of a connection. */
export interface DepartureRecord {
  seatId: SeatId;
  how: Departure['how'];
  at: number;
  /** Hosts who have taken note. */
  seenBy: SeatId[];
}

/** No therapist is present who was. `blip`: so briefly that nobody is told; `away`: hosts are told; `may-extend`: and may put the end off. */
export interface TherapistAbsence {
  since: number;
  stage: 'blip' | 'away' | 'may-extend';
}

/** The end as it was before an extension. */
export interface ExtensionUndoState {
  extendedMs: number;
  closesAt: string | null;
  /** When too much time has passed to take it back. */
  until: number;
}

/** Timer names; `lease:<seatId>` is one per seat. */
export type TimerName =
  | 'opens'
  | 'earlyEntry'
  | 'closes'
  /** The last extension can be taken back. */
  | 'undoExtension'
  | 'hostBlip'
  | 'grace'
  | 'leadGrace'
  | 'therapistAbsence'
  | 'empty'
  /** The end in so many minutes is to be announced. */
  | `warning:${number}`
  | 'turn'
  /** The turn waits for its holder, whose connection is lost. */
  | 'turnAway'
  /** The last step of a go-round can be undone. */
  | 'undoTurn'
  | 'breakout'
  /** The next thing that was announced begins, or the next question lapses. */
  | 'meeting'
  | `lease:${SeatId}`
  /** The lease of a second device that dropped. */
  | `device:${SeatId}`;

export interface Timer {
  /** Arming epoch: a timer event with another one is stale and rejected. */
  epoch: number;
  /** In the machine's time, milliseconds. */
  dueAt: number;
}

export interface RoomState {
  /** Version of this shape, for stored rooms. */
  version: 1;
  roomId: string;
  settings: RoomSettings;
  phase: Phase;
  /** Why the room ended; null before. */
  endedBy: 'host' | 'api' | 'closes-at' | 'empty' | 'host-absent' | null;
  seats: Record<SeatId, Seat>;
  /** Whom the lead belongs to: the first therapist present, for good. May name a seat that is not inside any more. */
  leadId: SeatId | null;
  /** To whom the lead is lent, with `canEnd`, while its owner is away: a host inside; null under other policies than `hand-over`. */
  handedOverTo: SeatId | null;
  /** The therapist who is present, or who was the last one; null: none ever was. */
  therapistId: SeatId | null;
  therapistAbsence: TherapistAbsence | null;
  everAdmitted: boolean;
  /** Hash of the passcode, made and checked by the shell; null: none. */
  passcodeHash: string | null;
  /** `closed` while clients see and hear hosts only. */
  circle: 'open' | 'closed';
  /** Announced to everybody: when the circle opens. */
  circleOpensAt: number | null;
  apart: Apart[];
  meetings: Meeting[];
  goRound: GoRoundState | null;
  /** The round before its last step, which a host may undo; null: there is none, or it is too late. */
  turnUndo: GoRoundState | null;
  breakout: BreakoutState | null;
  spotlightId: SeatId | null;
  /** The oldest first; one for each person. */
  departures: DepartureRecord[];
  /** When the room first went live. */
  liveSince: number | null;
  /** What hosts have put the end off by. */
  extendedMs: number;
  /** What the last extension changed, while it can be taken back; null: there is none, or it is too late. */
  extensionUndo: ExtensionUndoState | null;
  /** Filled when an ended room lets go of its people; empty before. */
  attendance: AttendanceRecord[];
  timers: Partial<Record<TimerName, Timer>>;
  /** Source of entry and timer epochs; only grows. */
  counter: number;
  /** The latest time the machine has seen: `now` never goes back behind it, but by `clockStepped` and `restarted`. */
  now: number;
  /** Sum of the steps of the clock: `now` without them goes on evenly, see elapsedMs(). */
  steppedMs: number;
}

/** Who wants something: a seat (by its live connection, checked by the shell) or the holder of an API key. */
export type Actor = SeatActor | { kind: 'api' };
export interface SeatActor {
  kind: 'seat';
  seatId: SeatId;
}

export type ChatAudience = { kind: 'group' } | { kind: 'hosts' } | { kind: 'participant'; seatId: SeatId };

export interface EntryRef {
  seatId: SeatId;
  epoch: number;
}

export type RoomEvent =
  | {
      type: 'connected';
      connectionId: ConnectionId;
      claims: Claims;
      /** Id for the seat if this identity has none yet; made by the shell. */
      newSeatId: SeatId;
      /** Hash of the secret this connection is given for its own later return. */
      resumeHash: string;
      /** Hash of the secret it presented, or null when it came with the token alone. */
      presentedResumeHash: string | null;
      /** Did it present the room's passcode (`right` also when the room has none), another one, or none? */
      passcode: 'right' | 'wrong' | 'missing';
    }
  /** The connection is gone without a word (or silent for too long). */
  | { type: 'disconnected'; connectionId: ConnectionId }
  /** The person left on purpose. */
  | { type: 'left'; connectionId: ConnectionId /** In one step, to another page. */; quickly?: boolean }
  | {
      type: 'admit';
      actor: Actor;
      entries: EntryRef[] /** false: a stale entry is an error; true: it is skipped */;
      all: boolean;
    }
  | { type: 'deny'; actor: Actor; seatId: SeatId; epoch: number; ban: boolean; reason?: string }
  | { type: 'putInWaitingRoom'; actor: Actor; seatId: SeatId; reason?: string }
  | { type: 'remove'; actor: Actor; seatId: SeatId; ban: boolean; reason?: string }
  /** API only: forgets mustBeAdmitted (and a ban) of a seat. */
  | { type: 'pardon'; actor: Actor; seatId: SeatId }
  | { type: 'messageWaiting'; actor: Actor; seatId: SeatId | null; text: string }
  | { type: 'mute'; actor: Actor; seatId: SeatId; source: TrackSource }
  | { type: 'askToUnmute'; actor: Actor; seatId: SeatId; source: TrackSource }
  /** API: any setting. Seats with canModerate: `locked` alone. */
  | {
      type: 'updateSettings';
      actor: Actor;
      patch: Partial<RoomSettings>;
      /** API only: a new passcode's hash, or null to have none. */ passcodeHash?: string | null;
    }
  | { type: 'end'; actor: Actor; message?: string }
  | { type: 'extend'; actor: Actor; minutes: number }
  | { type: 'undoExtension'; actor: Actor }
  | { type: 'acceptAgreement'; connectionId: ConnectionId; version: string }
  | { type: 'withdrawAgreement'; connectionId: ConnectionId }
  | { type: 'openPreview'; actor: SeatActor; seatId: SeatId; epoch: number }
  /** Ends the preview that this host holds. */
  | { type: 'closePreview'; actor: SeatActor }
  /** By the person whom a host would like to speak with alone. */
  | { type: 'answerMeeting'; connectionId: ConnectionId; hostId: SeatId; accept: boolean }
  /** From either side of a preview. */
  | { type: 'sendPreviewText'; connectionId: ConnectionId; text: string }
  | { type: 'openCircle'; actor: Actor }
  | { type: 'cancelCircle'; actor: Actor }
  | { type: 'askConsent'; actor: Actor; seatId: SeatId; epoch: number }
  | { type: 'answerConsent'; actor: SeatActor; seatId: SeatId; consent: boolean }
  | { type: 'requestHelp'; actor: SeatActor; note: string | null }
  /** `seatId`: a host closes somebody's request. Without: one's own. */
  | { type: 'closeHelp'; actor: SeatActor; seatId: SeatId | null }
  | { type: 'answerHelp'; actor: SeatActor; seatId: SeatId; text: string }
  /** A host has taken note that somebody left. */
  | { type: 'markDepartureSeen'; actor: SeatActor; seatId: SeatId }
  | { type: 'openSideRoom'; actor: SeatActor; seatId: SeatId }
  | { type: 'closeSideRoom'; actor: SeatActor }
  | { type: 'raiseHand'; actor: SeatActor }
  | { type: 'lowerHand'; actor: SeatActor; seatId: SeatId | null }
  | { type: 'react'; actor: SeatActor; reaction: Reaction }
  | { type: 'rename'; actor: SeatActor; name: string }
  | { type: 'setSpotlight'; actor: SeatActor; seatId: SeatId | null }
  /** `order: null`: everybody inside but observers, as seated. */
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
  /** `seatId: null`: oneself. `never`: a missed turn is not wanted any more. */
  | { type: 'giveTurn'; actor: SeatActor; seatId: SeatId | null; when: 'now' | 'next' | 'end' | 'never' }
  | { type: 'undoTurn'; actor: SeatActor }
  | {
      type: 'startBreakout';
      actor: SeatActor;
      /** Ids are made by the shell. */
      groups: { id: string; name: string; seatIds: SeatId[] }[];
      seconds: number | null;
    }
  | { type: 'moveToGroup'; actor: SeatActor; seatId: SeatId; groupId: string | null }
  | { type: 'messageGroups'; actor: SeatActor; text: string }
  | { type: 'endBreakout'; actor: SeatActor; countdownMs: number }
  /** Chat is relayed by the shell: the machine says to whom, as `deliverChat`, and keeps nothing. */
  | { type: 'sendChat'; actor: SeatActor; to: ChatAudience; text: string }
  | { type: 'timerFired'; name: TimerName; epoch: number }
  /** The machine's clock was set, and the time given with this event is by the new one: later by so much than it would have been. */
  | { type: 'clockStepped'; byMs: number }
  /** First event after a room was loaded from the store: no connection is alive any more. */
  | { type: 'restarted' };

export type Effect =
  /** A one-off message to a connection, beyond what diffing views tells it. */
  | { type: 'deliver'; connectionId: ConnectionId; notification: Notification }
  /** The same for a seat whose connection is lost: told when it comes back within its lease. */
  | { type: 'deliverLater'; seatId: SeatId; notification: MissedNotification; toDevice?: true }
  /** Tell why (as `closing`, with the optional text), then close the socket. */
  | { type: 'close'; connectionId: ConnectionId; reason: CloseReason; text?: string }
  /** Pause this seat's track of that source on the server, if there is one. */
  | { type: 'muteTrack'; seatId: SeatId; source: TrackSource }
  /**
   * A chat message for these seats, its writer among them. Seats and not connections: who dropped within the lease gets it on
   * coming back.
   */
  | {
      type: 'deliverChat';
      from: { seatId: SeatId; name: string };
      to: ChatAudience;
      recipients: SeatId[];
      text: string;
    }
  /** To be kept as a receipt. */
  | { type: 'agreementAccepted'; seatId: SeatId; version: string }
  | { type: 'agreementWithdrawn'; seatId: SeatId; version: string }
  | { type: 'helpRaised'; seatId: SeatId }
  /** A text for the seat whose state this transition changed; goes out with its new snapshot. */
  | { type: 'explain'; connectionId: ConnectionId; text: string };

/** A rejected event leaves the state as it was. */
export interface Rejected {
  rejected: ErrorCode;
}

/** Somebody who was not admitted among all, and why. */
export interface SkippedEntry extends EntryRef {
  code: 'stale-entry' | 'not-found' | 'agreement-required' | 'consent-required';
}

/** Answer to `admit`. Two entries of one person have one seat: the entries say which of them it was. */
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
