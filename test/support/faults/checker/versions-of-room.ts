/** Questions about the stored versions of one room. */
import type { RoomVersion } from './history.ts';

export const byRoom = <T extends { room: string }>(all: readonly T[]): [string, T[]][] => [
  ...Map.groupBy(all, ({ room }) => room),
];

/** The versions that were in force at some time between these two. */
export function versionsWithin(versions: readonly RoomVersion[], from: number, to: number): RoomVersion[] {
  return versions.filter(({ at }, index) => at <= to && (versions[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= from);
}

export interface Interval {
  from: number;
  to: number;
}

/** When a seat was in the session: admitted, or with its connection lost and its place kept. */
export function timesInside(versions: readonly RoomVersion[], seat: string): Interval[] {
  const times: Interval[] = [];
  let from: number | null = null;
  for (const { at, seats, phase } of versions) {
    const state = seats[seat]?.state;
    const isInside = (state === 'admitted' || state === 'suspended') && phase !== 'ended';
    if (isInside) from ??= at;
    else if (from !== null) {
      times.push({ from, to: at });
      from = null;
    }
  }
  if (from !== null) times.push({ from, to: Number.POSITIVE_INFINITY });
  return times;
}
