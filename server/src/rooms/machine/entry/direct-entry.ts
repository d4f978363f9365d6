/** Who enters the group without being admitted by a host. */
import type { Draft } from '../model/draft.ts';
import { instantMs, isHost, occupiedPlaces } from '../model/state.ts';
import type { Seat } from '../model/types.ts';
import { encryptionRefusal } from '../visibility/encryption.ts';
import { mayBeAdmittedByAgreement } from './accepted-agreement.ts';
import { missingConsents } from './consent.ts';
import { enterGroup } from './seat-changes.ts';

export function admitsOnConnecting(draft: Draft, seat: Seat): boolean {
  const { state } = draft;
  if (seat.mustBeAdmitted || encryptionRefusal(state, seat, seat) !== null) return false;
  if (isHost(seat)) {
    if (seat.claims.waitingRoom !== 'bypass') return false;
    return state.phase !== 'scheduled' || openForEarlyHost(draft);
  }
  if (missingConsents(state, seat, seat.claims) > 0) return false;
  if (!mayBeAdmittedByAgreement(state, seat.claims, seat)) return false;
  // Nobody enters a locked room directly. Somebody whose lease is over may come back, but waits.
  if (state.phase !== 'live' || state.settings.locked) return false;
  if (occupiedPlaces(state) >= state.settings.maxParticipants) return false;
  return seat.claims.waitingRoom === 'bypass' || (!state.settings.waitingRoom && seat.claims.role === 'client');
}

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
