/** How long everybody was there, as the owner of the room is told. */
import { type AttendanceRecord, attendanceOf, type RoomState } from './machine/index.ts';

export interface AttendanceRow extends AttendanceRecord {
  /** What the token says of the person; null when it has no label, when it wasn't asked for, and after the end. */
  label: string | null;
}

/** @param now for those who are there: the state itself is as old as the last thing that happened */
export function attendanceRows(state: RoomState, now: number, options: { labels: boolean }): AttendanceRow[] {
  const sinceMs = state.phase === 'ended' ? 0 : Math.max(now - state.now, 0);
  return attendanceOf(state).map((record) => ({
    ...record,
    presentMs: record.presentMs + (record.lastLeftAt === null ? sinceMs : 0),
    label: options.labels ? (state.seats[record.seatId]?.claims.label ?? null) : null,
  }));
}
