import type { ConnectionQuality, Place } from '../../../protocol/messages/messages.ts';
import type { Reaction, Role, TrackSource } from '../../../protocol/schemas/room-schemas.ts';
import type { HearthroomError } from '../../core/hearthroom-error.ts';
import type { MicrophoneEcho } from '../../echo/echo-watch.ts';
import type { DeviceInterruption, DeviceRestoration } from '../../local/device-loss.ts';
import type { LocalParticipant } from '../../local/local-participant.ts';
import type { RemoteParticipant } from '../../people/participant.ts';
import type { RemoteTrack } from '../../people/remote-track.ts';
import type { CheckIn, RoomView } from './room-view.ts';
import type {
  ActiveSpeaker,
  ChatMessage,
  MediaDegradation,
  SessionCloseReason,
  SessionState,
  WaitingParticipant,
} from './session-types.ts';

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
