/**
 * @hearthroom/sdk: group sessions in a browser. Start with `Session`. Everything that an application may use is
 *   exported here.
 */
export type { CloseReason, ErrorCode } from '../protocol/codes.ts';
export type {
  AgreementView,
  Breakout,
  BreakoutGroup,
  CheckInQuestion,
  CheckInScale,
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
  WaitReason,
} from '../protocol/messages/messages.ts';
export type { Grants, MediaKind, Phase, Reaction, Role, TrackSource } from '../protocol/schemas/room-schemas.ts';
export { createReconnectPolicy, type ReconnectPolicy } from './connection/reconnect.ts';
export type { SessionOptions } from './connection/session-options.ts';
export type { Attachable } from './core/attachable.ts';
export type { Environment, SessionStorageLike } from './core/environment.ts';
export { HearthroomError, type HearthroomErrorCode } from './core/hearthroom-error.ts';
export type { EncryptionProblem } from './e2ee/session/problems.ts';
export type { MicrophoneEcho } from './echo/echo-watch.ts';
export type { DeviceInterruption, DeviceRestoration } from './local/device-loss.ts';
export type { DeviceOptions, ScreenOptions } from './local/device-options.ts';
export { type DeviceInfo, listDevices, onDevicesChanged, openDevice, openScreen } from './local/devices.ts';
export type { LocalParticipant } from './local/local-participant.ts';
export type { LocalTrack } from './local/local-track.ts';
export type { AudioMode, CameraBackground } from './local/opened-track.ts';
export type { MediaOutage, MediaServerAddress } from './media/connection/media-server-address.ts';
export type { RemoteParticipant } from './people/participant.ts';
export type { RemoteTrack } from './people/remote-track.ts';
export type { PreflightCode, PreflightVerdict } from './preflight/preflight-codes.ts';
export type {
  PreflightLine,
  PreflightOptions,
  PreflightPart,
  PreflightPath,
  PreflightPathName,
  PreflightProgress,
  PreflightReport,
  PreflightResult,
} from './preflight/preflight-types.ts';
export { runPreflight } from './run-preflight.ts';
export type { HostRequests } from './session/host-requests.ts';
export { Session } from './session/session.ts';
export type { Chat } from './session/session-chat.ts';
export type { Fault, SimulateOptions } from './session/simulate.ts';
export type { CheckIn, CheckInAnswer, HelpRequest, RoomView } from './session/types/room-view.ts';
export type { EncryptionInterruption, SessionEncryption } from './session/types/session-encryption.ts';
export type { SessionEvents } from './session/types/session-events.ts';
export type {
  ActiveSpeaker,
  BreakoutOptions,
  ChatMessage,
  GoRoundOptions,
  MediaDegradation,
  SessionCloseReason,
  SessionState,
  WaitingParticipant,
  WaitingReference,
} from './session/types/session-types.ts';
export { splitIntoGroups } from './split-into-groups.ts';
export { onTripleEscape } from './triple-escape.ts';
