/** Which data of a room is kept after it has ended. */

import type { RoomState } from './model/types.ts';
import { attendanceOf } from './time/attendance.ts';

/** Replaces the title, which may name people or the subject of the group; the schema of the settings requires one. */
const titleOfAnEndedRoom = 'Ended session';

/**
 * An ended room without personal data: no seats, names, labels, hashes of secrets or texts. What stays: when it was to
 * open and close, its settings, whether a host or the API ended it (but not which host), and the attendance by opaque
 * id.
 * @throws Error when the room has not ended: it still has people in it
 */
export function scrubEnded(state: RoomState): RoomState {
  if (state.phase !== 'ended') throw new Error('only a room that has ended is scrubbed');
  return {
    ...state,
    settings: { ...state.settings, title: titleOfAnEndedRoom, waitingMessage: '', agreement: null },
    attendance: attendanceOf(state),
    seats: {},
    leadId: null,
    handedOverTo: null,
    therapistId: null,
    therapistAbsence: null,
    hold: null,
    passcodeHash: null,
    circleOpensAt: null,
    privatePairs: [],
    meetings: [],
    goRound: null,
    turnUndo: null,
    extensionUndo: null,
    breakout: null,
    checkIn: null,
    spotlightId: null,
    departures: [],
    timers: {},
  };
}
