/** Changes of one seat: entering the group, waiting, being emptied, and moving from one device to another. */

import type { CloseReason } from '../../../../../sdk/protocol/codes.ts';
import type { WaitReason } from '../../../../../sdk/protocol/schemas/person-schemas.ts';
import type { Draft } from '../model/draft.ts';
import { closeConnection, nextNumber } from '../model/draft.ts';
import { isInside, seatsOf } from '../model/state.ts';
import type { Challenger, Consent, Seat, SeatId } from '../model/types.ts';
import { endPrivatePair } from '../visibility/places.ts';
/** Ends a second device's wait. */
export function dropChallenger(draft: Draft, seat: Seat, reason: CloseReason): void {
  closeConnection(draft, seat.challenger?.connectionId ?? null, reason);
  seat.challenger = null;
}

/**
 * The second device becomes the seat's own entry and continues to wait, after the first one left or its lease is over.
 */
export function promoteChallenger(draft: Draft, seat: Seat): void {
  const { challenger } = seat;
  if (!challenger) return;
  const { timers } = draft.state;
  const lease = timers[`device:${seat.id}`];
  // The lease began when the second device lost its connection; it isn't started again.
  if (lease) timers[`lease:${seat.id}`] = lease;
  handSeatTo(draft, seat, challenger);
  seat.state = 'waiting';
  seat.otherDevice = true;
  seat.waitingSince = challenger.waitingSince;
}

/** The second device takes over the seat. */
export function handSeatTo(draft: Draft, seat: Seat, challenger: Challenger): void {
  endPrivatePair(draft, seat.id);
  seat.claims = challenger.claims;
  seat.connectionId = challenger.connectionId;
  seat.resumeHash = challenger.resumeHash;
  seat.formerResumeHash = challenger.formerResumeHash;
  seat.epoch = challenger.epoch;
  seat.renamedTo = null;
  seat.acceptedAgreement = challenger.acceptedAgreement;
  seat.e2ee = challenger.e2ee;
  seat.waitsBecause = null;
  forgetAnswers(draft, seat.id);
  seat.challenger = null;
  const version = seat.acceptedAgreement;
  if (version !== null) draft.effects.push({ type: 'agreementAccepted', seatId: seat.id, version });
}

/** A person's answers about observers apply only to the device they were given on. */
export function forgetAnswers({ state }: Draft, clientId: SeatId): void {
  for (const { consent } of seatsOf(state)) if (consent) forgetAnswer(consent, clientId);
}

export function forgetAnswer(consent: Consent, clientId: SeatId): void {
  consent.agreed = consent.agreed.filter((id) => id !== clientId);
  consent.refused = consent.refused.filter((id) => id !== clientId);
}

/** Removes the connection, the resume secrets and the public keys, so that nobody holds the seat. */
export function emptySeat(seat: Seat, state: 'left' | 'expired' | 'denied' | 'removed'): void {
  seat.state = state;
  seat.connectionId = null;
  seat.resumeHash = null;
  seat.formerResumeHash = null;
  seat.e2ee = null;
}

/**
 * Puts a seat into the group; the caller has checked that it may enter. A seat inside already keeps its position in the
 * roster.
 */
export function enterGroup(draft: Draft, seat: Seat): void {
  if (!isInside(seat)) {
    seat.admissionOrder = nextNumber(draft);
    seat.admissions += 1;
    seat.meetingsDeclined = 0;
  }
  seat.state = 'admitted';
  seat.otherDevice = false;
  seat.waitsBecause = null;
  seat.mustBeAdmitted = false;
  seat.admittedAt ??= draft.now;
  draft.state.everAdmitted = true;
}

/** Puts a seat back into the waiting room. Only an admit ends this wait. */
export function putBack(draft: Draft, seat: Seat, because: WaitReason): void {
  waitAnew(draft, seat, because);
  seat.mustBeAdmitted = true;
}

/** A seat that was inside waits, with a new entry. */
export function waitAnew(draft: Draft, seat: Seat, because: WaitReason): void {
  seat.state = 'waiting';
  seat.waitsBecause = because;
  seat.epoch = nextNumber(draft);
  seat.waitingSince = draft.now;
}
