/** The timers of a room, as the room's shell sees them. */
import type { RoomState, Timer, TimerName } from '../../../server/src/rooms/machine/index.ts';

export interface NamedTimer extends Timer {
  name: TimerName;
}

/** Sorted by due time, earliest first. */
export function timersOf(state: RoomState): NamedTimer[] {
  const timers = Object.entries(state.timers) as [TimerName, Timer][];
  return timers.map(([name, timer]) => ({ name, ...timer })).sort((a, b) => a.dueAt - b.dueAt);
}

export function nextDue(state: RoomState, until: number): NamedTimer | null {
  return timersOf(state).find(({ dueAt }) => dueAt <= until) ?? null;
}
