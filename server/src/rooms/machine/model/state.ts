/** Reads a room's state: who is where, and which grants apply now. */
import type { Grants, RoomSettings } from '@hearthroom/sdk/protocol';
import type { Actor } from './events.ts';
import type { ConnectionId, RoomState, Seat, SeatId } from './types.ts';

/** A connection lost for less than this time is a blip: nothing reacts to it. */
export const shortLossMs = 5_000;

export function createRoomState(options: { roomId: string; settings: RoomSettings; now: number }): RoomState {
  const { roomId, settings, now } = options;
  const opensAt = instantMs(settings.opensAt);
  return {
    version: 2,
    roomId,
    settings,
    phase: opensAt !== null && opensAt > now ? 'scheduled' : 'open',
    endedBy: null,
    seats: {},
    leadId: null,
    handedOverTo: null,
    therapistId: null,
    therapistAbsence: null,
    hold: null,
    everAdmitted: false,
    passcodeHash: null,
    circle: settings.reveal === 'together' ? 'closed' : 'open',
    circleOpensAt: null,
    privatePairs: [],
    meetings: [],
    goRound: null,
    turnUndo: null,
    breakout: null,
    spotlightId: null,
    departures: [],
    liveSince: null,
    extendedMs: 0,
    extensionUndo: null,
    attendance: [],
    timers: {},
    counter: 0,
    now,
    steppedMs: 0,
    // The last one: a loaded room has it there too.
    checkIn: null,
  };
}

/** For measuring durations outside the machine: monotonic, not affected by steps of the clock. */
export const elapsedMs = ({ now, steppedMs }: RoomState): number => now - steppedMs;

/** How long before they are seen and heard people are told, in milliseconds. */
export const noticeMsOf = ({ settings }: RoomState): number => settings.meetingNoticeSeconds * 1_000;

/** ISO 8601 to milliseconds since 1970. Date.parse reads no clock, so the machine stays pure. */
export function instantMs(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

export const seatsOf = (state: RoomState): Seat[] => Object.values(state.seats);

/** Own properties only: ids come from the wire, and `__proto__` is not a seat. */
export function seatOf(state: RoomState, seatId: SeatId): Seat | undefined {
  return Object.hasOwn(state.seats, seatId) ? state.seats[seatId] : undefined;
}

export const isHost = (seat: Seat): boolean => seat.claims.grants.canAdmit;

/** Admitted, connected or within its lease. */
export const isInside = (seat: Seat): boolean => seat.state === 'admitted' || seat.state === 'suspended';

/** Admitted and connected. A grant is effective only while its holder is present. */
export function isPresent(state: RoomState, seatId: SeatId): boolean {
  return seatOf(state, seatId)?.state === 'admitted';
}

export const presentHosts = (state: RoomState): Seat[] =>
  seatsOf(state)
    .filter((seat) => seat.state === 'admitted' && isHost(seat))
    .sort((a, b) => a.admissionOrder - b.admissionOrder);

/** The token's grants, and the additional ones of a host while no therapist is present. */
export function effectiveGrants(state: RoomState, seat: Seat): Required<Grants> {
  const { grants } = seat.claims;
  if (!isHost(seat)) return grants;
  const leadsOn = state.handedOverTo === seat.id;
  const mayExtend = leadsOn || state.therapistAbsence?.stage === 'may-extend';
  return { ...grants, canEnd: grants.canEnd || leadsOn, canExtend: grants.canExtend || mayExtend };
}

/** Does this actor have the grant now? The API always; a seat only while it is present. */
export function actorMay(state: RoomState, actor: Actor, grant: keyof Grants): boolean {
  if (actor.kind === 'api') return true;
  const seat = seatOf(state, actor.seatId);
  return seat?.state === 'admitted' && effectiveGrants(state, seat)[grant];
}

export function seatOfIdentity(state: RoomState, sub: string): Seat | undefined {
  return seatsOf(state).find((seat) => seat.claims.sub === sub);
}

/** The seat that this connection holds, or for which it waits as a second device. */
export function seatOfConnection(state: RoomState, connectionId: ConnectionId): Seat | undefined {
  return seatsOf(state).find(
    (seat) => seat.connectionId === connectionId || seat.challenger?.connectionId === connectionId,
  );
}

/** The seat for a media id, which is the id of a seat, or of a connection (for a second device that waits). */
export const seatOfMedia = (state: RoomState, mediaId: string): Seat | undefined =>
  seatOf(state, mediaId) ?? seatOfConnection(state, mediaId);

/** Seats that count against maxParticipants, including suspended ones. */
export const occupiedPlaces = (state: RoomState): number => seatsOf(state).filter(isInside).length;

/** Number of waiting entries, second devices included, without those of one seat. */
export const waitingCount = (state: RoomState, except: Seat): number =>
  seatsOf(state).reduce((sum, seat) => {
    if (seat === except) return sum;
    return sum + (seat.state === 'waiting' ? 1 : 0) + (seat.challenger ? 1 : 0);
  }, 0);
