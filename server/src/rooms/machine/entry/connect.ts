/** Connecting and disconnecting: new seats, entries, resumes, second devices, lost and closed connections. */

import type { Grants } from '@hearthroom/sdk/protocol';
import { noteMissedTurn } from '../group/go-round.ts';
import { closeConnection, type Draft, nextNumber, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, seatOf, seatOfConnection, seatOfIdentity, waitingCount } from '../model/state.ts';
import type { Challenger, Claims, ConnectionId, RoomState, Seat } from '../model/types.ts';
import { encryptionRefusal } from '../visibility/encryption.ts';
import { endPrivatePair, privatePairOf } from '../visibility/places.ts';
import { forgetConsents, missingConsents } from './consent.ts';
import { noteDeparture } from './departures.ts';
import { admitsApartFromKeys, admitsOnConnecting } from './direct-entry.ts';
import { dropChallenger, emptySeat, enterGroup, forgetAnswers, promoteChallenger, waitAnew } from './seat-changes.ts';

type Connected = Extract<RoomEvent, { type: 'connected' }>;

export function connect(draft: Draft, event: Connected): void {
  const { claims } = event;
  const { state } = draft;
  if (claims.grants.canAdmit && (claims.role === 'client' || claims.role === 'observer')) reject('token-invalid');
  if (seatOfConnection(state, event.connectionId)) reject('already-authenticated');
  const seat = seatOfIdentity(state, claims.sub);
  if (seat?.banned || isLockedOut(state, seat, claims)) reject('not-available');
  if (seat && (isInside(seat) || seat.state === 'waiting')) returnToHeldSeat(draft, seat, event);
  else enter(draft, seat ?? addSeat(draft, event), event);
}

/** Checked first: without the passcode a connection learns nothing about the room or its own seat. */
export function checkPasscode(state: RoomState, event: Connected): void {
  if (event.passcode === 'right') return;
  const seat = seatOfIdentity(state, event.claims.sub);
  if (seat && (provesToHold(seat, event) || provesToBeDevice(seat, event))) return;
  reject(event.passcode === 'wrong' ? 'passcode-wrong' : 'passcode-required');
}

/**
 * A locked room refuses identities that never had a seat in it, and those whom hosts removed. All others may come back
 * to wait, whatever the state of their seat: otherwise a forwarded link would reveal whether its owner is inside. Hosts
 * with bypass are admitted at once, locked or not: if the only therapist were locked out, nobody inside could let them
 * in.
 */
function isLockedOut(state: RoomState, seat: Seat | undefined, claims: Claims): boolean {
  if (!state.settings.locked) return false;
  if (isBypassingHost(claims) && !seat?.mustBeAdmitted) return false;
  return !seat || seat.state === 'removed';
}

const isBypassingHost = (claims: Claims): boolean => claims.grants.canAdmit && claims.waitingRoom === 'bypass';

function addSeat(draft: Draft, event: Connected): Seat {
  // The caller makes unused ids; a repeated one must not overwrite a seat.
  if (event.newSeatId === '__proto__' || seatOf(draft.state, event.newSeatId)) reject('internal');
  const seat: Seat = {
    id: event.newSeatId,
    claims: event.claims,
    state: 'left',
    connectionId: null,
    resumeHash: null,
    formerResumeHash: null,
    epoch: 0,
    mustBeAdmitted: false,
    banned: false,
    waitingSince: draft.now,
    admittedAt: null,
    admissionOrder: 0,
    admissions: 0,
    challenger: null,
    otherDevice: false,
    renamedTo: null,
    acceptedAgreement: null,
    handRaised: null,
    help: null,
    meetingsDeclined: 0,
    consent: null,
    waitsBecause: null,
    e2ee: null,
    attendance: { firstAdmittedAt: null, lastLeftAt: null, presentMs: 0, presentSince: null },
  };
  draft.state.seats[seat.id] = seat;
  return seat;
}

/** A new entry: nothing remains from an earlier stay except what a host decided about the person. */
function enter(draft: Draft, seat: Seat, event: Connected): void {
  const wasInside = isInside(seat);
  // With the seat's former keys: somebody who was inside without keys ends nothing.
  const refusal = encryptionRefusal(draft.state, seat, event);
  dropChallenger(draft, seat, 'replaced');
  bind(draft, seat, event);
  forgetConsents(seat);
  seat.waitsBecause = null;
  seat.renamedTo = null;
  seat.epoch = nextNumber(draft);
  seat.waitingSince = draft.now;
  // Leave the old place first, so that the seat does not count against its own limit.
  seat.state = 'left';
  if (refusal === null && admitsApartFromKeys(draft, seat)) {
    if (wasInside) seat.state = 'admitted';
    enterGroup(draft, seat);
  } else {
    checkWaitingPlace(draft, event.claims, seat);
    seat.state = 'waiting';
  }
}

function bind(draft: Draft, seat: Seat, event: Connected): void {
  endPrivatePair(draft, seat.id);
  const isProven = provesToHold(seat, event);
  if (!isProven && !isInside(seat)) forgetDevice(draft, seat);
  if (!isProven && seat.state === 'waiting') seat.otherDevice = true;
  seat.formerResumeHash = isProven ? event.presentedResumeHash : null;
  seat.claims = event.claims;
  seat.connectionId = event.connectionId;
  seat.resumeHash = event.resumeHash;
  seat.e2ee = event.e2ee;
}

/**
 * Acceptance, name and answers apply only to the device they were given on. A connection with only the token starts
 * without them.
 */
function forgetDevice(draft: Draft, seat: Seat): void {
  seat.acceptedAgreement = null;
  seat.renamedTo = null;
  seat.waitsBecause = null;
  forgetAnswers(draft, seat.id);
}

