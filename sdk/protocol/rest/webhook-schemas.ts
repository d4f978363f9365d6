/** What the server sends to an operator's backend by webhook. Contains only opaque ids; the REST API gives the rest. */
import { type Static, Type } from 'typebox';
import { SignedAuditCheckpoint } from './audit-schemas.ts';

/** Types of events about a room. */
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

/** An event of a room. */
export const RoomWebhookEvent = Type.Object({
  /** Id of the event, the same in every delivery. */
  id: Type.String({ description: 'Id of the event; the same in every delivery' }),
  /** What happened. */
  type: Type.Enum([...webhookTypes], { description: 'Type of the event' }),
  /** Id of the room. */
  roomId: Type.String({ description: 'Id of the room' }),
  /** Id of the seat that the event is about; null: it is about the room. */
  seatId: Type.Union([Type.String(), Type.Null()], {
    description: 'Id of the seat that the event is about; null: the event is about the room',
  }),
  /** Counts the events of the room without gaps. */
  sequence: Type.Integer({ minimum: 1, description: 'Number of the event in its room; without gaps' }),
  /** When it happened, in ISO 8601, UTC. */
  at: Type.String({ description: 'When it happened: ISO 8601, UTC' }),
});
export type RoomWebhookEvent = Static<typeof RoomWebhookEvent>;

/**
 * An event of the server: a signed checkpoint of its audit log, to be stored where those who run the server can't
 * change it.
 */
export const AuditCheckpointEvent = Type.Object({
  /** Id of the event, the same in every delivery. */
  id: Type.String({ description: 'Id of the event; the same in every delivery' }),
  /** What happened. */
  type: Type.Literal('audit.checkpoint', { description: 'Type of the event' }),
  /** Counts the checkpoints of the server without gaps. */
  sequence: Type.Integer({ minimum: 1, description: 'Number of the checkpoint; without gaps' }),
  /** When it was signed, in ISO 8601, UTC. */
  at: Type.String({ description: 'When it was signed: ISO 8601, UTC' }),
  ...SignedAuditCheckpoint.properties,
});
export type AuditCheckpointEvent = Static<typeof AuditCheckpointEvent>;

/** An event; `type` distinguishes the two kinds. */
export const WebhookEvent = Type.Union([RoomWebhookEvent, AuditCheckpointEvent]);
export type WebhookEvent = Static<typeof WebhookEvent>;

const known: ReadonlySet<string> = new Set(webhookTypes);

/** Whether this is a type of event about a room. */
export const isWebhookType = (type: string): type is RoomWebhookEvent['type'] => known.has(type);
