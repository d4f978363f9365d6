/** Evaluates the events about a room that a backend received. */
import type { RoomWebhookEvent } from '@hearthroom/sdk/webhooks';

export interface Deliveries {
  /** Events of the room, each counted once. */
  events: number;
  /** Sequence numbers between the first and the last that never arrived. */
  lost: number;
  /** Events that arrived after a later one. */
  disordered: number;
  /** Deliveries of an event that had arrived before. */
  repeated: number;
}

export function countDeliveries(received: readonly RoomWebhookEvent[], roomId: string): Deliveries {
  const ofRoom = received.filter((event) => event.roomId === roomId);
  const first = [...new Map(ofRoom.toReversed().map((event) => [event.id, event])).values()].reverse();
  const sequences = ofRoom.filter((event) => first.includes(event)).map(({ sequence }) => sequence);
  const last = Math.max(0, ...sequences);
  return {
    events: sequences.length,
    lost: last - new Set(sequences).size,
    disordered: sequences.filter((sequence, index) => sequence < Math.max(0, ...sequences.slice(0, index))).length,
    repeated: ofRoom.length - sequences.length,
  };
}
