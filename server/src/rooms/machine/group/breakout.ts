/** Breakout groups: the group is split for a while. Everybody without a breakout group stays in the main group. */
import type { Breakout, BreakoutGroup } from '@hearthroom/sdk/protocol';
import { type Draft, reject, tellSeat } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, noticeMsOf, seatOf } from '../model/state.ts';
import type { BreakoutState, RoomState, Seat } from '../model/types.ts';
import { requireGrant, requireHost, visibleSeat } from '../visibility/permissions.ts';
import { breakoutGroupOf, maySeeId, putInGroup } from '../visibility/places.ts';
import { takeOnHelp } from './help.ts';
import { requireForm, textFor } from './texts.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export function startBreakout(draft: Draft, { actor, groups, seconds }: EventOf<'startBreakout'>): void {
  const { state, now } = draft;
  requireGrant(draft, actor, 'canModerate');
  const seatIds = groups.flatMap((group) => group.seatIds);
  for (const seatId of seatIds) if (!isInside(visibleSeat(draft, actor, seatId))) reject('not-admitted');
  if (hasTwice(seatIds) || hasTwice(groups.map(({ id }) => id))) reject('invalid-params');
  if (state.phase !== 'live') reject('room-not-live');
  if (state.breakout) reject('busy');
  const endsAt = seconds === null ? null : now + seconds * 1_000;
  state.breakout = { groups: structuredClone(groups), arrivals: [], endsAt, closingAt: null };
}

const hasTwice = (ids: string[]): boolean => new Set(ids).size < ids.length;

export function moveToGroup(draft: Draft, { actor, seatId, groupId }: EventOf<'moveToGroup'>): void {
  requireGrant(draft, actor, 'canModerate');
  const { state, now } = draft;
  const breakout = breakoutOrReject(draft);
  const seat = visibleSeat(draft, actor, seatId);
  if (!isInside(seat)) reject('not-admitted');
  const target = breakout.groups.find(({ id }) => id === groupId);
  if (groupId !== null && !target) reject('not-found');
  if (actor.kind === 'seat' && actor.seatId === seatId) takeOnHelp(draft, seat, target);
  if (!target || !isAnnounced(state, seat, target)) {
    putInGroup(breakout, seatId, groupId);
    return;
  }
  // Until then the visitor stays in the present group.
  breakout.arrivals = breakout.arrivals.filter((arrival) => arrival.seatId !== seatId);
  breakout.arrivals.push({ seatId, groupId: target.id, at: now + noticeMsOf(state) });
}

/**
 * Is this visit announced before it begins? Yes for hosts and observers who go to a group with members who are not
 * hosts.
 */
function isAnnounced(state: RoomState, visitor: Seat, { seatIds }: BreakoutState['groups'][number]): boolean {
  if (noticeMsOf(state) === 0 || seatIds.includes(visitor.id)) return false;
  if (!isHost(visitor) && visitor.claims.role !== 'observer') return false;
  const members = seatIds.flatMap((id) => seatOf(state, id) ?? []);
  return members.some((member) => !isHost(member));
}

/** Sends a host's message to everybody in a breakout group. */
export function messageGroups(draft: Draft, { actor, ...written }: EventOf<'messageGroups'>): void {
  requireHost(draft, actor, 'canModerate');
  const { groups } = breakoutOrReject(draft);
  requireForm(draft, written.sealed);
  for (const seatId of groups.flatMap((group) => group.seatIds)) {
    const seat = seatOf(draft.state, seatId);
    if (!seat || seatId === actor.seatId || !isInside(seat)) continue;
    const params = { kind: 'breakout', ...textFor(seat, actor.seatId, written) } as const;
    tellSeat(draft, seat, { method: 'hostMessage', params });
  }
}

/** At once, or after a countdown that everybody sees; never later than the planned end of the groups. */
export function endBreakout(draft: Draft, { actor, countdownMs }: EventOf<'endBreakout'>): void {
  requireGrant(draft, actor, 'canModerate');
  const breakout = breakoutOrReject(draft);
  if (countdownMs <= 0) draft.state.breakout = null;
  else breakout.closingAt = draft.now + countdownMs;
}

function breakoutOrReject({ state }: Draft): BreakoutState {
  return state.breakout ?? reject('not-found');
}

/** Hosts see all groups. Others see their own, with the members they may see. */
export function breakoutView(state: RoomState, viewer: Seat): Breakout | null {
  if (!state.breakout) return null;
  const { groups, arrivals, endsAt, closingAt } = state.breakout;
  const own = breakoutGroupOf(state, viewer.id);
  const visible = isHost(viewer) ? groups : own ? [own] : [];
  return {
    groups: visible.map(({ id, name, seatIds }) => ({
      id,
      name,
      participantIds: seatIds.filter((seatId) => maySeeId(state, viewer, seatId)),
      ...arrivingAt(
        id,
        arrivals.filter(({ seatId }) => maySeeId(state, viewer, seatId)),
      ),
    })),
    endsAt,
    closingAt,
  };
}

function arrivingAt(groupId: string, arrivals: BreakoutState['arrivals']): Pick<BreakoutGroup, 'arriving'> {
  const arriving = arrivals.filter((arrival) => arrival.groupId === groupId);
  if (arriving.length === 0) return {};
  return { arriving: arriving.map(({ seatId, at }) => ({ participantId: seatId, at })) };
}
