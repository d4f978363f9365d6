/** What may stay of a room when it has ended. */

import type { RoomState } from './model/types.ts';
import { attendanceOf } from './time/attendance.ts';

/** Stands for the title, which may name people or what they meet for; the settings' schema wants one. */
const titleOfAnEndedRoom = 'Ended session';

/**
 * An ended room without its people: no seat, no name, no label, no secret's hash, no text. What stays answers when it was to
 * open and close, how it was set up, by whom it ended (host or API, never which one), and how long each opaque id was there.
 * @throws Error for a room that has not ended: people sit in it
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
    passcodeHash: null,
    circleOpensAt: null,
    apart: [],
    meetings: [],
    goRound: null,
    turnUndo: null,
    extensionUndo: null,
    breakout: null,
    spotlightId: null,
    departures: [],
    timers: {},
  };
}
