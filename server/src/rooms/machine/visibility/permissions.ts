/** Who may do what to whom. Every host command is checked here first. */
import type { Grants } from '@hearthroom/sdk/protocol';
import { type Draft, reject, seatOrReject } from '../model/draft.ts';
import type { Actor, SeatActor } from '../model/events.ts';
import { actorMay, isHost, isInside, presentHosts, seatOf } from '../model/state.ts';
import type { Seat, SeatId } from '../model/types.ts';
import { maySee } from './places.ts';

/**
 * Rejects unless the actor holds the grant and is present. An actor outside the group gets `not-admitted` and no other
 * code.
 */
export function requireGrant(draft: Draft, actor: Actor, grant: keyof Grants): void {
  if (actor.kind === 'seat' && seatOf(draft.state, actor.seatId)?.state !== 'admitted') reject('not-admitted');
  if (!actorMay(draft.state, actor, grant)) reject('not-allowed');
}

/** The present seat of somebody who acts for themselves, which needs no grant. */
export function requirePresence(draft: Draft, { seatId }: SeatActor): Seat {
  const seat = seatOf(draft.state, seatId);
  return seat?.state === 'admitted' ? seat : reject('not-admitted');
}

/** For commands that only hosts may use, even if a client's token has the grant. */
export function requireHost(draft: Draft, actor: SeatActor, grant: keyof Grants): void {
  requireGrant(draft, actor, grant);
  const seat = seatOf(draft.state, actor.seatId);
  if (!seat || !isHost(seat)) reject('not-allowed');
}

/**
 * A seat the actor may know about. Waiting seats are `not-found` for actors who may not see the waiting room; so are
 * seats that are not revealed to the actor.
 */
export function visibleSeat(draft: Draft, actor: Actor, seatId: SeatId): Seat {
  const seat = seatOrReject(draft, seatId);
  if (actor.kind === 'api') return seat;
  const viewer = seatOf(draft.state, actor.seatId);
  const isVisible = isInside(seat)
    ? viewer !== undefined && maySee(draft.state, viewer, seat)
    : actorMay(draft.state, actor, 'canAdmit');
  return isVisible ? seat : reject('not-found');
}

/**
 * Protects hosts from each other: only a host with `canEnd` can remove another one, and nobody the last one present. A
 * lent lead gives no such right against its owner, nor against a host whose own token has `canEnd`: rights lent during
 * a therapist's absence must not serve to remove that therapist.
 */
export function protectHosts(draft: Draft, actor: Actor, target: Seat): void {
  if (!isHost(target)) return;
  if (!mayTakeOutHost(draft, actor, target)) reject('not-allowed');
  const present = presentHosts(draft.state);
  if (present.length === 1 && present[0]?.id === target.id) reject('last-host');
}

export function mayTakeOutHost({ state }: Draft, actor: Actor, target: Seat): boolean {
  if (!actorMay(state, actor, 'canEnd')) return false;
  if (actor.kind === 'api' || !(target.claims.grants.canEnd || target.id === state.leadId)) return true;
  return seatOf(state, actor.seatId)?.claims.grants.canEnd === true;
}
