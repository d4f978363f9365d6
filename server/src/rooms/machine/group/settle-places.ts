/**
 * Before and after every event: ends what is over and begins what was announced for this time, in whatever order timers
 * fire.
 */

import type { Draft } from '../model/draft.ts';
import { isInside, seatOf } from '../model/state.ts';
import type { RoomState, SeatId } from '../model/types.ts';
import { breakoutEndsAt, isStanding, putInGroup } from '../visibility/places.ts';
import { settleCircle } from './circle.ts';
import { settleMeetings } from './meeting.ts';

export function settlePlaces(draft: Draft): void {
  const { state } = draft;
  settleCircle(draft);
  state.privatePairs = state.privatePairs.filter((pair) => isStanding(state, pair));
  settleMeetings(draft);
  settleBreakout(draft);
}

/**
 * Groups continue while the session is held, so that nothing changes when the host returns. Only people inside are in a
 * group.
 */
function settleBreakout({ state, now }: Draft): void {
  const { breakout } = state;
  if (!breakout) return;
  const endsAt = breakoutEndsAt(breakout);
  const isOver = endsAt !== null && endsAt <= now;
  if (isOver || (state.phase !== 'live' && state.phase !== 'held')) {
    state.breakout = null;
    return;
  }
  // An announced visitor whose connection is lost does not arrive.
  breakout.arrivals = breakout.arrivals.filter(({ seatId }) => seatOf(state, seatId)?.state === 'admitted');
  for (const { seatId, groupId } of breakout.arrivals.filter(({ at }) => at <= now))
    putInGroup(breakout, seatId, groupId);
  for (const group of breakout.groups) {
    group.seatIds = group.seatIds.filter((id) => isInsideId(state, id));
  }
}

function isInsideId(state: RoomState, seatId: SeatId): boolean {
  const seat = seatOf(state, seatId);
  return seat !== undefined && isInside(seat);
}
