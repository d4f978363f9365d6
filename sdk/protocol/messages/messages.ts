/**
 * The messages of hearthroom.v1 as schemas: what clients may request (`requests`) and what the server sends
 * (`notifications`), combined from one file for each topic. Types are derived from the schemas; the server validates
 * every request before dispatch. PROTOCOL.md describes the messages.
 *
 * Other files import from here, not from the files of a topic. Only files with schemas import typebox (`messages`,
 * `schemas` and `rest`); codes.ts, envelope.ts and rpc.ts, which browsers load, do not. sdk/src imports only types from
 * here, so that no validator is part of a browser bundle. .dependency-cruiser.cjs checks this.
 */
import type { Static } from 'typebox';
import { oneOffs } from '../schemas/one-off.ts';
import { checkInRequests } from './check-in-messages.ts';
import { connectionNotifications, connectionRequests } from './connection-messages.ts';
import { encryptionNotifications, encryptionRequests } from './encryption-messages.ts';
import { groupWorkRequests } from './group-work-messages.ts';
import { mediaNotifications, mediaRequests } from './media-messages.ts';
import { preflightRequests } from './preflight-messages.ts';
import { roomNotifications, roomRequests } from './room-messages.ts';
import { talkNotifications, talkRequests } from './talk-messages.ts';
import { waitingNotifications, waitingRequests } from './waiting-messages.ts';

export * from '../schemas/check-in-schemas.ts';
export { PublicIdentity, ReceivedSealedText, SealedText } from '../schemas/encryption-schemas.ts';
export * from '../schemas/group-work-schemas.ts';
export {
  ConsentQuestion,
  Departure,
  HelpRequest,
  LastHold,
  Meeting,
  Participant,
  Place,
  TherapistAway,
  WaitingEntry,
  WaitReason,
} from '../schemas/person-schemas.ts';
export * from '../schemas/view-schemas.ts';
export {
  ConnectionQuality,
  ConsumerDescription,
  IceServer,
  MediaDegradation,
  OwnTrack,
  ShownVideos,
} from './media-messages.ts';
export { ChatMessage } from './talk-messages.ts';

/** The schemas of each request: `params` and `result`. */
export const requests = {
  ...connectionRequests,
  ...mediaRequests,
  ...waitingRequests,
  ...roomRequests,
  ...talkRequests,
  ...groupWorkRequests,
  ...checkInRequests,
  ...encryptionRequests,
  ...preflightRequests,
} as const;

/** Name of a request. */
export type Method = keyof typeof requests;
/** Name of a request of a preflight, which a connection with a seat does not have. */
export type PreflightMethod = keyof typeof preflightRequests;
/** Parameters of a request. */
export type Params<M extends Method> = Static<(typeof requests)[M]['params']>;
/** Result of a request. */
export type Result<M extends Method> = Static<(typeof requests)[M]['result']>;

/** The schema of each notification's parameters. */
export const notifications = {
  ...connectionNotifications,
  ...roomNotifications,
  ...waitingNotifications,
  ...oneOffs,
  ...talkNotifications,
  ...mediaNotifications,
  ...encryptionNotifications,
} as const;

/** Name of a notification. */
export type NotificationMethod = keyof typeof notifications;
/** Parameters of a notification. */
export type NotificationParams<N extends NotificationMethod> = Static<(typeof notifications)[N]>;

/** A notification without its sequence number, as a union that narrows on `method`. */
export type Notification = {
  [N in NotificationMethod]: { method: N; params: NotificationParams<N> };
}[NotificationMethod];
