/**
 * Where people are, and who may see whom. Everybody is in one place: with the group, in a breakout group, or apart with
 * one other person (a preview or a side room). Being apart has priority over the breakout group, to which both return.
 */
import type { Place } from '@hearthroom/sdk/protocol';
import type { Draft } from '../model/draft.ts';
import { isHost, isInside, seatOf } from '../model/state.ts';
import type { BreakoutState, PrivatePair, RoomState, Seat, SeatId } from '../model/types.ts';
import { isConsentedTo } from './observing.ts';

/** The pair this seat belongs to, if it is apart. */
export const privatePairOf = (state: RoomState, seatId: SeatId): PrivatePair | undefined =>
  state.privatePairs.find((pair) => isOneOf(pair, seatId));

export const breakoutGroupOf = (state: RoomState, seatId: SeatId): BreakoutState['groups'][number] | undefined =>
  state.breakout?.groups.find(({ seatIds }) => seatIds.includes(seatId));

/** The other one of a pair. */
export const partnerOf = (pair: PrivatePair, seatId: SeatId): SeatId =>
  pair.hostId === seatId ? pair.seatId : pair.hostId;

/**
 * The place as shown to this person. A waiting person outside a preview is with nobody; that is shown as `group` too.
 */
export function placeOf(state: RoomState, seatId: SeatId): Place {
  const pair = privatePairOf(state, seatId);
  if (pair) return { kind: pair.kind, participantId: partnerOf(pair, seatId) };
  const group = breakoutGroupOf(state, seatId);
  return group ? { kind: 'breakout', groupId: group.id } : { kind: 'group' };
}

/** Are these two in one place? A waiting person shares a place only with the host of an open preview. */
export function samePlace(state: RoomState, a: Seat, b: Seat): boolean {
  const pair = privatePairOf(state, a.id);
  if (pair !== privatePairOf(state, b.id)) return false;
  if (pair) return true;
  return isInside(a) && isInside(b) && breakoutGroupOf(state, a.id) === breakoutGroupOf(state, b.id);
}

/**
 * May these two see and hear each other if they are in one place? A closed circle shows clients only the hosts, and an
 * observer and a client see each other only if that client has agreed.
 */
export const maySeeAndHear = (state: RoomState, a: Seat, b: Seat): boolean =>
  isRevealed(state, a, b) && isConsentedTo(state, a, b);

/** Does the state of the circle allow these two to see each other? */
export const isRevealed = (state: RoomState, a: Seat, b: Seat): boolean =>
  state.circle === 'open' || isHost(a) || isHost(b);

/**
 * Is `other` shown to `viewer` (roster, hands, turns, spotlight), in whatever place they are? Observers always are:
 * nobody is present without being shown.
 */
export function maySee(state: RoomState, viewer: Seat, other: Seat): boolean {
  if (!isInside(viewer) || !isInside(other)) return false;
  return viewer.id === other.id || other.claims.role === 'observer' || maySeeAndHear(state, viewer, other);
}

/** True when each may see the other, so that messages and reactions pass between them. */
export const seeEachOther = (state: RoomState, one: Seat, other: Seat): boolean =>
  maySee(state, one, other) && maySee(state, other, one);

/** `maySee` for an id; false if there is no such seat. */
export function maySeeId(state: RoomState, viewer: Seat, seatId: SeatId): boolean {
  const other = seatOf(state, seatId);
  return other !== undefined && maySee(state, viewer, other);
}

/**
 * Ends the pair this seat belongs to, and announced meetings: the new connection may be another person than the one
 * before.
 */
export function endPrivatePair(draft: Draft, seatId: SeatId): void {
  const { state } = draft;
  state.privatePairs = state.privatePairs.filter((pair) => !isOneOf(pair, seatId));
  state.meetings = state.meetings.filter((meeting) => !isOneOf(meeting, seatId));
  if (state.breakout) state.breakout.arrivals = state.breakout.arrivals.filter((arrival) => arrival.seatId !== seatId);
}

export const isOneOf = (pair: PrivatePair, seatId: SeatId): boolean => pair.hostId === seatId || pair.seatId === seatId;

/** When the breakout groups end: at their planned end, or at the end of the countdown. */
export function breakoutEndsAt({ endsAt, closingAt }: BreakoutState): number | null {
  if (endsAt === null) return closingAt;
  return closingAt === null ? endsAt : Math.min(endsAt, closingAt);
}

/** Moves a seat into this group, or into none. Cancels an announced move. */
export function putInGroup(breakout: BreakoutState, seatId: SeatId, groupId: string | null): void {
  breakout.arrivals = breakout.arrivals.filter((arrival) => arrival.seatId !== seatId);
  for (const group of breakout.groups) {
    group.seatIds = group.seatIds.filter((id) => id !== seatId);
    if (group.id === groupId) group.seatIds.push(seatId);
  }
}

/** Do both people still fulfil the conditions for being alone with each other? */
export function isStanding(state: RoomState, { kind, hostId, seatId }: PrivatePair): boolean {
  const host = seatOf(state, hostId);
  const other = seatOf(state, seatId);
  if (state.phase !== 'live' || host?.state !== 'admitted' || !isHost(host) || !other) return false;
  return kind === 'preview' ? other.state === 'waiting' && other.connectionId !== null : other.state === 'admitted';
}
