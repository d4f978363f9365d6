/** The room as a session has it, and what is in it. */
import type {
  AgreementView,
  Breakout,
  CheckInQuestion,
  CircleOpening,
  ConsentQuestion,
  Departure,
  ExtensionUndo,
  GoRound,
  LastHold,
  Meeting,
  TherapistAway,
  TurnUndo,
  WaitReason,
} from '../../../protocol/messages/messages.ts';
import type { Phase } from '../../../protocol/schemas/room-schemas.ts';

/**
 * The room as far as this person may see it. While they wait, it has the members up to `meeting`. Once they are joined,
 * it has the other optional members instead of `opensAt`, `waitingMessage` and `waitsBecause`; members whose comment
 * says when they are absent may be missing even then. All times are milliseconds since 1970-01-01 UTC by the server's
 * clock (`Session.serverNow`).
 */
export interface RoomView {
  /** Name of the session; plain text. */
  title: string;
  /** The only value: the server cannot record. */
  recording: 'never';
  /** The rules of the group; null: there are none. */
  agreement: AgreementView | null;
  /** Whether people may blur what is behind them (`localParticipant.setCameraBackground`). Absent: `allowed`. */
  backgroundBlur?: 'allowed' | 'off';
  /** When the room opens; null: it is open. Only while waiting. */
  opensAt?: number | null;
  /** The room's message to people who wait; may be empty. Only while waiting. */
  waitingMessage?: string;
  /** Why a person who was admitted before waits again; absent if they came by themselves. Only while waiting. */
  waitsBecause?: WaitReason;
  /**
   * A host would like to speak with one person alone. Both see it before they see and hear each other. Absent: no such
   * request.
   */
  meeting?: Meeting;

  /** Phase of the room: see `Phase`. */
  phase?: Phase;
  /** No new person can enter, except hosts who bypass the waiting room. */
  locked?: boolean;
  /** False: clients are admitted on connecting while the session is live. */
  waitingRoom?: boolean;
  /** When the session ends; null: no end is set. */
  endsAt?: number | null;
  /**
   * For holders of `canExtend`: the last extension, which `undoExtension` can still take back. Absent: there is none.
   */
  extensionUndo?: ExtensionUndo;
  /** `closed`: clients see and hear only the hosts until a host opens the circle. */
  circle?: 'open' | 'closed';
  /** When the circle opens, and how many people see and hear each other then. Absent: no opening is announced. */
  circleOpening?: CircleOpening;
  /** Whether clients may write to one another. */
  privateChat?: boolean;
  /** `session`: people who enter later get the chat of the session so far. */
  chatHistory?: 'none' | 'session';
  /** Ids of the people with a raised hand, in the order in which they raised it. */
  hands?: string[];
  /** Id of the person who is shown large to everybody; null: nobody. */
  spotlightId?: string | null;
  /** The round of turns; null: there is none. */
  goRound?: GoRound | null;
  /**
   * For holders of `canModerate`: the last step of the go-round, which `undoTurn` can still take back. Absent: there is
   * none.
   */
  turnUndo?: TurnUndo;
  /** The breakout groups: for hosts all of them, for others only their own. Null: there are none. */
  breakout?: Breakout | null;
  /** For clients and hosts: the check-in that runs; absent: there is none (`session.checkIn`). */
  checkIn?: CheckIn;
  /** Observers about whom clients are asked. */
  consents?: ConsentQuestion[];
  /** Open requests for help: for hosts all of them, for a client only their own. */
  help?: HelpRequest[];
  /** For hosts only: people who left and are not back, until this host marks them as seen (`markDepartureSeen`). */
  departures?: Departure[];
  /** True while the phase is `held` and no media is forwarded: nobody sees or hears anybody. Absent otherwise. */
  mediaPaused?: boolean;
  /** While the phase is `held`: when the absence policy takes effect; null otherwise. */
  heldUntil?: number | null;
  /** What happens at `heldUntil` if no host is back. */
  absencePolicy?: 'end' | 'return-to-waiting' | 'hand-over';
  /**
   * Id of the person who leads: the therapist, or the host to whom the lead is lent. Null while that person is not in
   * the group.
   */
  leadId?: string | null;
  /** True while the therapist is away and the lead is lent to another host, who then has `canEnd`. */
  leadIsLent?: boolean;
  /**
   * For hosts only: no therapist is in the session, after one was. Null: a therapist is there, or none was there yet.
   */
  therapistAway?: TherapistAway | null;
  /** For hosts: the last time without a host, when it is over; absent: there was none. */
  lastHold?: LastHold;
}

/** A client's open call for help: hosts see all of them, a client only their own. */
export interface HelpRequest {
  /** Id of the client. */
  participantId: string;
  /** When they called, in milliseconds since 1970-01-01 UTC. */
  since: number;
  /** What it is about; null: not given, not decrypted yet, or `unreadable`. */
  note: string | null;
  /**
   * There is a note that this client can't decrypt, for example because it was written before this host came, or one
   * that is not encrypted where it has to be.
   */
  unreadable?: true;
  /** For hosts: id of the host who answered, or went to the client's group. Absent: none yet. */
  takenBy?: string;
}

/** One person's answer to a check-in. */
export interface CheckInAnswer {
  /** Id of the client. */
  participantId: string;
  /** A number of the scale, or the index of a choice; null: not decrypted yet, or `unreadable`. */
  value: number | null;
  /** This client can't decrypt it, for example because it was given before this host came. */
  unreadable?: true;
}

/** A question of a host to all clients. Answers are seen by hosts, and each person sees their own; nothing is stored. */
export interface CheckIn {
  /** Another one for each check-in. */
  id: string;
  /** What is asked; null: not decrypted yet, or `unreadable`. */
  question: CheckInQuestion | null;
  /** This client can't decrypt the question. */
  unreadable?: true;
  /** For a client: their own answer. Absent: none. */
  answer?: CheckInAnswer;
  /** For hosts only: the answers of the people inside, in the order of the list of people. */
  answers?: CheckInAnswer[];
}
