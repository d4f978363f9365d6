/** The public types of a Session: its state, the view of the room, options and events. */
import type { CloseReason } from '../protocol/codes.ts';
import type {
  AgreementView,
  Breakout,
  CheckInQuestion,
  CircleOpening,
  ConnectionQuality,
  ConsentQuestion,
  Departure,
  ExtensionUndo,
  GoRound,
  LastHold,
  Meeting,
  Place,
  TherapistAway,
  TurnUndo,
  WaitingEntry,
  WaitReason,
} from '../protocol/messages/messages.ts';
import type { Phase, Reaction, Role, RoomEncryption, TrackSource } from '../protocol/schemas/room-schemas.ts';
import type { HearthroomError, HearthroomErrorCode } from './core/hearthroom-error.ts';
import type { EncryptionProblem } from './e2ee/session/problems.ts';
import type { MicrophoneEcho } from './echo/echo-watch.ts';
import type { DeviceInterruption, DeviceRestoration } from './local/device-loss.ts';
import type { LocalParticipant } from './local/local-participant.ts';
import type { RemoteParticipant } from './people/participant.ts';
import type { RemoteTrack } from './people/remote-track.ts';

/**
 * Lifecycle of a session:
 *
 *     idle → connecting → waiting ⇄ joined → closed
 *                             ⇅        ⇅
 *                            reconnecting
 *
 * Every state can change to `closed`, which is final.
 */
export type SessionState = 'idle' | 'connecting' | 'waiting' | 'joined' | 'reconnecting' | 'closed';

/** Why a session ended: the server's close reason, or the error code that made this client give up. */
export type SessionCloseReason = CloseReason | HearthroomErrorCode;

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

