/** End-to-end encryption: how media and texts of a seat are sent now, and who may enter without ending it. */
import type { Participant, Self } from '@hearthroom/sdk/protocol';
import { isHost, isInside, seatOf, seatsOf } from '../model/state.ts';
import type { Challenger, Claims, EncryptionRefusal, RoomState, Seat, SeatId } from '../model/types.ts';
import { audienceOf, stayOf } from './audience.ts';
import { privatePairOf } from './places.ts';

/** `none`: in clear, as far as the server is concerned. */
export type EncryptionMode = 'e2e' | 'none';

/** Pairs decide for themselves. Everybody else inside has one mode, in breakout groups too. */
export function encryptionOf(state: RoomState, seat: Seat): EncryptionMode {
  return encrypts(state) && peopleWith(state, seat).every(hasKeys) ? 'e2e' : 'none';
}

/** How media and texts of the group are sent; `e2e` also while nobody is inside. */
export const encryptionOfRoom = (state: RoomState): EncryptionMode =>
  encrypts(state) && seatsOf(state).filter(isInside).every(hasKeys) ? 'e2e' : 'none';

/** A person who waits is told nothing that depends on others. */
function peopleWith(state: RoomState, seat: Seat): Seat[] {
  const pair = privatePairOf(state, seat.id);
  if (pair) return [pair.hostId, pair.seatId].flatMap((id) => seatOf(state, id) ?? []);
  return isInside(seat) ? seatsOf(state).filter(isInside) : [seat];
}

const encrypts = ({ settings }: RoomState): boolean => settings.encryption !== 'off';

const hasKeys = ({ e2ee }: Pick<Seat, 'e2ee'>): boolean => e2ee !== null;

/**
 * Why somebody with these keys may not enter; null: nothing in the way. With `e2ee-would-end` they may if a host agrees.
 * A host needs no agreement while no other one is inside: nobody could give it.
 */
export function encryptionRefusal(
  state: RoomState,
  { id }: Seat,
  { claims, e2ee }: { claims: Claims; e2ee: Seat['e2ee'] },
): EncryptionRefusal | null {
  if (!encrypts(state) || e2ee !== null) return null;
  if (state.settings.encryption === 'required') return 'e2ee-unsupported';
  if (encryptionOfRoom(state) === 'none') return null;
  return claims.grants.canAdmit && !isOtherHostInside(state, id) ? null : 'e2ee-would-end';
}

/** Hosts whose connection is lost count: they may come back and decide. */
export const isOtherHostInside = (state: RoomState, id: SeatId): boolean =>
  seatsOf(state).some((other) => other.id !== id && isInside(other) && isHost(other));

/** What a seat is told of its own encryption; nothing in a room that does not encrypt. */
export function ownEncryptionView(state: RoomState, seat: Seat): Pick<Self, 'encryption' | 'stay' | 'audience'> {
  if (!encrypts(state)) return {};
  const audience = audienceOf(state, seat.id).map(({ seatId }) => seatId);
  return { encryption: encryptionOf(state, seat), stay: stayOf(seat), audience };
}

/** The same for a second device that waits: nothing of the seat. */
export function ownEncryptionOfDevice(
  state: RoomState,
  device: Challenger,
): Pick<Self, 'encryption' | 'stay' | 'audience'> {
  return encrypts(state) ? { encryption: hasKeys(device) ? 'e2e' : 'none', stay: 0, audience: [] } : {};
}

/** Public keys of a person, for those who may see this person; nothing in a room that does not encrypt. */
export function keysView(state: RoomState, holder: Seat | Challenger): Pick<Participant, 'e2ee' | 'stay'> {
  if (!encrypts(state)) return {};
  const { e2ee } = holder;
  return { ...(e2ee !== null && { e2ee }), stay: 'admissions' in holder ? stayOf(holder) : 0 };
}
