/** The shapes that a frontend sees of a Session. */
import type { CloseReason } from '../protocol/codes.ts';
import type {
  AgreementView,
  Breakout,
  ChatMessage,
  CircleOpening,
  ConnectionQuality,
  ConsentQuestion,
  Departure,
  ExtensionUndo,
  GoRound,
  HelpRequest,
  Meeting,
  Place,
  TherapistAway,
  TurnUndo,
  WaitingEntry,
  WaitReason,
} from '../protocol/messages/messages.ts';
import type { Phase, Reaction, Role, TrackSource } from '../protocol/schemas/room-schemas.ts';
import type { HearthroomError, HearthroomErrorCode } from './core/hearthroom-error.ts';
import type { DeviceInterruption, DeviceRestoration } from './local/device-loss.ts';
import type { LocalParticipant } from './local/local-participant.ts';
import type { RemoteParticipant } from './people/participant.ts';
import type { RemoteTrack } from './people/remote-track.ts';

/**
 *     idle → connecting → waiting ⇄ joined → closed
 *                             ⇅        ⇅
 *                            reconnecting
 */
export type SessionState = 'idle' | 'connecting' | 'waiting' | 'joined' | 'reconnecting' | 'closed';

/** Why a session is over: the server's reason, or what kept this side from going on. */
export type SessionCloseReason = CloseReason | HearthroomErrorCode;

/**
 * The room as far as this person may see it: while waiting the title, opening time, message and agreement; in the group
 * the rest. What is optional here is there once the session is joined, but for `opensAt` and `waitingMessage`.
 */
export interface RoomView {
  title: string;
  /** The server cannot record. */
  recording: 'never';
  /** Null: the room has none. */
  agreement: AgreementView | null;
  opensAt?: number | null;
  waitingMessage?: string;
  /** Why one waits again after having been inside; absent for who came by themselves. */
  waitsBecause?: WaitReason;
  /** A host would like to speak with somebody alone: told to both, before they see and hear each other. Absent: nobody would. */
  meeting?: Meeting;

  phase?: Phase;
  locked?: boolean;
  waitingRoom?: boolean;
  /** When the session ends. Milliseconds since 1970-01-01 UTC, as all times here; null: no end is set. */
  endsAt?: number | null;
  /** For holders of `canExtend`: the last extension may be taken back until then. */
  extensionUndo?: ExtensionUndo;
  /** `closed`: clients see and hear only the hosts until a host opens the circle. */
  circle?: 'open' | 'closed';
  /** When the circle opens, and how many people see and hear each other then. Absent: nobody has said so. */
  circleOpening?: CircleOpening;
  /** Clients may write to one another. */
  privateChat?: boolean;
  chatHistory?: 'none' | 'session';
  /** Ids of those with a raised hand, the first first. */
  hands?: string[];
  spotlightId?: string | null;
  goRound?: GoRound | null;
  /** For holders of `canModerate`: the last step of the go-round may be undone until then. */
  turnUndo?: TurnUndo;
  /** Hosts see all groups; others their own alone. */
  breakout?: Breakout | null;
  /** Observers who would like to come in. */
  consents?: ConsentQuestion[];
  /** Hosts see all requests; a client their own. */
  help?: HelpRequest[];
  /** For hosts: who left and is not back, until this host marks it as seen. */
  departures?: Departure[];
  /** True while `held` and no media passes, as in most rooms: nobody sees or hears anybody. */
  mediaPaused?: boolean;
  /** While `held`: when the absence policy acts. */
  heldUntil?: number | null;
  absencePolicy?: 'end' | 'return-to-waiting' | 'hand-over';
  /** Who leads: the therapist, or the host to whom the lead is lent. Null while that one is not in the group. */
  leadId?: string | null;
  /** The therapist is away and another host leads, who may end the session until the therapist is back. */
  leadIsLent?: boolean;
  /** For hosts: no therapist is in the session, after one was; null: one is, or none was yet. */
  therapistAway?: TherapistAway | null;
}

/** Somebody who waits, as hosts see them. `epoch` numbers the wait: to admit is to admit this wait and no later one. */
export type WaitingParticipant = WaitingEntry;

/** Names one wait of one person; a WaitingParticipant is one. */
export interface WaitingReference {
  id: string;
  epoch: number;
}

export interface ActiveSpeaker {
  participantId: string;
  /** RFC 6464: from -127 (silence) to 0. */
  levelDb: number;
}

export interface GoRoundOptions {
  /** Participant ids; without it everybody inside but observers, in the order of their seats. */
  order?: string[];
  /** From 10 to 3,600; without it turns have no time. */
  secondsPerPerson?: number;
  /** The others' microphones are muted when a turn begins; they may unmute themselves. */
  muteOthers?: boolean;
}

