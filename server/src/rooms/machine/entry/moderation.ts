/** Host commands for people inside (put back, remove, mute), and the end of the session. */

import { closeConnection, type Draft, reject, seatOrReject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isInside, seatsOf } from '../model/state.ts';
import type { RoomState } from '../model/types.ts';
import { protectHosts, requireGrant, visibleSeat } from '../visibility/permissions.ts';
import { dropChallenger, emptySeat, putBack } from './seat-changes.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export function putInWaitingRoom(draft: Draft, event: EventOf<'putInWaitingRoom'>): void {
  requireGrant(draft, event.actor, 'canAdmit');
  const seat = visibleSeat(draft, event.actor, event.seatId);
  if (!isInside(seat)) reject('not-admitted');
  protectHosts(draft, event.actor, seat);
  putBack(draft, seat, 'put-back');
  if (seat.connectionId !== null && event.reason !== undefined) {
    draft.effects.push({ type: 'explain', connectionId: seat.connectionId, text: event.reason });
  }
}

export function remove(draft: Draft, event: EventOf<'remove'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  const seat = visibleSeat(draft, event.actor, event.seatId);
  const isHere = isInside(seat) || seat.state === 'waiting';
  // The API can ban any seat, present or not. A host can act only on seats they see.
  if (!isHere && !(event.ban && event.actor.kind === 'api')) reject('not-found');
  protectHosts(draft, event.actor, seat);
  closeConnection(draft, seat.connectionId, 'removed', event.reason);
  dropChallenger(draft, seat, 'removed');
  emptySeat(seat, 'removed');
  seat.mustBeAdmitted = true;
  seat.banned ||= event.ban;
}

/** API only. A host who changes their mind admits the person instead. */
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
  // Hosts stop what is shared as a whole, also those whose client does not know its sound.
  if (event.source === 'screen') draft.effects.push({ type: 'muteTrack', seatId: seat.id, source: 'screen-audio' });
}

export function askToUnmute(draft: Draft, event: EventOf<'askToUnmute'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  const seat = visibleSeat(draft, event.actor, event.seatId);
  if (seat.state !== 'admitted' || seat.connectionId === null) reject('not-admitted');
  const notification = { method: 'askedToUnmute', params: { source: event.source } } as const;
  draft.effects.push({ type: 'deliver', connectionId: seat.connectionId, notification });
}

export function end(draft: Draft, event: EventOf<'end'>): void {
  requireGrant(draft, event.actor, 'canEnd');
  endRoom(draft, event.actor.kind === 'api' ? 'api' : 'host', event.message);
}

/** Terminal. Everybody is told that the session has ended; only people who were inside get `message`. */
export function endRoom(draft: Draft, endedBy: NonNullable<RoomState['endedBy']>, message?: string): void {
  draft.state.phase = 'ended';
  draft.state.endedBy = endedBy;
  // A turn that began in this step must not mute anybody any more.
  draft.effects = draft.effects.filter(({ type }) => type !== 'muteTrack');
  for (const seat of seatsOf(draft.state)) {
    closeConnection(draft, seat.connectionId, 'room-ended', isInside(seat) ? message : undefined);
    dropChallenger(draft, seat, 'room-ended');
    if (isInside(seat) || seat.state === 'waiting') emptySeat(seat, 'left');
  }
}
