/**
 * What a server sends, as the protocol's types. A browser gets no schema validator: the server is the one that the page's
 * owner chose, so its frames are believed once they are of this protocol and have the members that are read here.
 * This file is the one place where that belief is spelled out; everything behind it is typed.
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

/** Asks the server. Rejects with HearthroomError. */
export type Request = <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>;

/** The members that each notification must have. The type keeps the table complete and its names right. */
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
  mediaReset: [],
  clockStepped: ['serverTime'],
  closing: ['code'],
};

/** The members of the answers that are read; every other answer says no more than that it was done. */
const resultMembers: { [M in Method]?: readonly (keyof Result<M>)[] } = {
  authenticate: ['snapshot', 'resumeSecret', 'routerRtpCapabilities', 'iceServers', 'heartbeatIntervalMs', 'chat'],
  openMedia: ['send', 'receive', 'iceServers'],
  restartIce: ['iceParameters', 'iceServers'],
  publishTrack: ['trackId'],
  admitAll: ['admitted', 'skipped'],
};

const hasMembers = (value: unknown, members: readonly PropertyKey[]): boolean =>
  typeof value === 'object' && value !== null && members.every((member) => member in value);

/** False for what this version doesn't know: newer servers may tell more, and it is to be ignored. */
export function isNotification(frame: { method: string; params: unknown }): frame is Notification {
  const members: Readonly<Record<string, readonly PropertyKey[]>> = notificationMembers;
  return Object.hasOwn(members, frame.method) && hasMembers(frame.params, members[frame.method] ?? []);
}

export function isResult<M extends Method>(method: M, value: unknown): value is Result<M> {
  const members: readonly PropertyKey[] = resultMembers[method] ?? [];
  return hasMembers(value, members);
}

/** The server's time in an answer that tells it. */
export function serverTimeOf(result: unknown): unknown {
  return hasMembers(result, ['serverTime']) ? Object(result).serverTime : undefined;
}

export function isCloseReason(code: string): code is CloseReason {
  return Object.hasOwn(closeCodes, code);
}
