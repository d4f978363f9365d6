/** The shapes that a frontend sees of a Session. */
import type { CloseReason } from '../protocol/codes.ts';
import type { WaitingEntry } from '../protocol/messages.ts';
import type { Phase, TrackSource } from '../protocol/room.ts';
import type { Environment } from './environment.ts';
import type { HearthroomError, HearthroomErrorCode } from './errors.ts';
import type { RemoteParticipant } from './participant.ts';
import type { ReconnectPolicy } from './reconnect.ts';
import type { RemoteTrack } from './remote-track.ts';

/**
 *     idle → connecting → waiting ⇄ joined → closed
 *                             ⇅        ⇅
 *                            reconnecting
 */
export type SessionState = 'idle' | 'connecting' | 'waiting' | 'joined' | 'reconnecting' | 'closed';

/** Why a session is over: the server's reason, or what kept this side from going on. */
export type SessionCloseReason = CloseReason | HearthroomErrorCode;

/** The room as far as this person may see it: while waiting the title, opening time and message, in the group the rest. */
export interface RoomView {
  title: string;
  phase?: Phase;
  locked?: boolean;
  waitingRoom?: boolean;
  /** Milliseconds since 1970-01-01 UTC, as all times here. */
  closesAt?: number | null;
  /** While `held`: when the absence policy acts. */
  heldUntil?: number | null;
  absencePolicy?: 'end' | 'return-to-waiting' | 'hand-over';
  leadId?: string | null;
  opensAt?: number | null;
  waitingMessage?: string;
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

export interface SessionOptions {
  /** Base address of the server, http(s): or ws(s):, with a path where it is behind one; `/v1/connect` is appended. */
  url: string;
  /** Asked at every connect and reconnect for a valid access token. */
  getToken: () => string | Promise<string>;
  reconnectPolicy?: ReconnectPolicy;
  /** After which an unanswered request is rejected with `request-timeout`; 10 s without it. */
  requestTimeoutMs?: number;
  /** Outside a browser: the parts of one that are missing. */
  environment?: Partial<Environment>;
}

export interface SessionEvents {
  stateChanged: [state: SessionState, reason?: string];
  participantConnected: [participant: RemoteParticipant];
  participantDisconnected: [participant: RemoteParticipant];
  participantUpdated: [participant: RemoteParticipant];
  trackSubscribed: [track: RemoteTrack, participant: RemoteParticipant];
  trackUnsubscribed: [track: RemoteTrack, participant: RemoteParticipant];
  /** Paused or going on, by its owner or a host. */
  trackUpdated: [track: RemoteTrack, participant: RemoteParticipant];
  /** Something about one's own device: on, off, muted (also by a host), another device. */
  localTrackUpdated: [source: TrackSource];
  activeSpeakersChanged: [speakers: ActiveSpeaker[]];
  waitingParticipantAdded: [entry: WaitingParticipant];
  waitingParticipantUpdated: [entry: WaitingParticipant];
  waitingParticipantRemoved: [entry: WaitingParticipant];
  messageToWaiting: [text: string];
  askedToUnmute: [source: 'microphone' | 'camera'];
  mutedByHost: [source: TrackSource];
  /** Put back into the waiting room, with the host's text if there is one. */
  sentToWait: [reason: string | undefined];
  /** Also when one's own name, role or grants changed. */
  roomUpdated: [room: RoomView];
  /** The browser plays no sound before the person touches the page: call `startAudio` in a click. */
  audioPlaybackBlocked: [];
  /** Media that was to work on its own (publishing after an admission, receiving) did not; the session goes on. */
  mediaFailed: [error: HearthroomError, source: TrackSource | null];
  /** It is over; `message` is the host's text if there is one. */
  disconnected: [reason: SessionCloseReason, message?: string];
}
