/** Who left the group, and how. Each host is shown it until they have marked it as seen. */
import type { Departure } from '@hearthroom/sdk/protocol';
import { displayName } from '../group/presence.ts';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, seatOf } from '../model/state.ts';
import type { DepartureRecord, RoomState, Seat } from '../model/types.ts';
import { requireGrant } from '../visibility/permissions.ts';

/** Limit for stored departures; far more than a group has members. */
const maxKept = 50;

/** Call before the seat is emptied or sent to wait. Departures of hosts are not noted. */
export function noteDeparture(draft: Draft, seat: Seat, how: DepartureRecord['how']): void {
  if (!isInside(seat) || isHost(seat)) return;
  const { state, now } = draft;
  const others = state.departures.filter(({ seatId }) => seatId !== seat.id);
  state.departures = [...others, { seatId: seat.id, how, at: now, seenBy: [] }].slice(-maxKept);
}

/** For this host only: another host may not have seen it. */
export function markDepartureSeen(draft: Draft, event: Extract<RoomEvent, { type: 'markDepartureSeen' }>): void {
  requireGrant(draft, event.actor, 'canAdmit');
  const { seatId: hostId } = event.actor;
  const departure = draft.state.departures.find(({ seatId }) => seatId === event.seatId);
  if (!departure || departure.seenBy.includes(hostId)) reject('not-found');
  departure.seenBy.push(hostId);
}

/** Removes the departures of people who are in the group again. */
export function settleDepartures({ state }: Draft): void {
  state.departures = state.departures.filter(({ seatId }) => {
    const seat = seatOf(state, seatId);
    return seat !== undefined && !isInside(seat);
  });
}

/** For hosts: the departures they have not marked as seen, the oldest first. */
export function departuresView(state: RoomState, viewer: Seat): { departures?: Departure[] } {
  if (!isHost(viewer)) return {};
  const unseen = state.departures.filter(({ seenBy }) => !seenBy.includes(viewer.id));
  return {
    departures: unseen.map(({ seatId, how, at }) => {
      const seat = seatOf(state, seatId);
      return { participantId: seatId, name: seat ? displayName(seat) : '', how, at };
    }),
  };
}
