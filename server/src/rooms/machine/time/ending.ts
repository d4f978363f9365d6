/** When the session ends, who is told beforehand, and who may put it off. */
import { type Draft, nextNumber, tellSeat } from '../model/draft.ts';
import { instantMs, isHost, isInside, seatsOf } from '../model/state.ts';
import type { RoomEvent, RoomState, TimerName } from '../model/types.ts';
import { requireGrant } from '../visibility/permissions.ts';

export const minuteMs = 60_000;

/** When the session ends by itself, in milliseconds since 1970; null: not at any set time. */
export function endsAtOf(state: RoomState): number | null {
  const { closesAt, lengthMinutes } = state.settings;
  const byLength =
    lengthMinutes === null || state.liveSince === null ? null : state.liveSince + lengthMinutes * minuteMs;
  const ends = [instantMs(closesAt), byLength].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends) + state.extendedMs;
}

export function extend(draft: Draft, event: Extract<RoomEvent, { type: 'extend' }>): void {
  requireGrant(draft, event.actor, 'canExtend');
  const { state, now } = draft;
  // Over is over, also when the timer that says so comes late: settle() ends it now.
  if ((endsAtOf(state) ?? Infinity) <= now) return;
  const { closesAt, lengthMinutes } = state.settings;
  if (closesAt === null && lengthMinutes === null) {
    state.settings.closesAt = new Date(now + event.minutes * minuteMs).toISOString();
  } else {
    state.extendedMs += event.minutes * minuteMs;
  }
}

/** Every warning that lies ahead; when the end is put off, it is announced anew. */
export function settleWarnings(draft: Draft): void {
  const { state, now } = draft;
  const { timers } = state;
  const endsAt = endsAtOf(state);
  const wanted = new Map<TimerName, number>();
  for (const minutes of endsAt === null ? [] : state.settings.endWarningsMinutes) {
    wanted.set(`warning:${minutes}`, (endsAt ?? 0) - minutes * minuteMs);
  }
  for (const name of Object.keys(timers) as TimerName[]) {
    if (name.startsWith('warning:') && wanted.get(name) !== timers[name]?.dueAt) delete timers[name];
  }
  for (const [name, dueAt] of wanted) {
    // One that is due and armed stays until it fires; one that has fired, or would have, is not armed again.
    if (!timers[name] && dueAt > now) timers[name] = { epoch: nextNumber(draft), dueAt };
  }
}

/** Hosts are told; the others where the room wants it. Who waits is not. */
export function warn(draft: Draft, minutesLeft: number): void {
  const { state } = draft;
  for (const seat of seatsOf(state)) {
    if (!isInside(seat) || (!isHost(seat) && !state.settings.warnEverybody)) continue;
    tellSeat(draft, seat, { method: 'endWarning', params: { minutesLeft } });
  }
}
