/** Extends the session, and undoes the last extension. */
import type { ExtensionUndo } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { effectiveGrants } from '../model/state.ts';
import type { ExtensionUndoState, RoomState, Seat } from '../model/types.ts';
import { requireGrant } from '../visibility/permissions.ts';
import { endsAtOf, minuteMs, warn } from './ending.ts';

/** How long an extension can be undone: enough to notice a mistake, before people rely on the new end. */
const extensionUndoMs = 120_000;
/** For rooms without end warnings. */
const leastNoticeMinutes = 1;

export function extend(draft: Draft, event: Extract<RoomEvent, { type: 'extend' }>): void {
  requireGrant(draft, event.actor, 'canExtend');
  const { state, now } = draft;
  // The time is over, even if the timer is late: settle() ends the session now.
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
 * Restores the previous end, but never sooner than the room's longest end warning from now. If the previous end is
 * sooner, or past, the session ends after that notice. It is not rejected instead: a host with an unwanted end could
 * then only end the session at once.
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
  // Warnings that are due now would not be armed, so they are sent here. None of them is in the past.
  for (const minutes of state.settings.endWarningsMinutes) if (endsAt - minutes * minuteMs <= now) warn(draft, minutes);
}

/** In minutes. People who were told of more time get at least this much notice. */
const noticeMinutesOf = ({ settings }: RoomState): number =>
  Math.max(leastNoticeMinutes, ...settings.endWarningsMinutes);

/** The end before the last extension; null: there was none. */
function formerEndOf(state: RoomState, { extendedMs, closesAt }: ExtensionUndoState): number | null {
  return endsAtOf({ ...state, extendedMs, settings: { ...state.settings, closesAt } });
}

/**
 * When undo becomes impossible: its time is over, or the end after the notice would not be sooner than the present one.
 * Null: there is nothing to undo.
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

/** For those who may undo it. */
export function extensionUndoView(state: RoomState, viewer: Seat): { extensionUndo?: ExtensionUndo } {
  const { extensionUndo: former } = state;
  const until = undoableUntil(state);
  if (!former || until === null || !effectiveGrants(state, viewer).canExtend) return {};
  const endsAt = formerEndOf(state, former);
  return { extensionUndo: { endsAt, noticeMinutes: noticeMinutesOf(state), until } };
}
