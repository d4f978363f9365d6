/** What the server tells an operator's backend by webhook. Opaque ids alone: what they stand for is asked over REST. */
import { type Static, Type } from 'typebox';

export const webhookTypes = [
  'room.opened',
  'room.live',
  'room.held',
  'room.ended',
  'seat.waiting',
  'seat.admitted',
  'seat.left',
  'seat.denied',
  'seat.removed',
  'host.absent',
  'help.raised',
  'agreement.accepted',
] as const;

export const WebhookEvent = Type.Object({
  id: Type.String({ description: 'The same in every delivery of this event' }),
  type: Type.Enum([...webhookTypes], { description: 'What happened' }),
  roomId: Type.String({ description: 'In which room' }),
  seatId: Type.Union([Type.String(), Type.Null()], { description: 'Whom it is about; null: the room' }),
  sequence: Type.Integer({ minimum: 1, description: "Counts the room's events without gaps" }),
  at: Type.String({ description: 'When it happened, ISO 8601, UTC' }),
});
export type WebhookEvent = Static<typeof WebhookEvent>;

const known: ReadonlySet<string> = new Set(webhookTypes);

export const isWebhookType = (type: string): type is WebhookEvent['type'] => known.has(type);
