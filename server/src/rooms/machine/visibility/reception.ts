/** Who may learn how well a seat receives what others send. */
import { isHost, isInside, seatOf } from '../model/state.ts';
import type { RoomState, SeatId } from '../model/types.ts';

/**
 * The seat itself, and hosts who are inside: that a person receives badly says something about that person's line at home,
 * and others can do nothing about it.
 */
export function mayKnowReceptionOf(state: RoomState, of: SeatId, to: SeatId): boolean {
  if (of === to) return true;
  const receiver = seatOf(state, to);
  return receiver !== undefined && isInside(receiver) && isHost(receiver);
}