function provesToHold(seat: Seat | Challenger, { presentedResumeHash: presented }: Connected): boolean {
  return presented !== null && (presented === seat.resumeHash || presented === seat.formerResumeHash);
}

/** A second device that resumes its own wait with its own resume secret. */
const provesToBeDevice = ({ challenger }: Seat, event: Connected): boolean =>
  challenger !== null && provesToHold(challenger, event);

/** The person's own waits are not counted, so that a refusal (no space) does not reveal whether they are here. */
function checkWaitingPlace(draft: Draft, claims: Claims, seat: Seat): void {
  if (claims.grants.canAdmit) return;
  if (waitingCount(draft.state, seat) >= draft.state.settings.maxWaiting) reject('not-available');
}

/**
 * A connection with the seat's resume secret continues with the seat. With only the token it waits: it replaces the
 * device that waits for this identity, or waits as a second device if the seat is inside or in a preview. Among a
 * host's own devices the newest one takes the seat. A client's token never takes a host's seat, and a host's token with
 * bypass never waits behind a client's.
 */
function returnToHeldSeat(draft: Draft, seat: Seat, event: Connected): void {
  const { claims } = event;
  const isProven = provesToHold(seat, event);
  const isHostsOwn = claims.grants.canAdmit && (isHost(seat) || isBypassingHost(claims));
  if (!isProven && !isHostsOwn) {
    if (!mayTakeWait(draft.state, seat, claims)) {
      challenge(draft, seat, event);
      return;
    }
    checkWaitingPlace(draft, claims, seat);
  }
  // From host to client is a new entry too, although it has fewer rights: nobody joins the clients without being
  // admitted as one.
  const becomesHostOrClient = isHost(seat) !== claims.grants.canAdmit;
  const entersAnew =
    gainsRights(claims, seat.claims) || becomesHostOrClient || needsConsentAgain(draft.state, seat, event);
  closeConnection(draft, seat.connectionId, 'replaced');
  if (entersAnew) {
    enter(draft, seat, event);
    return;
  }
  const refusal = encryptionRefusal(draft.state, seat, event);
  bind(draft, seat, event);
  if (seat.state === 'waiting') waitAgain(draft, seat);
  else if (refusal === null) seat.state = 'admitted';
  else waitAnew(draft, seat, 'e2ee-unsupported');
}

/**
 * At most one wait per identity, and the newest device has it. With two waits, a third device would end one of them,
 * and which one would reveal to the holder of a forwarded link whether its owner is here.
 */
function mayTakeWait(state: RoomState, seat: Seat, claims: Claims): boolean {
  if (seat.state !== 'waiting' || seat.challenger || privatePairOf(state, seat.id)) return false;
  return seat.connectionId === null || isHost(seat) === claims.grants.canAdmit;
}

/** A client who comes back as an observer needs the consent of the clients. */
function needsConsentAgain(state: RoomState, seat: Seat, { claims }: Connected): boolean {
  return seat.claims.role !== 'observer' && missingConsents(state, seat, claims) > 0;
}

/**
 * Keeps the position in the queue but gets a new number, so that an admit of the old entry is stale. Clients continue
 * to wait, also if the session became live or the waiting room was switched off meanwhile: reconnecting must not admit
 * them.
 */
function waitAgain(draft: Draft, seat: Seat): void {
  seat.epoch = nextNumber(draft);
  if (isHost(seat) && admitsOnConnecting(draft, seat)) enterGroup(draft, seat);
}

function challenge(draft: Draft, seat: Seat, event: Connected): void {
  const before = provesToBeDevice(seat, event) ? seat.challenger : null;
  dropChallenger(draft, seat, 'replaced');
  if (!before) checkWaitingPlace(draft, event.claims, seat);
  seat.challenger = {
    connectionId: event.connectionId,
    epoch: nextNumber(draft),
    claims: event.claims,
    resumeHash: event.resumeHash,
    formerResumeHash: before && event.presentedResumeHash,
    waitingSince: before?.waitingSince ?? draft.now,
    acceptedAgreement: before?.acceptedAgreement ?? null,
    e2ee: event.e2ee,
  };
}

/** Does the new token allow anything that the old one didn't? */
function gainsRights(next: Claims, previous: Claims): boolean {
  const grants = Object.keys(next.grants) as (keyof Grants)[];
  const gains = grants.some((grant) => next.grants[grant] && !previous.grants[grant]);
  return gains || (next.waitingRoom === 'bypass' && previous.waitingRoom === 'required');
}

/**
 * Connection lost: an admitted seat is kept for its lease, a waiting one keeps its position; settle() starts the lease.
 */
export function disconnect(draft: Draft, connectionId: ConnectionId): void {
  const seat = seatOfConnection(draft.state, connectionId) ?? reject('not-found');
  if (seat.challenger?.connectionId === connectionId) {
    seat.challenger.connectionId = null;
    return;
  }
  seat.connectionId = null;
  if (seat.state === 'admitted') seat.state = 'suspended';
}

export function leave(draft: Draft, event: Extract<RoomEvent, { type: 'left' }>): void {
  const { connectionId } = event;
  const seat = seatOfConnection(draft.state, connectionId) ?? reject('not-found');
  closeConnection(draft, connectionId, 'left');
  if (seat.challenger?.connectionId === connectionId) {
    seat.challenger = null;
    return;
  }
  noteDeparture(draft, seat, event.quickly ? 'left-quickly' : 'left');
  emptySeat(seat, 'left');
  promoteChallenger(draft, seat);
}

/** The lease of a seat without a connection is over. */
export function expire(draft: Draft, seat: Seat): void {
  noteDeparture(draft, seat, 'connection-lost');
  noteMissedTurn(draft, seat.id);
  emptySeat(seat, 'expired');
  promoteChallenger(draft, seat);
}
