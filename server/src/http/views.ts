/** Rooms and seats as the API shows them. */
import type { Room, SeatView } from '@hearthroom/sdk/protocol';
import type { RoomState, Seat } from '../rooms/machine/types.ts';
import type { RoomRecord } from '../rooms/ports.ts';

export function roomView({ id, state, createdAt, updatedAt }: RoomRecord): Room {
  return {
    id,
    settings: state.settings,
    phase: state.phase,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    seats: countSeats(state),
  };
}

function countSeats({ seats }: RoomState): Room['seats'] {
  const count = (state: Seat['state']) => Object.values(seats).filter((seat) => seat.state === state).length;
  return { admitted: count('admitted'), suspended: count('suspended'), waiting: count('waiting') };
}

export function seatView({ id, claims, challenger, ...seat }: Seat): SeatView {
  return {
    id,
    sub: claims.sub,
    name: claims.name,
    label: claims.label,
    role: claims.role,
    state: seat.state,
    connected: seat.connectionId !== null,
    epoch: seat.epoch,
    mustBeAdmitted: seat.mustBeAdmitted,
    banned: seat.banned,
    secondDeviceWaits: challenger !== null,
    secondDeviceEpoch: challenger?.epoch ?? null,
  };
}
