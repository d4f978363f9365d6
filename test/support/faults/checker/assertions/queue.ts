/** People who go on waiting keep their order, in the stored state and as each host sees it. */
import type { ClientEvent, History, RoomVersion } from '../history.ts';
import { clockErrorMs } from '../limits.ts';
import { byRoom, versionsWithin } from '../versions-of-room.ts';

export function problemsOfQueue({ versions, events }: History): string[] {
  return byRoom(versions).flatMap(([room, ofRoom]) => {
    const lists = events.filter((event) => event.room === room && event.what === 'waiting-list');
    return [
      ...ofRoom.flatMap((version, index) => {
        const [before, after] = [queueOf(ofRoom[index - 1]), queueOf(version)];
        return swapped(before, after).map((pair) => `${room}: ${pair} changed places in revision ${version.revision}`);
      }),
      ...[...Map.groupBy(lists, ({ sub }) => sub).values()].flatMap((seen) => problemsOfHost(room, seen, ofRoom)),
    ];
  });
}

function queueOf(version: RoomVersion | undefined): string[] {
  return Object.entries(version?.seats ?? {})
    .filter(([, { state }]) => state === 'waiting')
    .sort(([a, one], [b, other]) => one.waitingSince - other.waitingSince || (a < b ? -1 : 1))
    .map(([id]) => id);
}

/** Pairs that are in both lists, in another order. */
function swapped(before: readonly string[], after: readonly string[]): string[] {
  const kept = before.filter((id) => after.includes(id));
  return kept.slice(1).flatMap((id, index) => {
    const former = kept[index];
    return former !== undefined && after.indexOf(id) < after.indexOf(former) ? [`${former} and ${id}`] : [];
  });
}

/** Without those who left the queue in between: they wait anew. */
function problemsOfHost(room: string, lists: readonly ClientEvent[], versions: readonly RoomVersion[]): string[] {
  return lists.flatMap(({ at, waiting = [] }, index) => {
    const before = lists[index - 1];
    if (!before) return [];
    const between = versionsWithin(versions, before.at - clockErrorMs, at + clockErrorMs);
    const stayed = (before.waiting ?? []).filter((id) => between.every(({ seats }) => seats[id]?.state === 'waiting'));
    return swapped(stayed, waiting).map((pair) => `${room}: a host saw ${pair} change places`);
  });
}
