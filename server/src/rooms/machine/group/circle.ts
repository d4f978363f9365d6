/** `reveal: together`: until a host opens the circle, clients see and hear only the hosts. */
import type { CircleOpening, RoomSettings } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, noticeMsOf, presentHosts, seatsOf } from '../model/state.ts';
import type { RoomState, Seat } from '../model/types.ts';
import { requireGrant } from '../visibility/permissions.ts';

/** Opens the circle; it cannot be closed again. People are told `meetingNoticeSeconds` before they are seen. */
export function openCircle(draft: Draft, { actor }: Extract<RoomEvent, { type: 'openCircle' }>): void {
  requireGrant(draft, actor, 'canAdmit');
  announceCircle(draft);
}

/** Possible until the circle opens. A host cannot cancel an opening caused by the owner's `reveal: immediately`. */
export function cancelCircle(draft: Draft, { actor }: Extract<RoomEvent, { type: 'cancelCircle' }>): void {
  requireGrant(draft, actor, 'canAdmit');
  const { state } = draft;
  if (state.circle === 'open') reject('too-late');
  if (!isCancellable(state)) reject('not-found');
  state.circleOpensAt = null;
}

const isOwners = ({ settings }: RoomState): boolean => settings.reveal === 'immediately';
const isCancellable = (state: RoomState): boolean => state.circleOpensAt !== null && !isOwners(state);

function announceCircle({ state, now }: Draft): void {
  if (state.circle === 'open') return;
  const noticeMs = noticeMsOf(state);
  const appearing = seatsOf(state).filter((seat) => isInside(seat) && !isHost(seat));
  if (noticeMs === 0 || appearing.length < 2) state.circle = 'open';
  else state.circleOpensAt ??= now + noticeMs;
}

/** Opens at the announced time while a host is present, or if the owner has set `reveal: immediately`. */
export function settleCircle(draft: Draft): void {
  const { state, now } = draft;
  if (state.phase === 'ended') return;
  if (isOwners(state)) announceCircle(draft);
  if (state.circleOpensAt !== null && state.circleOpensAt <= now) state.circle = 'open';
  if (state.circle === 'open' || !(isOwners(state) || presentHosts(state).length > 0)) state.circleOpensAt = null;
}

/** For people inside: when the circle opens, and how many people then see and hear each other. */
export function circleOpeningView(state: RoomState, viewer: Seat): { circleOpening?: CircleOpening } {
  if (state.circleOpensAt === null) return {};
  const people = seatsOf(state).filter((seat) => isInside(seat) && seat.claims.role !== 'observer').length;
  const mayCancel = isHost(viewer) && isCancellable(state);
  return { circleOpening: { at: state.circleOpensAt, people, ...(mayCancel && { mayCancel }) } };
}

/**
 * A room can be changed to `reveal: together` until somebody was first admitted; settle() opens it for `immediately`.
 */
export function applyReveal(draft: Draft, patch: Partial<RoomSettings>): void {
  if (patch.reveal === 'together' && !draft.state.everAdmitted) draft.state.circle = 'closed';
}
