/**
 * What a step of the machine's clock does to a room. Instants on the wall clock (opensAt, closesAt) stay; what is under way for some
 * time (a lease, a turn, a wait) is moved with the clock, so that it lasts as long as it would have; what was written down stays
 * as the clock said it then. The table in README.md names each.
 */
import type { Draft } from '../model/draft.ts';
import { instantMs, seatsOf } from '../model/state.ts';
import type { RoomState, Seat, TimerName } from '../model/types.ts';
import { endsAtOf, minuteMs, warn } from './ending.ts';

/** Before anything else looks at the time. settle() arms what is at an instant anew. */
export function moveTimes(state: RoomState, byMs: number): void {
  state.steppedMs += byMs;
  state.now += byMs;
  if (state.liveSince !== null) state.liveSince += byMs;
  if (state.therapistAbsence) state.therapistAbsence.since += byMs;
  for (const seat of seatsOf(state)) moveSeat(seat, byMs);
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

function moveSeat(seat: Seat, byMs: number): void {
  const { challenger, help, attendance } = seat;
  seat.waitingSince += byMs;
  if (challenger) challenger.waitingSince += byMs;
  if (help) help.since += byMs;
  if (attendance.presentSince !== null) attendance.presentSince += byMs;
}

/** A session that nobody has entered yet may be put off; one that has begun is not undone. */
export function putOffIfNotDue({ state, now }: Draft): void {
  const opensAt = instantMs(state.settings.opensAt);
  if (state.phase === 'open' && !state.everAdmitted && opensAt !== null && opensAt > now) state.phase = 'scheduled';
}

/** After moveTimes(). What is due now opens or ends in settle(), as after every event. */
export function handleClockStep(draft: Draft): void {
  putOffIfNotDue(draft);
  warnOfSkipped(draft);
}

/** One warning, of the minutes that are left, for those whose time the step skipped. */
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