/** Groups by hand, or clients put together at random in pairs or threes. */
export type BreakoutOptions =
  | { groups: { name: string; participantIds: string[] }[]; seconds?: number }
  | {
      size: 2 | 3;
      /** From 30 to 7,200; without it the groups last until they are called back. */
      seconds?: number;
      /** Of the groups, in order; those without one are called by their number. */
      names?: string[];
    };

export interface SessionEvents {
  stateChanged: [state: SessionState, reason?: string];
  participantConnected: [participant: RemoteParticipant];
  participantDisconnected: [participant: RemoteParticipant];
  participantUpdated: [participant: RemoteParticipant];
  trackSubscribed: [track: RemoteTrack, participant: RemoteParticipant];
  trackUnsubscribed: [track: RemoteTrack, participant: RemoteParticipant];
  /** Paused or going on, by its owner or a host; received or not, by one's own `setVideoReception`. */
  trackUpdated: [track: RemoteTrack, participant: RemoteParticipant];
  /** Something about one's own device: starting, on, off, muted (also by a host or the system), another device. */
  localTrackUpdated: [source: TrackSource];
  /**
   * One's own microphone or camera that was on stopped giving sound or picture, without the person's doing: tell them. With `system-muted` it
   * comes back by itself. After the other reasons a camera is off, and no other one is opened in its place; for a microphone another
   * one is opened, unless its permission was revoked.
   */
  deviceInterrupted: [source: 'microphone' | 'camera', reason: DeviceInterruption, deviceId: string];
  /** It is back: unmuted by the system, or (a microphone) with another device in its place. */
  deviceRestored: [source: 'microphone' | 'camera', how: DeviceRestoration];
  activeSpeakersChanged: [speakers: ActiveSpeaker[]];
  /** Of somebody or oneself, once it has lasted: `weak` when much of their media is missing, `lost` when nothing comes. */
  connectionQualityChanged: [participant: RemoteParticipant | LocalParticipant, quality: ConnectionQuality];
  waitingParticipantAdded: [entry: WaitingParticipant];
  waitingParticipantUpdated: [entry: WaitingParticipant];
  waitingParticipantRemoved: [entry: WaitingParticipant];
  /** To oneself, who waits: what its writer is (never a name; none for an administrator), and whether others who wait read it too. */
  messageToWaiting: [text: string, about: { from?: Role; alone?: true }];
  askedToUnmute: [source: 'microphone' | 'camera'];
  /** Not told of what its owner had muted already. */
  mutedByHost: [source: TrackSource];
  /** Put back into the waiting room, with the host's text if there is one. */
  sentToWait: [reason: string | undefined];
  /** Also when one's own name, role, grants or place changed. */
  roomUpdated: [room: RoomView];
  /** One's own: to a preview, side room or breakout group, and back to the group. */
  placeChanged: [place: Place];
  /**
   * An identity check with this person began or is over, told to both sides. They are not one of `participants`, but their
   * tracks come by `trackSubscribed`. To the one who waits the host is an id alone: the name is '', and the role
   * (`therapist`) says no more than that it is a host.
   */
  previewOpened: [participant: RemoteParticipant];
  previewClosed: [participant: RemoteParticipant];
  /** What the other one wrote in the preview. */
  previewText: [text: string];
  /** One's own as well, and those that were missed while the connection was lost. */
  chatReceived: [message: ChatMessage];
  reactionReceived: [participantId: string, reaction: Reaction];
  /** A host's words: the private answer to one's help request, or to all breakout groups. */
  hostMessage: [kind: 'help' | 'breakout', text: string];
  /** A host has closed one's own help request. */
  helpClosed: [];
  /** The session ends in so many minutes. */
  endWarning: [minutesLeft: number];
  /** The browser plays no sound before the person touches the page: call `startAudio` in a click. */
  audioPlaybackBlocked: [];
  /**
   * Media that was to work on its own (publishing after an admission, receiving) did not; the session goes on. With `capacity` the
   * server has no room for more media now: it is tried again every few seconds, and told each time. With `media-unreachable` nothing
   * gets through to the server at all, also while waiting: told once, with the addresses in the error's message; it is tried again until
   * `mediaRestored`, and meanwhile `session.mediaOutage` is set.
   */
  mediaFailed: [error: HearthroomError, source: TrackSource | null];
  /** Media gets through again, after `mediaFailed` with `media-unreachable`. */
  mediaRestored: [];
  /** It is over; `message` is the host's text if there is one. */
  disconnected: [reason: SessionCloseReason, message?: string];
}
