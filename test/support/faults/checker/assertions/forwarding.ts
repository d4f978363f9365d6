/** Two nodes don't forward for one room at the same time, but for the time that a takeover may take. */
import type { Forwarding, History } from '../history.ts';
import { forwardingOverlapMs } from '../limits.ts';

export function problemsOfForwarding({ forwarding }: History): string[] {
  return [...Map.groupBy(forwarding, ({ room }) => room ?? '')].flatMap(([room, all]) =>
    all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => problemOf(room, one, other))),
  );
}

function problemOf(room: string, one: Forwarding, other: Forwarding): string[] {
  const overlapMs = Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs);
  if (one.node === other.node || overlapMs <= forwardingOverlapMs) return [];
  return [`${room || 'the room'}: ${one.node} and ${other.node} forwarded for ${Math.round(overlapMs)} ms at once`];
}
