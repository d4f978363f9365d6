/** The webhook events of changes, as receivers get them. */
import { isWebhookType, type RoomWebhookEvent, type SeriesWebhookEvent } from '@hearthroom/sdk/protocol';
import type { Change } from '../../core/events/domain-events.ts';
import { newId } from '../../core/secrets/random.ts';
import type { SeriesEvent } from '../../series/ports.ts';

/** @returns null for a change that webhooks don't report; otherwise the event, except for its sequence number */
export function webhookEventOf({ what, roomId, seatId, at }: Change): Omit<RoomWebhookEvent, 'sequence'> | null {
  // For receivers, somebody whose lease is over has left.
  const type = what === 'seat.expired' ? 'seat.left' : what;
  if (roomId === null || !isWebhookType(type)) return null;
  return { id: newId('e'), type, roomId, seatId, at: new Date(at).toISOString() };
}

export function seriesWebhookOf(event: SeriesEvent, sequence: number): SeriesWebhookEvent {
  const [id, at] = [newId('e'), new Date(event.at).toISOString()];
  if (event.type === 'series.changed') return { id, ...event, sequence, at };
  const [startsAt, endsAt] = [new Date(event.startsAt).toISOString(), new Date(event.endsAt).toISOString()];
  return { id, ...event, startsAt, endsAt, sequence, at };
}

/** A day of events of a busy clinic, about 20 MB: if the backend is down for longer, events must not fill the disk. */
export const maxWaitingEvents = 100_000;
/** The stream of checkpoints, which has an order of its own, like the events of a room. Used instead of a room id. */
export const checkpointStream = '';
