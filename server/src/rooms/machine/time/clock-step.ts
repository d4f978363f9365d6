/**
 * What a step of the machine's clock does to a room. Instants on the wall clock (opensAt, closesAt) stay. Running
 * durations (a lease, a turn, a wait) move with the clock, so that they last as long as planned. Recorded times stay as
 * recorded. README.md has a table of them.
 */
import type { Draft } from '../model/draft.ts';
import { instantMs, seatsOf } from '../model/state.ts';
import type { RoomState, Seat, TimerName } from '../model/types.ts';
import { endsAtOf, minuteMs, warn } from './ending.ts';

/** Call before anything else reads the time. settle() re-arms the timers at wall-clock instants. */
export function moveTimes(state: RoomState, byMs: number): void {
  state.steppedMs += byMs;
  state.now += byMs;
  if (state.liveSince !== null) state.liveSince += byMs;
  if (state.therapistAbsence) state.therapistAbsence.since += byMs;
  if (state.hold) state.hold.since += byMs;
  if (state.hold?.until != null) state.hold.until += byMs;
  for (const seat of seatsOf(state)) shiftTimesOfSeat(seat, byMs);
  const { goRound, breakout, extensionUndo } = state;
  if (extensionUndo) extensionUndo.until += byMs;
  if (state.circleOpensAt !== null) state.circleOpensAt += byMs;
  for (const meeting of state.meetings) {
    if (meeting.startsAt !== null) meeting.startsAt += byMs;
    if (meeting.lapsesAt !== null) meeting.lapsesAt += byMs;
  }
  for (const arrival of breakout?.arrivals ?? []) arrival.at += byMs;
  if (goRound?.turnEndsAt != null) goRound.turnEndsAt += byMs;
  if (breakout?.endsAt != null) breakout.endsAt += byMs;
  if (breakout?.closingAt != null) breakout.closingAt += byMs;
  for (const timer of Object.values(state.timers)) if (timer) timer.dueAt += byMs;
}

function shiftTimesOfSeat(seat: Seat, byMs: number): void {
  const { challenger, help, attendance } = seat;
  seat.waitingSince += byMs;
  if (challenger) challenger.waitingSince += byMs;
  if (help) help.since += byMs;
  if (attendance.presentSince !== null) attendance.presentSince += byMs;
}

/** If opensAt is in the future again, the room is `scheduled` again, unless somebody was admitted already. */
export function rescheduleIfNotDue({ state, now }: Draft): void {
  const opensAt = instantMs(state.settings.opensAt);
  if (state.phase === 'open' && !state.everAdmitted && opensAt !== null && opensAt > now) state.phase = 'scheduled';
}

/** Call after moveTimes(). settle() opens or ends what is due now, as after every event. */
export function handleClockStep(draft: Draft): void {
  rescheduleIfNotDue(draft);
  warnOfSkipped(draft);
}

/** If the step skipped warnings, sends a single one with the minutes that are left. */
function warnOfSkipped(draft: Draft): void {
  const { state, now } = draft;
  const endsAt = endsAtOf(state);
  if (endsAt === null || endsAt <= now) return;
  const leftMs = endsAt - now;
  const skipped = state.settings.endWarningsMinutes
    .filter((minutes) => leftMs <= minutes * minuteMs)
    .map((minutes): TimerName => `warning:${minutes}`)
    .filter((name) => state.timers[name]);
  for (const name of skipped) delete state.timers[name];
  if (skipped.length > 0) warn(draft, Math.ceil(leftMs / minuteMs));
}
