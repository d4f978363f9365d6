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

const ofSeries = {
  /** Id of the event, the same in every delivery. */
  id: Type.String({ description: 'Id of the event; the same in every delivery' }),
  /** Id of the series. */
  seriesId: Type.String({ description: 'Id of the series' }),
  /** Ids of members: those whom the event concerns. */
  members: Type.Array(Type.String(), { description: 'Ids of the members whom the event concerns' }),
  /** Counts the events of the series without gaps. */
  sequence: Type.Integer({ minimum: 1, description: 'Number of the event in its series; without gaps' }),
  /** When it happened, in ISO 8601, UTC. */
  at: Type.String({ description: 'When it happened: ISO 8601, UTC' }),
};

/** The calendar files of these members have changed: they are new, or the series is another one for them, or they left. */
export const SeriesChangedEvent = Type.Object({
  ...ofSeries,
  /** What happened. */
  type: Type.Literal('series.changed', { description: 'Type of the event' }),
});
export type SeriesChangedEvent = Static<typeof SeriesChangedEvent>;

/** A session of a series starts soon, `reminderMinutes` of the series before. */
export const SessionUpcomingEvent = Type.Object({
  ...ofSeries,
  /** What happened. */
  type: Type.Literal('session.upcoming', { description: 'Type of the event' }),
  /** Id of the occurrence in its series. */
  occurrence: Type.String({ description: 'Id of the occurrence in its series' }),
  /** Id of its room. */
  roomId: Type.String({ description: 'Id of its room' }),
  /** When the session starts, in ISO 8601, UTC. */
  startsAt: Type.String({ description: 'When the session starts: ISO 8601, UTC' }),
  /** When the session ends, in ISO 8601, UTC. */
  endsAt: Type.String({ description: 'When the session ends: ISO 8601, UTC' }),
});
export type SessionUpcomingEvent = Static<typeof SessionUpcomingEvent>;

/** An event of a series. */
export const SeriesWebhookEvent = Type.Union([SeriesChangedEvent, SessionUpcomingEvent]);
export type SeriesWebhookEvent = Static<typeof SeriesWebhookEvent>;
/** Types of events about a series. */
export const seriesWebhookTypes = ['series.changed', 'session.upcoming'] as const;

/** An event; `type` distinguishes the kinds. */
export const WebhookEvent = Type.Union([
  RoomWebhookEvent,
  AuditCheckpointEvent,
  SeriesChangedEvent,
  SessionUpcomingEvent,
]);
export type WebhookEvent = Static<typeof WebhookEvent>;

const known: ReadonlySet<string> = new Set(webhookTypes);

/** Whether this is a type of event about a room. */
export const isWebhookType = (type: string): type is RoomWebhookEvent['type'] => known.has(type);
