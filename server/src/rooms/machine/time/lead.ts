/**
 * Who leads the session. The lead belongs to the first therapist who was present. With `hand-over` it is lent to a
 * present host while that therapist is away; with the other policies nobody else gets it.
 */
import type { Draft } from '../model/draft.ts';
import { isHost, isInside, presentHosts, seatOf } from '../model/state.ts';
import type { RoomState, Seat, SeatId } from '../model/types.ts';

/** The present lead: the host to whom it is lent, otherwise its owner, who may be away. */
export const leadOf = (state: RoomState): SeatId | null => state.handedOverTo ?? state.leadId;

export const isPresentTherapist = (seat: Seat): boolean =>
  seat.state === 'admitted' && isHost(seat) && seat.claims.role === 'therapist';

/** Present as a therapist: an owner of the lead who comes back as a client or cotherapist doesn't count. */
function isOwnerPresent(state: RoomState): boolean {
  const owner = state.leadId === null ? undefined : seatOf(state, state.leadId);
  return owner !== undefined && isPresentTherapist(owner);
}

/** After every event: assigns the lead to its owner, and returns a lent one when the reason is gone. */
export function settleLead(draft: Draft): void {
  const { state } = draft;
  state.leadId ??= presentHosts(state).find(isPresentTherapist)?.id ?? null;
  if (state.handedOverTo === null) return;
  const holder = seatOf(state, state.handedOverTo);
  const mayKeep = holder !== undefined && isInside(holder) && isHost(holder);
  if (state.settings.absencePolicy !== 'hand-over' || isOwnerPresent(state) || !mayKeep) state.handedOverTo = null;
  else if (!holder.claims.grants.canEnd) state.handedOverTo = hostWithCanEnd(state)?.id ?? holder.id;
}

/** Hosts to whom the lead may be lent. Never its owner, even if they came back as a cotherapist. */
const possibleHolders = (state: RoomState): Seat[] => presentHosts(state).filter(({ id }) => id !== state.leadId);

/** A host with `canEnd` by their own token is preferred to one who would get it with the lead. */
const hostWithCanEnd = (state: RoomState): Seat | undefined =>
  possibleHolders(state).find(({ claims }) => claims.grants.canEnd);

/** Is the owner away, and a host present to whom the lead would be lent? */
export function isLeadAway(state: RoomState): boolean {
  if (state.settings.absencePolicy !== 'hand-over' || state.leadId === null || isOwnerPresent(state)) return false;
  const holder = state.handedOverTo === null ? undefined : seatOf(state, state.handedOverTo);
  return holder?.state !== 'admitted' && possibleHolders(state).length > 0;
}

/** The grace is over: lends the lead, with `canEnd`, to a present host until the therapist is back. */
export function lendLead({ state }: Draft): void {
  const next = hostWithCanEnd(state) ?? possibleHolders(state)[0];
  if (next) state.handedOverTo = next.id;
}
