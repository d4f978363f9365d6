/**
 * The messages of hearthroom.v1 as schemas: what a client may ask (`requests`) and what the server tells (`notifications`),
 * put together from one file for each topic. Types are derived from them; the server validates every request with them before
 * dispatch. PROTOCOL.md says what each means.
 *
 * Others import from here, never from a topic's file. Who may import whom: typebox belongs to the files with schemas (the topics,
 * fields, views, room, rtp, token, rest, one-off, webhooks), never to codes.ts, envelope.ts and rpc.ts, which browsers load;
 * sdk/src imports types alone from here, so that no validator reaches a browser. biome.json holds the table.
 */
import type { Static } from 'typebox';
import { oneOffs } from '../schemas/one-off.ts';
import { connectionNotifications, connectionRequests } from './connection-messages.ts';
import { groupWorkRequests } from './group-work-messages.ts';
import { mediaNotifications, mediaRequests } from './media-messages.ts';
import { roomNotifications, roomRequests } from './room-messages.ts';
import { talkNotifications, talkRequests } from './talk-messages.ts';
import { waitingNotifications, waitingRequests } from './waiting-messages.ts';

export * from '../schemas/view-schemas.ts';
export { ConnectionQuality, ConsumerDescription, IceServer, OwnTrack } from './media-messages.ts';
export { ChatMessage } from './talk-messages.ts';

export const requests = {
  ...connectionRequests,
  ...mediaRequests,
  ...waitingRequests,
  ...roomRequests,
  ...talkRequests,
  ...groupWorkRequests,
} as const;

export type Method = keyof typeof requests;
export type Params<M extends Method> = Static<(typeof requests)[M]['params']>;
export type Result<M extends Method> = Static<(typeof requests)[M]['result']>;

export const notifications = {
  ...connectionNotifications,
  ...roomNotifications,
  ...waitingNotifications,
  ...oneOffs,
  ...talkNotifications,
  ...mediaNotifications,
} as const;

export type NotificationMethod = keyof typeof notifications;
export type NotificationParams<N extends NotificationMethod> = Static<(typeof notifications)[N]>;

/** One notification before it gets its sequence number, as a union that narrows on `method`. */
export type Notification = {
  [N in NotificationMethod]: { method: N; params: NotificationParams<N> };
}[NotificationMethod];
