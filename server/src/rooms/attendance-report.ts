/** How long everybody was there, as reported to the owner of the room. */
import { type AttendanceRecord, attendanceOf, type RoomState } from './machine/index.ts';

export interface AttendanceRow extends AttendanceRecord {
  /**
   * The person's label in the token; null when there is none, when it wasn't requested, and after the room has ended.
   */
  label: string | null;
}

/** @param now for people who are present: the state is only as recent as the room's last event */
export function attendanceRows(state: RoomState, now: number, options: { labels: boolean }): AttendanceRow[] {
  const sinceMs = state.phase === 'ended' ? 0 : Math.max(now - state.now, 0);
  return attendanceOf(state).map((record) => ({
    ...record,
    presentMs: record.presentMs + (record.lastLeftAt === null ? sinceMs : 0),
    label: options.labels ? (state.seats[record.seatId]?.claims.label ?? null) : null,
  }));
}
