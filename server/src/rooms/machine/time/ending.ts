/** When the session ends, and who is warned beforehand. */
import { type Draft, nextNumber, tellSeat } from '../model/draft.ts';
import { instantMs, isHost, isInside, seatsOf } from '../model/state.ts';
import { partsOfTimerName } from '../model/timer-name.ts';
import type { RoomState, TimerName } from '../model/types.ts';

export const minuteMs = 60_000;

/** When the session ends by itself, in milliseconds since 1970; null: no set time. */
export function endsAtOf(state: RoomState): number | null {
  const { closesAt, lengthMinutes } = state.settings;
  const byLength =
    lengthMinutes === null || state.liveSince === null ? null : state.liveSince + lengthMinutes * minuteMs;
  const ends = [instantMs(closesAt), byLength].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends) + state.extendedMs;
}

/** Arms all warnings in the future. When the end is extended, they are sent again. */
export function settleWarnings(draft: Draft): void {
  const { state, now } = draft;
  const { timers } = state;
  const endsAt = endsAtOf(state);
  const wanted = new Map<TimerName, number>();
  for (const minutes of endsAt === null ? [] : state.settings.endWarningsMinutes) {
    wanted.set(`warning:${minutes}`, (endsAt ?? 0) - minutes * minuteMs);
  }
  for (const name of Object.keys(timers) as TimerName[]) {
    if (partsOfTimerName(name).kind === 'warning' && wanted.get(name) !== timers[name]?.dueAt) delete timers[name];
  }
  for (const [name, dueAt] of wanted) {
    // An armed warning that is due stays until it fires; one whose time has passed is not armed again.
    if (!timers[name] && dueAt > now) timers[name] = { epoch: nextNumber(draft), dueAt };
  }
}

/** Warns hosts, and the others inside with `warnEverybody`. Waiting people are not warned. */
export function warn(draft: Draft, minutesLeft: number): void {
  const { state } = draft;
  for (const seat of seatsOf(state)) {
    if (!isInside(seat) || (!isHost(seat) && !state.settings.warnEverybody)) continue;
    tellSeat(draft, seat, { method: 'endWarning', params: { minutesLeft } });
  }
}
