/** @hearthroom/sdk: group sessions in a browser. Start at Session; everything that may be used is named here. */
export type { CloseReason, ErrorCode } from '../protocol/codes.ts';
export type {
  AgreementView,
  Breakout,
  BreakoutGroup,
  ChatMessage,
  CircleOpening,
  ConnectionQuality,
  ConsentQuestion,
  Departure,
  GoRound,
  HelpRequest,
  Meeting,
  Place,
  TherapistAway,
  TurnUndo,
  WaitReason,
} from '../protocol/messages.ts';
export type { Grants, MediaKind, Phase, Reaction, Role, TrackSource } from '../protocol/room.ts';
export type { Attachable } from './attachable.ts';
export type { Chat } from './chat.ts';
export { type DeviceInfo, listDevices, onDevicesChanged, openDevice, openScreen } from './devices.ts';
export type { Environment, SessionStorageLike } from './environment.ts';
export { HearthroomError, type HearthroomErrorCode } from './errors.ts';
export type { DeviceInterruption, DeviceRestoration } from './local/device-loss.ts';
export type { DeviceOptions } from './local/local-device.ts';
export type { LocalParticipant } from './local-participant.ts';
export type { LocalTrack } from './local-track.ts';
export type { MediaServerAddress } from './media/media-outage.ts';
export type { MediaOutage } from './media/session-media.ts';
export type { RemoteParticipant } from './participant.ts';
export { createReconnectPolicy, type ReconnectPolicy } from './reconnect.ts';
export type { RemoteTrack } from './remote-track.ts';
export { Session } from './session.ts';
export type {
  ActiveSpeaker,
  BreakoutOptions,
  GoRoundOptions,
  RoomView,
  SessionCloseReason,
  SessionEvents,
  SessionOptions,
  SessionState,
  WaitingParticipant,
  WaitingReference,
} from './session-types.ts';
export type { Fault, SimulateOptions } from './simulate.ts';
export { splitIntoGroups } from './split-into-groups.ts';
export { onTripleEscape } from './triple-escape.ts';
