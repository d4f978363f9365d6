/** Who may hold the secret with which a seat encrypts its media and its messages to its place. */
import { isInside, seatOf, seatsOf } from '../model/state.ts';
import type { RoomState, Seat, SeatId } from '../model/types.ts';
import { privatePairOf, samePlace, seeEachOther } from './places.ts';

/** One receiver of a secret. */
export interface AudienceMember {
  seatId: SeatId;
  /** Number of the receiver's stay: a secret for an earlier one is not for a later one. */
  stay: number;
}

/**
 * The others in the same place who see this seat and are seen by it, in a stable order. Any difference between two of
 * these results means that the seat needs a new secret. It depends neither on grants nor on whether media passes now:
 * who is in one place reads the messages of that place.
 *
 * Contains everybody to whom `mayForward` forwards the seat's tracks. A seat whose connection is lost keeps the secret
 * as long as it keeps its place.
 */
export function audienceOf(state: RoomState, seatId: SeatId): AudienceMember[] {
  const sender = seatOf(state, seatId);
  if (!sender || state.phase === 'ended') return [];
  return seatsOf(state)
    .filter((seat) => seat !== sender && mayShareSecrets(state, sender, seat))
    .map((seat) => ({ seatId: seat.id, stay: stayOf(seat) }))
    .sort((a, b) => (a.seatId < b.seatId ? -1 : 1));
}

/**
 * 0 for people who wait, also for those who were inside before: otherwise a forwarded link would reveal whether its owner
 * was.
 */
export const stayOf = (seat: Seat): number => (isInside(seat) ? seat.admissions : 0);

/** Symmetric. */
function mayShareSecrets(state: RoomState, a: Seat, b: Seat): boolean {
  if (!samePlace(state, a, b)) return false;
  // In a preview one of the two is not inside.
  return isInside(a) && isInside(b) ? seeEachOther(state, a, b) : privatePairOf(state, a.id) !== undefined;
}
