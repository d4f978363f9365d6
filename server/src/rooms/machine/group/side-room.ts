/** A host and one participant, alone with each other for a while; both keep their seats. */
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isPresent } from '../model/state.ts';
import { requireHost, visibleSeat } from '../visibility/permissions.ts';
import { privatePairOf } from '../visibility/places.ts';
import { announceMeeting, cancelMeeting } from './meeting.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export function openSideRoom(draft: Draft, { actor, seatId }: EventOf<'openSideRoom'>): void {
  const { state } = draft;
  requireHost(draft, actor, 'canModerate');
  const seat = visibleSeat(draft, actor, seatId);
  if (isHost(seat)) reject('not-allowed');
  if (seat.state !== 'admitted') reject('not-admitted');
  if (state.phase !== 'live') reject('room-not-live');
  announceMeeting(draft, { kind: 'side-room', hostId: actor.seatId, seatId: seat.id });
}

/** Either of the two can close it. Only the host can cancel one that is announced. */
export function closeSideRoom(draft: Draft, { actor }: EventOf<'closeSideRoom'>): void {
  const { state } = draft;
  if (!isPresent(state, actor.seatId)) reject('not-admitted');
  if (cancelMeeting(draft, 'side-room', actor.seatId)) return;
  const sideRoom = privatePairOf(state, actor.seatId);
  if (sideRoom?.kind !== 'side-room') reject('not-found');
  state.privatePairs = state.privatePairs.filter((pair) => pair !== sideRoom);
}
