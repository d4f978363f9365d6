/** Reveal together: until a host opens the circle, clients see and hear the hosts alone. */
import type { CircleOpening, RoomSettings } from '@hearthroom/sdk/protocol';
import type { Draft } from '../model/draft.ts';
import { isHost, isInside, noticeMsOf, presentHosts, seatsOf } from '../model/state.ts';
import type { RoomEvent, RoomState } from '../model/types.ts';
import { requireGrant } from '../visibility/permissions.ts';

/** Opens the circle, which cannot be closed again. People are told some seconds before they are seen. */
export function openCircle(draft: Draft, { actor }: Extract<RoomEvent, { type: 'openCircle' }>): void {
  requireGrant(draft, actor, 'canAdmit');
  announceCircle(draft);
}

function announceCircle({ state, now }: Draft): void {
  if (state.circle === 'open') return;
  const noticeMs = noticeMsOf(state);
  const appearing = seatsOf(state).filter((seat) => isInside(seat) && !isHost(seat));
  if (noticeMs === 0 || appearing.length < 2) state.circle = 'open';
  else state.circleOpensAt ??= now + noticeMs;
}

/** It opens in time while a host is there, or when the owner has set `reveal: immediately` meanwhile. */
export function settleCircle(draft: Draft): void {
  const { state, now } = draft;
  if (state.phase === 'ended') return;
  const isOwners = state.settings.reveal === 'immediately';
  if (isOwners) announceCircle(draft);
  if (state.circleOpensAt !== null && state.circleOpensAt <= now) state.circle = 'open';
  if (state.circle === 'open' || !(isOwners || presentHosts(state).length > 0)) state.circleOpensAt = null;
}

/** For those inside: when, and how many people then see and hear each other. */
export function circleOpeningView(state: RoomState): { circleOpening?: CircleOpening } {
  if (state.circleOpensAt === null) return {};
  const people = seatsOf(state).filter((seat) => isInside(seat) && seat.claims.role !== 'observer').length;
  return { circleOpening: { at: state.circleOpensAt, people } };
}

/** A room may still become one that reveals together while nobody has been inside; settle() opens for `immediately`. */
export function applyReveal(draft: Draft, patch: Partial<RoomSettings>): void {
  if (patch.reveal === 'together' && !draft.state.everAdmitted) draft.state.circle = 'closed';
}
