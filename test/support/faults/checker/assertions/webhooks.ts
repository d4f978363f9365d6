/** Events are stored with consecutive numbers, and arrive in that order. An event may arrive several times. */
import type { History, WebhookNumber } from '../history.ts';
import { byRoom } from '../versions-of-room.ts';

export function problemsOfWebhooks({ versions, webhooks }: History): string[] {
  return [
    ...byRoom(webhooks.stored).flatMap(([room, all]) => gapsIn(room, all, 'stored')),
    ...byRoom(webhooks.received).flatMap(([room, all]) => gapsIn(room, firstTimes(all), 'received')),
    ...byRoom(webhooks.stored).flatMap(([room, all]) => {
      const last = versions.findLast((version) => version.room === room);
      const stored = all.at(-1)?.sequence ?? 0;
      return !last || last.lastEvent === stored ? [] : [`${room}: webhook ${last.lastEvent} is not stored`];
    }),
  ];
}

function gapsIn(room: string, numbers: readonly WebhookNumber[], how: string): string[] {
  return numbers.flatMap(({ sequence }, index) => {
    // The server's own began before there were rooms to record.
    const before = numbers[index - 1]?.sequence ?? (room === '' ? sequence - 1 : 0);
    return sequence === before + 1 ? [] : [`${room || 'server'}: webhook ${sequence} was ${how} after ${before}`];
  });
}

function firstTimes(numbers: readonly WebhookNumber[]): WebhookNumber[] {
  const seen = new Set<number>();
  return numbers.filter(({ sequence }) => !seen.has(sequence) && seen.add(sequence));
}
