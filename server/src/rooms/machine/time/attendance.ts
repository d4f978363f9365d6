/** How long everybody was admitted and connected. */
import type { Draft } from '../model/draft.ts';
import { seatsOf } from '../model/state.ts';
import type { AttendanceRecord, RoomState, Seat } from '../model/types.ts';
import { endsAtOf } from './ending.ts';

/** Opens and closes intervals of presence, whatever event caused the change. */
export function settleAttendance(draft: Draft): void {
  for (const seat of seatsOf(draft.state)) {
    const { attendance } = seat;
    if (seat.state !== 'admitted') {
      closeStretch(seat, draft.now);
    } else if (attendance.presentSince === null) {
      attendance.presentSince = draft.now;
      attendance.firstAdmittedAt ??= draft.now;
    }
  }
}

/**
 * The time of a crash is unknown. A person who was present counts as present until the restart, or until the end of the
 * session if earlier.
 */
export function closeByRestart(draft: Draft): void {
  const until = Math.min(draft.now, endsAtOf(draft.state) ?? draft.now);
  for (const seat of seatsOf(draft.state)) closeStretch(seat, until);
}

/**
 * If the clock went back meanwhile, `lastLeftAt` is calculated from `firstAdmittedAt`, so that it is never before it.
 */
function closeStretch({ attendance }: Seat, at: number): void {
  if (attendance.presentSince === null) return;
  const until = Math.max(at, attendance.presentSince);
  attendance.presentMs += until - attendance.presentSince;
  attendance.lastLeftAt = Math.max(until, (attendance.firstAdmittedAt ?? until) + attendance.presentMs);
  attendance.presentSince = null;
}

/**
 * Everybody who was ever admitted, in the order of their first admission, up to the latest time the room has seen. For
 * an ended room: the stored records, with opaque ids and roles.
 */
export function attendanceOf(state: RoomState): AttendanceRecord[] {
  if (state.attendance.length > 0) return state.attendance;
  return seatsOf(state)
    .flatMap(({ id, claims, attendance }) => {
      const { firstAdmittedAt, lastLeftAt, presentMs, presentSince } = attendance;
      if (firstAdmittedAt === null) return [];
      const runningMs = presentSince === null ? 0 : state.now - presentSince;
      const isThere = presentSince !== null;
      return [
        {
          seatId: id,
          role: claims.role,
          firstAdmittedAt,
          lastLeftAt: isThere ? null : lastLeftAt,
          presentMs: presentMs + runningMs,
        },
      ];
    })
    .sort((a, b) => a.firstAdmittedAt - b.firstAdmittedAt || (a.seatId < b.seatId ? -1 : 1));
}
