/**
 * Types what the server sends. The browser has no schema validator: the application chose the server, so its frames are
 * trusted once they have the form of this protocol and the members that are read here. This file is the only place with
 * that assumption; all code behind it is typed.
 */
import { type CloseReason, closeCodes } from '../../protocol/codes.ts';
import type {
  Method,
  Notification,
  NotificationMethod,
  NotificationParams,
  Params,
  Result,
} from '../../protocol/messages/messages.ts';

/** Sends a request. Rejects with HearthroomError. */
export type Request = <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>;

/** The members that each notification must have. The type makes the table complete and its names correct. */
const notificationMembers: { [N in NotificationMethod]: readonly (keyof NotificationParams<N>)[] } = {
  hello: ['routerRtpCapabilities'],
  snapshotReplaced: ['snapshot'],
  selfUpdated: ['self'],
  roomUpdated: ['room'],
  participantJoined: ['participant'],
  participantUpdated: ['participant'],
  participantLeft: ['participantId'],
  waitingAdded: ['entry'],
  waitingUpdated: ['entry'],
  waitingRemoved: ['participantId', 'epoch'],
  messageToWaiting: ['text'],
  askedToUnmute: ['source'],
  chatReceived: ['message'],
  reactionReceived: ['participantId', 'reaction'],
  hostMessage: ['kind', 'text'],
  helpClosed: [],
  previewText: ['text'],
  endWarning: ['minutesLeft'],
  trackMuted: ['trackId', 'source'],
  wantedLayersChanged: ['trackId', 'spatialLayer'],
  consumersAdded: ['consumers'],
  consumerUpdated: ['consumerId', 'paused'],
  consumersClosed: ['consumerIds'],
  activeSpeakersChanged: ['speakers'],
  connectionQualityChanged: ['participants'],
  mediaDegradationChanged: ['degradation'],
  mediaReset: [],
  keysReceived: ['participantId', 'keyEpoch', 'audienceHash', 'key'],
  keysAcknowledged: ['participantId', 'keyEpoch'],
  keysRequested: ['participantId'],
  clockStepped: ['serverTime'],
  closing: ['code'],
};

/** The members of the results that are read; the other results have no content. */
const resultMembers: { [M in Method]?: readonly (keyof Result<M>)[] } = {
  authenticate: ['snapshot', 'resumeSecret', 'routerRtpCapabilities', 'iceServers', 'heartbeatIntervalMs', 'chat'],
  openMedia: ['send', 'receive', 'iceServers'],
  restartIce: ['iceParameters', 'iceServers'],
  publishTrack: ['trackId'],
  admitAll: ['admitted', 'skipped'],
  beginPreflight: ['iceServers', 'endsInMs'],
  openPreflightTransport: ['transport'],
  echoTrack: ['consumerId', 'trackId', 'rtpParameters'],
};

const hasMembers = (value: unknown, members: readonly PropertyKey[]): boolean =>
  typeof value === 'object' && value !== null && members.every((member) => member in value);

/** False for notifications that this version doesn't know: newer servers may send more, which is ignored. */
export function isNotification(frame: { method: string; params: unknown }): frame is Notification {
  const members: Readonly<Record<string, readonly PropertyKey[]>> = notificationMembers;
  return Object.hasOwn(members, frame.method) && hasMembers(frame.params, members[frame.method] ?? []);
}

export function isResult<M extends Method>(method: M, value: unknown): value is Result<M> {
  const members: readonly PropertyKey[] = resultMembers[method] ?? [];
  return hasMembers(value, members);
}

/** The server's time in a result, if there is one. */
export function serverTimeOf(result: unknown): unknown {
  return hasMembers(result, ['serverTime']) ? Object(result).serverTime : undefined;
}

export function isCloseReason(code: string): code is CloseReason {
  return Object.hasOwn(closeCodes, code);
}
