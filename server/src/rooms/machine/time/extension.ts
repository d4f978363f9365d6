/** Putting the end of the session off, and taking the last extension back. */
import type { ExtensionUndo } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import { effectiveGrants } from '../model/state.ts';
import type { ExtensionUndoState, RoomEvent, RoomState, Seat } from '../model/types.ts';
import { requireGrant } from '../visibility/permissions.ts';
import { endsAtOf, minuteMs, warn } from './ending.ts';

/** For so long an extension can be taken back: enough to notice a slip, before people have made plans by the new end. */
const extensionUndoMs = 120_000;
/** In a room without end warnings. */
const leastNoticeMinutes = 1;

export function extend(draft: Draft, event: Extract<RoomEvent, { type: 'extend' }>): void {
  requireGrant(draft, event.actor, 'canExtend');
  const { state, now } = draft;
  // Over is over, also when the timer that says so comes late: settle() ends it now.
  if ((endsAtOf(state) ?? Infinity) <= now) return;
  const { closesAt, lengthMinutes } = state.settings;
  state.extensionUndo = { extendedMs: state.extendedMs, closesAt, until: now + extensionUndoMs };
  if (closesAt === null && lengthMinutes === null) {
    state.settings.closesAt = new Date(now + event.minutes * minuteMs).toISOString();
  } else {
    state.extendedMs += event.minutes * minuteMs;
  }
}

/**
 * The end is the one before again, but it leaves the notice that the room's longest warning promises. Where the end before is
 * sooner, or past, the session ends after that notice. A refusal would be less kind: the host, left with an end that they did not
 * mean, could only end the session for everybody at once.
 */
export function undoExtension(draft: Draft, { actor }: Extract<RoomEvent, { type: 'undoExtension' }>): void {
  requireGrant(draft, actor, 'canExtend');
  const { state, now } = draft;
  const { extensionUndo: former } = state;
  if (!former || (undoableUntil(state) ?? now) <= now) reject('too-late');
  state.extensionUndo = null;
  state.extendedMs = former.extendedMs;
  state.settings.closesAt = former.closesAt;
  const formerEnd = endsAtOf(state);
  if (formerEnd === null) return;
  state.extendedMs += Math.max(0, now + noticeMinutesOf(state) * minuteMs - formerEnd);
  const endsAt = endsAtOf(state) ?? now;
  // No warning of the new end lies behind; the one that is due now would not be armed.
  for (const minutes of state.settings.endWarningsMinutes) if (endsAt - minutes * minuteMs <= now) warn(draft, minutes);
}

/** In minutes: who was told of more time is not put out sooner than this. */
const noticeMinutesOf = ({ settings }: RoomState): number =>
  Math.max(leastNoticeMinutes, ...settings.endWarningsMinutes);

/** The end before the last extension; null: none was set. */
function formerEndOf(state: RoomState, { extendedMs, closesAt }: ExtensionUndoState): number | null {
  return endsAtOf({ ...state, extendedMs, settings: { ...state.settings, closesAt } });
}

/**
 * From when on it is too late: its time is over, or the end after the notice would be no sooner than the present one.
 * Null: there is nothing to take back.
 */
export function undoableUntil(state: RoomState): number | null {
  const { extensionUndo: former } = state;
  if (!former) return null;
  const endsAt = formerEndOf(state, former) === null ? null : endsAtOf(state);
  return Math.min(former.until, (endsAt ?? Infinity) - noticeMinutesOf(state) * minuteMs);
}

export function settleExtension({ state, now }: Draft): void {
  if (state.phase === 'ended' || (undoableUntil(state) ?? Infinity) <= now) state.extensionUndo = null;
}

/** For those who may take it back. */
export function extensionUndoView(state: RoomState, viewer: Seat): { extensionUndo?: ExtensionUndo } {
  const { extensionUndo: former } = state;
  const until = undoableUntil(state);
  if (!former || until === null || !effectiveGrants(state, viewer).canExtend) return {};
  const endsAt = formerEndOf(state, former);
  return { extensionUndo: { endsAt, noticeMinutes: noticeMinutesOf(state), until } };
}
