/** Serialises a room for the store. */
import { defaultRoomSettings } from '@hearthroom/sdk/protocol';
import { createRoomState } from './model/state.ts';
import type { RoomState, Seat } from './model/types.ts';

/** The version of stored rooms that this code writes, and the newest one that it reads. */
export const stateVersion: RoomState['version'] = 2;

/** Without the check-in: what people answer is never stored. */
export function saveState(state: RoomState): string {
  return JSON.stringify({ ...state, checkIn: undefined });
}

/**
 * Fields that an earlier version did not store get the values that were in effect then.
 * @throws Error when the text is not a room of a version that this code knows
 */
export function loadState(text: string): RoomState {
  const stored = withPresentNames(JSON.parse(text));
  if (!(stored.version <= stateVersion))
    throw new Error(`stored room has version ${stored.version}, this server knows ${stateVersion}`);
  const settings = completed(stored.settings, { ...defaultRoomSettings, encryption: 'off' });
  const state = completed({ ...stored, version: stateVersion, settings }, createRoomState({ ...stored, settings }));
  state.checkIn = null;
  returnLeadOfEarlierVersion(state);
  if (state.goRound) state.goRound.missed ??= [];
  state.therapistId ??= state.leadId;
  if (state.breakout) state.breakout = completed(state.breakout, { arrivals: [] });
  for (const [id, seat] of Object.entries(state.seats)) {
    const { claims, challenger } = seat;
    claims.grants.canExtend ??= claims.grants.canEnd;
    if (challenger) {
      challenger.formerResumeHash ??= null;
      challenger.e2ee ??= null;
      challenger.claims.grants.canExtend ??= challenger.claims.grants.canEnd;
    }
    state.seats[id] = completed(seat, laterFieldsOf(seat));
    if (seat.consent) state.seats[id].consent = completed(seat.consent, { asked: true, repeats: {} });
  }
  return state;
}

/** Before version 0.2 private pairs were called `apart`. */
function withPresentNames({ apart, ...stored }: RoomState & { apart?: RoomState['privatePairs'] }): RoomState {
  return apart === undefined ? stored : { ...stored, privatePairs: apart };
}

/** Earlier versions moved the lead permanently; it belongs to the first therapist who was admitted. */
function returnLeadOfEarlierVersion(state: RoomState): void {
  if (state.handedOverTo === null || state.handedOverTo !== state.leadId) return;
  const therapists = Object.values(state.seats)
    .filter(({ claims, admissionOrder }) => claims.role === 'therapist' && admissionOrder > 0)
    .sort((a, b) => a.admissionOrder - b.admissionOrder);
  state.leadId = therapists[0]?.id ?? null;
  if (state.leadId === null || state.leadId === state.handedOverTo) state.handedOverTo = null;
}

function laterFieldsOf({ state, admittedAt }: Seat): Partial<Seat> {
  return {
    otherDevice: false,
    renamedTo: null,
    acceptedAgreement: null,
    handRaised: null,
    help: null,
    meetingsDeclined: 0,
    consent: null,
    waitsBecause: null,
    e2ee: null,
    admissions: admittedAt === null ? 0 : 1,
    attendance: {
      firstAdmittedAt: admittedAt,
      lastLeftAt: null,
      presentMs: 0,
      presentSince: state === 'admitted' ? admittedAt : null,
    },
  };
}

/** Adds missing fields at the end; existing ones stay as they are. */
function completed<T extends object>(value: T, defaults: Partial<T>): T {
  const missing = Object.entries(defaults).filter(([key]) => !Object.hasOwn(value, key));
  return missing.length === 0 ? value : { ...value, ...Object.fromEntries(missing) };
}
