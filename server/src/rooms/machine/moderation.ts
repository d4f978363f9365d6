/** What hosts do about those inside: put back, remove, mute; and the end of the session. */
import { closeConnection, type Draft, dropChallenger, emptySeat, reject, seatOrReject, sendToWait } from './draft.ts';
import { protectHosts, requireGrant } from './permissions.ts';
import { actorMay, isInside, seatsOf } from './state.ts';
import type { Actor, RoomEvent, RoomState, Seat } from './types.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export function putInWaitingRoom(draft: Draft, event: EventOf<'putInWaitingRoom'>): void {
  requireGrant(draft, event.actor, 'canAdmit');
  const seat = visibleSeat(draft, event.actor, event.seatId);
  if (!isInside(seat)) reject('not-admitted');
  protectHosts(draft, event.actor, seat);
  sendToWait(draft, seat);
  if (seat.connectionId !== null && event.reason !== undefined) {
    draft.effects.push({ type: 'explain', connectionId: seat.connectionId, text: event.reason });
  }
}

export function remove(draft: Draft, event: EventOf<'remove'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  const seat = visibleSeat(draft, event.actor, event.seatId);
  const isHere = isInside(seat) || seat.state === 'waiting';
  // The API bans whoever it names, here or not; a host acts on whom they see.
  if (!isHere && !(event.ban && event.actor.kind === 'api')) reject('not-found');
  protectHosts(draft, event.actor, seat);
  closeConnection(draft, seat.connectionId, 'removed', event.reason);
  dropChallenger(draft, seat, 'removed');
  emptySeat(seat, 'removed');
  seat.mustBeAdmitted = true;
  seat.banned ||= event.ban;
}

/** Only the API forgives; a host who changes their mind admits. */
export function pardon(draft: Draft, event: EventOf<'pardon'>): void {
  if (event.actor.kind !== 'api') reject('not-allowed');
  const seat = seatOrReject(draft, event.seatId);
  seat.mustBeAdmitted = false;
  seat.banned = false;
}

export function mute(draft: Draft, event: EventOf<'mute'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  const seat = visibleSeat(draft, event.actor, event.seatId);
  if (!isInside(seat)) reject('not-admitted');
  draft.effects.push({ type: 'muteTrack', seatId: seat.id, source: event.source });
}

export function askToUnmute(draft: Draft, event: EventOf<'askToUnmute'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  const seat = visibleSeat(draft, event.actor, event.seatId);
  if (seat.state !== 'admitted' || seat.connectionId === null) reject('not-admitted');
  const notification = { method: 'askedToUnmute', params: { source: event.source } } as const;
  draft.effects.push({ type: 'deliver', connectionId: seat.connectionId, notification });
}

/** A waiting seat doesn't exist for whoever may not see the waiting room. */
function visibleSeat(draft: Draft, actor: Actor, seatId: string): Seat {
  const seat = seatOrReject(draft, seatId);
  if (!isInside(seat) && !actorMay(draft.state, actor, 'canAdmit')) reject('not-found');
  return seat;
}

export function end(draft: Draft, event: EventOf<'end'>): void {
  requireGrant(draft, event.actor, 'canEnd');
  endRoom(draft, event.actor.kind === 'api' ? 'api' : 'host');
}

/** Terminal. Everybody hears the same: the session has ended. */
export function endRoom(draft: Draft, endedBy: NonNullable<RoomState['endedBy']>): void {
  draft.state.phase = 'ended';
  draft.state.endedBy = endedBy;
  for (const seat of seatsOf(draft.state)) {
    closeConnection(draft, seat.connectionId, 'room-ended');
    dropChallenger(draft, seat, 'room-ended');
    if (isInside(seat) || seat.state === 'waiting') emptySeat(seat, 'left');
  }
}
