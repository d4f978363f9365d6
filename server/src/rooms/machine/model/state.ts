/** Reading a room's state: who is where, and what their grants are worth now. */
import type { Grants, RoomSettings } from '@hearthroom/sdk/protocol';
import type { Actor, ConnectionId, RoomState, Seat, SeatId } from './types.ts';

/** A lost connection that returns within this time is a blip: nobody acts on it. */
export const blipMs = 5_000;

export function createRoomState(options: { roomId: string; settings: RoomSettings; now: number }): RoomState {
  const { roomId, settings, now } = options;
  const opensAt = instantMs(settings.opensAt);
  return {
    version: 1,
    roomId,
    settings,
    phase: opensAt !== null && opensAt > now ? 'scheduled' : 'open',
    endedBy: null,
    seats: {},
    leadId: null,
    handedOverTo: null,
    therapistId: null,
    therapistAbsence: null,
    everAdmitted: false,
    passcodeHash: null,
    circle: settings.reveal === 'together' ? 'closed' : 'open',
    circleOpensAt: null,
    apart: [],
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
  };
}

/** For durations outside the machine: goes on evenly with the time that the room has seen, whatever the clock is set to. */
export const elapsedMs = ({ now, steppedMs }: RoomState): number => now - steppedMs;

/** How long before it happens somebody is told that they will be seen and heard. */
export const noticeMsOf = ({ settings }: RoomState): number => settings.meetingNoticeSeconds * 1_000;

/** ISO 8601 to milliseconds since 1970. Date.parse reads no clock, so the machine stays pure. */
export function instantMs(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

export const seatsOf = (state: RoomState): Seat[] => Object.values(state.seats);

/** Looks up by own keys alone: ids come from the wire, and `__proto__` is nobody's seat. */
export function seatOf(state: RoomState, seatId: SeatId): Seat | undefined {
  return Object.hasOwn(state.seats, seatId) ? state.seats[seatId] : undefined;
}

export const isHost = (seat: Seat): boolean => seat.claims.grants.canAdmit;

/** Admitted, connected or within its lease. */
export const isInside = (seat: Seat): boolean => seat.state === 'admitted' || seat.state === 'suspended';

/** Admitted and connected. A grant acts only while its holder is present. */
export function isPresent(state: RoomState, seatId: SeatId): boolean {
  return seatOf(state, seatId)?.state === 'admitted';
}

export const presentHosts = (state: RoomState): Seat[] =>
  seatsOf(state)
    .filter((seat) => seat.state === 'admitted' && isHost(seat))
    .sort((a, b) => a.admissionOrder - b.admissionOrder);

/** The token's grants, and what a host is given besides while no therapist is present. */
export function effectiveGrants(state: RoomState, seat: Seat): Required<Grants> {
  const { grants } = seat.claims;
  if (!isHost(seat)) return grants;
  const leadsOn = state.handedOverTo === seat.id;
  const mayExtend = leadsOn || state.therapistAbsence?.stage === 'may-extend';
  return { ...grants, canEnd: grants.canEnd || leadsOn, canExtend: grants.canExtend || mayExtend };
}

/** May this actor do what the grant allows, now? The API always; a seat while it is present. */
export function actorMay(state: RoomState, actor: Actor, grant: keyof Grants): boolean {
  if (actor.kind === 'api') return true;
  const seat = seatOf(state, actor.seatId);
  return seat?.state === 'admitted' && effectiveGrants(state, seat)[grant];
}

export function seatOfIdentity(state: RoomState, sub: string): Seat | undefined {
  return seatsOf(state).find((seat) => seat.claims.sub === sub);
}

/** The seat that a connection holds or challenges. */
export function seatOfConnection(state: RoomState, connectionId: ConnectionId): Seat | undefined {
  return seatsOf(state).find(
    (seat) => seat.connectionId === connectionId || seat.challenger?.connectionId === connectionId,
  );
}

/** Whose media is kept under this id: a seat's own, or that of a connection of it, as for a second device that waits. */
export const seatOfMedia = (state: RoomState, mediaId: string): Seat | undefined =>
  seatOf(state, mediaId) ?? seatOfConnection(state, mediaId);

/** Seats that count against maxParticipants: suspended ones keep their place. */
export const occupiedPlaces = (state: RoomState): number => seatsOf(state).filter(isInside).length;

/** Everybody who waits, plain entries and second devices, but for those of one seat. */
export const waitingCount = (state: RoomState, except: Seat): number =>
  seatsOf(state).reduce((sum, seat) => {
    if (seat === except) return sum;
    return sum + (seat.state === 'waiting' ? 1 : 0) + (seat.challenger ? 1 : 0);
  }, 0);
