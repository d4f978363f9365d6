/** A host and one of the group, alone with each other for a while; both keep their seats. */
import { type Draft, reject } from './draft.ts';
import { requireHost, visibleSeat } from './permissions.ts';
import { apartOf } from './places.ts';
import { isHost, isPresent } from './state.ts';
import type { RoomEvent } from './types.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export function openSideRoom(draft: Draft, { actor, seatId }: EventOf<'openSideRoom'>): void {
  const { state } = draft;
  requireHost(draft, actor, 'canModerate');
  const seat = visibleSeat(draft, actor, seatId);
  if (isHost(seat)) reject('not-allowed');
  if (seat.state !== 'admitted') reject('not-admitted');
  if (state.phase !== 'live') reject('room-not-live');
  if (apartOf(state, actor.seatId) || apartOf(state, seat.id)) reject('busy');
  state.apart.push({ kind: 'side-room', hostId: actor.seatId, seatId: seat.id });
  // Whatever was asked for is being seen to now.
  seat.help = null;
}

/** From either of the two. */
export function closeSideRoom(draft: Draft, { actor }: EventOf<'closeSideRoom'>): void {
  const { state } = draft;
  if (!isPresent(state, actor.seatId)) reject('not-admitted');
  const sideRoom = apartOf(state, actor.seatId);
  if (sideRoom?.kind !== 'side-room') reject('not-found');
  state.apart = state.apart.filter((apart) => apart !== sideRoom);
}