/** A chat message, as this person gets it. */
export interface ChatMessage {
  /** Position in the room's chat; increases, with gaps where messages went to others. */
  seq: number;
  /** Who wrote it, under the name that they had then. */
  from: { participantId: string; name: string };
  /** `group`: everybody in the same place; `hosts`: all hosts; `participant`: one person. */
  to: 'group' | 'hosts' | 'participant';
  /** Id of the recipient; only with `to: 'participant'`. */
  participantId?: string;
  /** Plain text; '' when `unreadable`. */
  text: string;
  /** When the server received it, in milliseconds since 1970-01-01 UTC. */
  at: number;
  /** `e2e`: encrypted for its readers, so that the server could not read it. */
  encryption: 'e2e' | 'none';
  /**
   * This client can't decrypt it: it was written while this page was not in the group, or by somebody with another
   * secret (`SessionOptions.keyProvider`).
   */
  unreadable?: true;
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

/**
 * A person who waits, as hosts see them. `epoch` is the number of this wait: `admit` and the like apply to this wait
 * only, not to a later one. In a room that encrypts, a person without `e2ee` can't encrypt.
 */
export type WaitingParticipant = WaitingEntry;

/** Identifies one wait of one person. A WaitingParticipant can be passed as one. */
export interface WaitingReference {
  /** Id of the participant. */
  id: string;
  /** Number of the wait. */
  epoch: number;
}

/** What does not pass well between this client and the others, the cause, and what the session does about it. */
export interface MediaDegradation {
  /**
   * `own-line`: the line between this client and the server is slow or loses packets, so that the person can do
   * something about it; nobody else is told except hosts, and the others if they are affected. `server`: the server or
   * its network is overloaded; nobody's line is at fault.
   */
  cause: 'own-line' | 'server';
  /** Much of what this client sends does not reach the server: the others see and hear this person badly. */
  sending: boolean;
  /** Not all that this client should receive reaches it. */
  receiving: boolean;
  /**
   * What is left of the videos that this client shows, so that sound keeps its share of the line. `full`: all of them.
   * `smaller`: all, with fewer pixels than they are shown with. `some`: others are paused. `none`: all are paused. A
   * better state is reported once it has lasted for some seconds.
   */
  videos: 'full' | 'smaller' | 'some' | 'none';
  /**
   * Ids of the tracks of others (`RemoteTrack.id`) that are paused for it just now: their elements show the last picture,
   * so show a sign or text in its place. They must stay attached, and come back by themselves.
   */
  pausedTracks: string[];
}

/** A person who is speaking. */
export interface ActiveSpeaker {
  /** Id of the participant. */
  participantId: string;
  /** Audio level in dBov (RFC 6464): from -127 (silence) to 0 (loudest). */
  levelDb: number;
}

/** Options of `Session.startGoRound`. */
export interface GoRoundOptions {
  /**
   * Participant ids, at most 50; default: everybody inside except observers, in the order in which they were first
   * admitted.
   */
  order?: string[];
  /** Seconds for each turn, 10 to 3,600; default: no limit. */
  secondsPerPerson?: number;
  /** Mute the other microphones when a turn begins; people may unmute themselves. Default: false. */
  muteOthers?: boolean;
}

/**
 * Options of `Session.startBreakout`: groups that a host has chosen, or clients divided at random into groups of two or
 * three. `seconds` is 30 to 7,200; default: the groups last until they are called back.
 */
export type BreakoutOptions =
  | { groups: { name: string; participantIds: string[] }[]; seconds?: number }
  | {
      size: 2 | 3;
      /** 30 to 7,200; default: the groups last until they are called back. */
      seconds?: number;
      /** Names of the groups, in order. A group without one is named by its number. */
      names?: string[];
    };

/**
 * Why media of this page is not sent or shown:
 *
 *     restarting  the browser has ended the worker that encrypts, and another one is being started
 *     ended       others could not be started, or have ended too: the page has to be loaded again
 *     refused     the server says that media goes unencrypted here, and the room or `SessionOptions.encryption` requires
 *                 encryption: nothing is sent unencrypted, and nothing unencrypted is shown
 *
 * The first two follow `mediaFailed` with `encryption-failed` for all sources.
 */
export type EncryptionInterruption = 'restarting' | 'ended' | 'refused';

/**
 * End-to-end encryption in a session (`session.encryption`), as far as the room wants it: media and texts can then be
 * read by the people in the same place alone, and not by the server. Keys are made and replaced without the application.
 * Event `encryptionChanged` says that something here has changed.
 */
export interface SessionEncryption {
  /**
   * Whether this client can encrypt: the browser can (WebRTC Encoded Transform, on a secure page), the code for it was
   * loaded or not needed yet, and the option `encryption` is not `off`.
   */
  readonly isSupported: boolean;
  /**
   * Why this client can't encrypt although its browser can: the code for it could not be loaded or started, which the
   * message explains, or `keyProvider` failed. Null: neither. It is tried again with the next connect.
   */
  readonly failure: HearthroomError | null;
  /**
   * The setting of the room; `off` before the first connect. With `SessionOptions.encryption: 'required'` it is
   * `required`, also where the room says `preferred`. `required`: nothing is sent unencrypted. `preferred`: it
   * is, while somebody is inside who can't encrypt.
   */
  readonly setting: RoomEncryption;
  /** How media of this client and messages to everybody in its place go now; `none` before the first connect. */
  readonly state: 'e2e' | 'none';
  /**
   * Ids of the people inside who can't encrypt, so that `state` is `none` (it may contain this client's own); empty with
   * `e2e`, and in rooms without encryption. In a conversation of two people: only of these two.
   */
  readonly unencrypted: readonly string[];
  /** What is wrong, by participant id; empty: nothing is. */
  readonly problems: ReadonlyMap<string, EncryptionProblem>;
  /** Why media is not sent or shown just now; null: it is encrypted and decrypted. */
  readonly interruption: EncryptionInterruption | null;
  /**
   * Computes the number by which people find out whether the server replaced keys: six groups of five digits over the
   * keys of this client and of all listed participants. It is the same for all people who see the same participants;
   * they compare it by reading it aloud. It changes when somebody comes, goes or loads the page again.
   * @returns null: nobody else is there, somebody's keys are missing or invalid, or `state` is not `e2e`
   */
  verificationCode(): Promise<string[] | null>;
}

/** The events of a Session, with the arguments of their listeners. */
export interface SessionEvents {
  /**
   * The session entered a new state. `reason` is a code (after `reconnecting` and `closed`), or the host's text (back
   * in `waiting`).
   */
  stateChanged: [state: SessionState, reason?: string];
  /** Another person entered the group (also once for each person who is there on joining). */
  participantConnected: [participant: RemoteParticipant];
  /** A person is no longer in the group. */
  participantDisconnected: [participant: RemoteParticipant];
  /** Name, label, role, connection or `away` of a person changed; also of the other person in a preview. */
  participantUpdated: [participant: RemoteParticipant];
  /** A track of another person can be shown: call `track.attach()`. */
  trackSubscribed: [track: RemoteTrack, participant: RemoteParticipant];
  /** The track is gone. Its elements are detached after this event; `track.detach()` returns them. */
  trackUnsubscribed: [track: RemoteTrack, participant: RemoteParticipant];
  /**
   * `paused` changed (muted or unmuted by its owner or by a host), or `isReceived` (by this client's
   * `setVideoReception`).
   */
  trackUpdated: [track: RemoteTrack, participant: RemoteParticipant];
  /**
   * Something about one of this person's devices changed: starting, on, off, muted (also by a host or the system),
   * another device.
   */
  localTrackUpdated: [source: TrackSource];
  /**
   * This person's microphone or camera was on and stopped delivering sound or pictures, not by their own choice: tell
   * them. After `system-muted` it resumes by itself. After the other reasons a camera is switched off and not replaced;
   * a microphone is replaced by another one, unless its permission was revoked.
   */
  deviceInterrupted: [source: 'microphone' | 'camera', reason: DeviceInterruption, deviceId: string];
  /** The device works again: the system has unmuted it, or another microphone has replaced it. */
  deviceRestored: [source: 'microphone' | 'camera', how: DeviceRestoration];
  /** `session.microphoneEcho` changed: tell this person, and nobody else. */
  microphoneEchoChanged: [echo: MicrophoneEcho | null];
  /** The people who speak now, loudest first; empty: nobody. */
  activeSpeakersChanged: [speakers: ActiveSpeaker[]];
  /**
   * The connection of another person or of this client changed, after the change has lasted: `weak` when much of their
   * media is missing, `lost` when none arrives. See `RemoteParticipant.connectionQuality`.
   */
  connectionQualityChanged: [participant: RemoteParticipant | LocalParticipant, quality: ConnectionQuality];
  /** For hosts: a person waits to be admitted. */
  waitingParticipantAdded: [entry: WaitingParticipant];
  /** For hosts: something about a waiting person changed, for example their connection. */
  waitingParticipantUpdated: [entry: WaitingParticipant];
  /** For hosts: this wait is over. The person was admitted, denied, left, or waits with a new `epoch`. */
  waitingParticipantRemoved: [entry: WaitingParticipant];
  /**
   * A message to this person while they wait. `about.from` is the writer's role, without a name (absent: an
   * administrator wrote it); `about.alone` is true when no other waiting person gets it.
   */
  messageToWaiting: [text: string, about: { from?: Role; alone?: true }];
  /** A host asks this person to switch on their microphone or camera. */
  askedToUnmute: [source: 'microphone' | 'camera'];
  /** A host muted one of this person's tracks. Not emitted when they had muted it already. */
  mutedByHost: [source: TrackSource];
  /** This person has to wait again. `reason` is the host's text, if any. */
  sentToWait: [reason: string | undefined];
  /** `session.checkIn` changed: it began, was answered or ended (null). Also emitted when it ended while not connected. */
  checkInChanged: [checkIn: CheckIn | null];
  /** Something in `session.room` changed, or this person's name, role, grants or place. */
  roomUpdated: [room: RoomView];
  /** This person's own place changed: to a preview, side room or breakout group, or back to the group. */
  placeChanged: [place: Place];
  /**
   * An identity check with this person began; emitted on both sides. They are not in `participants`; their tracks come
   * with `trackSubscribed`. The waiting person learns only the host's id and display name; the role is always given as
   * `therapist`, whatever kind of host it is.
   */
  previewOpened: [participant: RemoteParticipant];
  /** The identity check is over. */
  previewClosed: [participant: RemoteParticipant];
  /** Text that the other person in the preview wrote; '' with `unreadable`, when this client can't decrypt it. */
  previewText: [text: string, about?: { unreadable: true }];
  /** A chat message: also this person's own, and those missed while the connection was lost. */
  chatReceived: [message: ChatMessage];
  /** Somebody in the same place shows a reaction, for a moment. Not emitted for one's own. */
  reactionReceived: [participantId: string, reaction: Reaction];
  /**
   * A host's text: `help` is the private answer to this person's request for help, `breakout` goes to all breakout
   * groups. It is '' with `unreadable`, when this client can't decrypt it.
   */
  hostMessage: [kind: 'help' | 'breakout', text: string, about?: { unreadable: true }];
  /** A host has closed this person's request for help. */
  helpClosed: [];
  /** The session ends in this many minutes. */
  endWarning: [minutesLeft: number];
  /** The browser blocks sound until the person interacts with the page: call `startAudio` in a click handler. */
  audioPlaybackBlocked: [];
  /**
   * Media that the session handles by itself (publishing after an admission, receiving) failed; the session continues.
   * `source` is null when it is not about one device. With `capacity` the server cannot carry more media now: the
   * session retries every few seconds and emits this each time. With `media-unreachable` no media reaches the server at
   * all, also while waiting: emitted once, with the server's addresses in the error's message; the session retries
   * until `mediaRestored`, and `session.mediaOutage` is set until then.
   */
  mediaFailed: [error: HearthroomError, source: TrackSource | null];
  /** Media reaches the server again, after `mediaFailed` with `media-unreachable`. */
  mediaRestored: [];
  /** `session.mediaDegradation` changed; null: media passes well again. Also emitted when the connection is lost. */
  mediaDegradationChanged: [degradation: MediaDegradation | null];
  /**
   * Something in `session.encryption` changed: state, setting, the people because of whom it is `none`, problems,
   * interruption, or the verification code.
   */
  encryptionChanged: [state: 'e2e' | 'none'];
  /**
   * `key-missing`: what this participant sends can't be decrypted. `encryption-failed` (null: about this client): the
   * code that encrypts could not be loaded or started. A source that can't be encrypted is reported with `mediaFailed`.
   */
  encryptionFailed: [error: HearthroomError, participantId: string | null];
  /** The session is over; emitted once. `message` is the host's text, if any. */
  disconnected: [reason: SessionCloseReason, message?: string];
}
