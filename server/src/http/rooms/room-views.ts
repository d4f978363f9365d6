/** Rooms and seats in the format of the API. */
import type { AgreementReceipt, Attendance, Room, SeatView } from '@hearthroom/sdk/protocol';
import type { AttendanceRow } from '../../rooms/attendance-report.ts';
import { displayName } from '../../rooms/machine/index.ts';
import type { RoomState, Seat } from '../../rooms/machine/model/types.ts';
import type { Receipt, RoomRecord } from '../../rooms/ports.ts';
import { formatInstant } from '../schemas/instant.ts';

export function roomView({ id, state, region, createdAt, updatedAt }: RoomRecord): Room {
  return {
    id,
    settings: state.settings,
    hasPasscode: state.passcodeHash !== null,
    phase: state.phase,
    ...(region !== null && { region }),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    seats: countSeats(state),
  };
}

function countSeats({ seats }: RoomState): Room['seats'] {
  const count = (state: Seat['state']) => Object.values(seats).filter((seat) => seat.state === state).length;
  return { admitted: count('admitted'), suspended: count('suspended'), waiting: count('waiting') };
}

export function seatView(whole: Seat): SeatView {
  const { id, claims, challenger, ...seat } = whole;
  return {
    id,
    sub: claims.sub,
    name: displayName(whole),
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

export function attendanceView(row: AttendanceRow): Attendance {
  return {
    seatId: row.seatId,
    role: row.role,
    label: row.label,
    firstAdmittedAt: formatInstant(row.firstAdmittedAt),
    lastLeftAt: row.lastLeftAt === null ? null : formatInstant(row.lastLeftAt),
    secondsPresent: Math.round(row.presentMs / 1_000),
  };
}

export function receiptView({ seatId, version, textSha256, acceptedAt, withdrawnAt }: Receipt): AgreementReceipt {
  return {
    seatId,
    version,
    textSha256,
    acceptedAt: formatInstant(acceptedAt),
    withdrawnAt: withdrawnAt === null ? null : formatInstant(withdrawnAt),
  };
}
