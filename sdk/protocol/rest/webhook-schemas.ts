/** What the server tells an operator's backend by webhook. Opaque ids alone: what they stand for is asked over REST. */
import { type Static, Type } from 'typebox';
import { SignedAuditCheckpoint } from './audit-schemas.ts';

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

/** Of a room. */
export const RoomWebhookEvent = Type.Object({
  id: Type.String({ description: 'The same in every delivery of this event' }),
  type: Type.Enum([...webhookTypes], { description: 'What happened' }),
  roomId: Type.String({ description: 'In which room' }),
  seatId: Type.Union([Type.String(), Type.Null()], { description: 'Whom it is about; null: the room' }),
  sequence: Type.Integer({ minimum: 1, description: "Counts the room's events without gaps" }),
  at: Type.String({ description: 'When it happened, ISO 8601, UTC' }),
});
export type RoomWebhookEvent = Static<typeof RoomWebhookEvent>;

/** Of the server: a signed checkpoint of its audit log, to be kept where those who run the server can't change it. */
export const AuditCheckpointEvent = Type.Object({
  id: Type.String({ description: 'The same in every delivery of this event' }),
  type: Type.Literal('audit.checkpoint', { description: 'What happened' }),
  sequence: Type.Integer({ minimum: 1, description: "Counts the server's checkpoints without gaps" }),
  at: Type.String({ description: 'When it was signed, ISO 8601, UTC' }),
  ...SignedAuditCheckpoint.properties,
});
export type AuditCheckpointEvent = Static<typeof AuditCheckpointEvent>;

/** `type` tells which. */
export const WebhookEvent = Type.Union([RoomWebhookEvent, AuditCheckpointEvent]);
export type WebhookEvent = Static<typeof WebhookEvent>;

const known: ReadonlySet<string> = new Set(webhookTypes);

export const isWebhookType = (type: string): type is RoomWebhookEvent['type'] => known.has(type);
