/** Names, raised hands, reactions and the spotlight. */
import { type Draft, nextNumber, reject } from '../model/draft.ts';
import type { RoomEvent, SeatActor } from '../model/events.ts';
import { isInside, seatsOf } from '../model/state.ts';
import type { RoomState, Seat, SeatId } from '../model/types.ts';
import { requireGrant, requirePresence, visibleSeat } from '../visibility/permissions.ts';
import { maySee, samePlace, seeEachOther } from '../visibility/places.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/** The name that others see, everywhere. */
export const displayName = (seat: Seat): string => seat.renamedTo ?? seat.claims.name;

/** Raised hands that this seat may see, the earliest first. */
export function handsView(state: RoomState, viewer: Seat): SeatId[] {
  return seatsOf(state)
    .flatMap((seat) => (seat.handRaised === null ? [] : [{ seat, number: seat.handRaised }]))
    .filter(({ seat }) => maySee(state, viewer, seat))
    .sort((a, b) => a.number - b.number)
    .map(({ seat }) => seat.id);
}

/** The spotlighted participant, if this seat may see them. */
export function spotlightView(state: RoomState, viewer: Seat): SeatId | null {
  const seat = seatsOf(state).find(({ id }) => id === state.spotlightId);
  return seat && maySee(state, viewer, seat) ? seat.id : null;
}

/** A hand that is raised already keeps its position in the queue. */
export function raiseHand(draft: Draft, event: EventOf<'raiseHand'>): void {
  const seat = requirePresence(draft, event.actor);
  seat.handRaised ??= nextNumber(draft);
}

export function lowerHand(draft: Draft, event: EventOf<'lowerHand'>): void {
  const own = requirePresence(draft, event.actor);
  if (event.seatId === null || event.seatId === own.id) {
    own.handRaised = null;
    return;
  }
  requireGrant(draft, event.actor, 'canModerate');
  insideOrReject(draft, event.actor, event.seatId).handRaised = null;
}

export function react(draft: Draft, event: EventOf<'react'>): void {
  const from = requirePresence(draft, event.actor);
  const notification = {
    method: 'reactionReceived',
    params: { participantId: from.id, reaction: event.reaction },
  } as const;
  for (const to of seatsOf(draft.state)) {
    if (to.id === from.id || to.state !== 'admitted' || to.connectionId === null) continue;
    if (!samePlace(draft.state, from, to) || !seeEachOther(draft.state, from, to)) continue;
    draft.effects.push({ type: 'deliver', connectionId: to.connectionId, notification });
  }
}

export function rename(draft: Draft, event: EventOf<'rename'>): void {
  requireGrant(draft, event.actor, 'canRename');
  const seat = requirePresence(draft, event.actor);
  seat.renamedTo = event.name.trim() || reject('invalid-params');
}

export function setSpotlight(draft: Draft, event: EventOf<'setSpotlight'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  draft.state.spotlightId = event.seatId === null ? null : insideOrReject(draft, event.actor, event.seatId).id;
}

/** Somebody in the group whom the actor sees; otherwise rejects. */
export function insideOrReject(draft: Draft, actor: SeatActor, seatId: SeatId): Seat {
  const seat = visibleSeat(draft, actor, seatId);
  return isInside(seat) ? seat : reject('not-admitted');
}

/** Lowers the hand and ends the spotlight of everybody who is not in the group any more. */
export function settlePresence(draft: Draft): void {
  const { state } = draft;
  for (const seat of seatsOf(state)) {
    if (isInside(seat)) continue;
    seat.handRaised = null;
    if (seat.id === state.spotlightId) state.spotlightId = null;
  }
}
