/** Who enters the group without being admitted by a host. */
import type { Draft } from '../model/draft.ts';
import { instantMs, isHost, occupiedPlaces, seatsOf } from '../model/state.ts';
import type { RoomState, Seat } from '../model/types.ts';
import { encryptionRefusal, isOtherHostInside } from '../visibility/encryption.ts';
import { mayBeAdmittedByAgreement } from './accepted-agreement.ts';
import { missingConsents } from './consent.ts';
import { enterGroup } from './seat-changes.ts';

export const admitsOnConnecting = (draft: Draft, seat: Seat): boolean =>
  encryptionRefusal(draft.state, seat, seat) === null && admitsApartFromKeys(draft, seat);

/** The caller has checked that encryption does not prevent it. */
export function admitsApartFromKeys(draft: Draft, seat: Seat): boolean {
  const { state } = draft;
  if (seat.mustBeAdmitted) return false;
  if (isHost(seat)) {
    // A host who was inside, and only lacked keys when they came back, has been admitted already.
    if (seat.claims.waitingRoom !== 'bypass' && seat.waitsBecause !== 'e2ee-unsupported') return false;
    return state.phase !== 'scheduled' || openForEarlyHost(draft);
  }
  if (missingConsents(state, seat, seat.claims) > 0) return false;
  if (!mayBeAdmittedByAgreement(state, seat.claims, seat)) return false;
  // Nobody enters a locked room directly. Somebody whose lease is over may come back, but waits.
  if (state.phase !== 'live' || state.settings.locked) return false;
  if (occupiedPlaces(state) >= state.settings.maxParticipants) return false;
  return seat.claims.waitingRoom === 'bypass' || (!state.settings.waitingRoom && seat.claims.role === 'client');
}

/**
 * Hosts who came too early enter when the room opens; otherwise nobody could ever admit them. Those who can encrypt first:
 * they decide about the others.
 */
export function letWaitingHostsIn(draft: Draft): void {
  const hosts = waitingHosts(draft.state).sort((a, b) => Number(a.e2ee === null) - Number(b.e2ee === null));
  for (const seat of hosts) if (admitsOnConnecting(draft, seat)) enterGroup(draft, seat);
}

/**
 * Hosts without keys, who waited for the decision of another host, enter when no other host is left: otherwise nobody
 * could ever admit them.
 * @param before the room before this event
 */
export function letHostsWithoutKeysIn(draft: Draft, before: RoomState): void {
  if (before.settings.encryption === 'off') return;
  const mayEnter = (state: RoomState, seat: Seat): boolean =>
    encryptionRefusal(state, seat, seat) === null && !isOtherHostInside(state, seat.id);
  // All at once: after the first one nothing ends by the others.
  const hosts = waitingHosts(draft.state).filter(
    (seat) => seat.e2ee === null && mayEnter(draft.state, seat) && !mayEnter(before, seat),
  );
  for (const seat of hosts) if (admitsOnConnecting(draft, seat)) enterGroup(draft, seat);
}

const waitingHosts = (state: RoomState): Seat[] =>
  seatsOf(state).filter((seat) => seat.state === 'waiting' && seat.connectionId !== null && isHost(seat));

/** A host who connects within `earlyEntrySeconds` before opensAt opens the room. */
function openForEarlyHost(draft: Draft): boolean {
  const { settings } = draft.state;
  const opensAt = instantMs(settings.opensAt) ?? draft.now;
  if (draft.now < opensAt - settings.earlyEntrySeconds * 1_000) return false;
  draft.state.phase = 'open';
  return true;
}

/** Somebody who accepts the agreement while waiting enters if nothing else prevents it, as on connecting. */
export function enterIfDoorIsOpen(draft: Draft, seat: Seat): void {
  if (seat.state === 'waiting' && !isHost(seat) && admitsOnConnecting(draft, seat)) enterGroup(draft, seat);
}
