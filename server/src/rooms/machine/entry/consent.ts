/**
 * With `observerConsent: all` an observer enters when every client inside has agreed, and is put back when one of them
 * refuses.
 */

import type { ConsentQuestion } from '@hearthroom/sdk/protocol';
import { displayName } from '../group/presence.ts';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, isPresent, seatOf, seatsOf } from '../model/state.ts';
import type { Claims, Consent, RoomState, Seat, SeatId } from '../model/types.ts';
import { needsConsent } from '../visibility/observing.ts';
import { requireGrant } from '../visibility/permissions.ts';
import { forgetAnswer, putBack } from './seat-changes.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/**
 * How often a client who refused may be asked again about the same observer. Limited so that asking does not become
 * pressure.
 */
const maxRepeats = 2;

const nothingSaid = (): Consent => ({ asked: false, agreed: [], refused: [], repeats: {} });

const isAskedClient = (seat: Seat): boolean => isInside(seat) && seat.claims.role === 'client';

/**
 * Tells the clients the observer's name. Answers given earlier stay. If asked again, clients who refused are asked once
 * more, a limited number of times.
 */
export function askConsent(draft: Draft, event: EventOf<'askConsent'>): void {
  requireGrant(draft, event.actor, 'canAdmit');
  const seat = seatOf(draft.state, event.seatId) ?? reject('not-found');
  if (seat.state !== 'waiting' || seat.epoch !== event.epoch) reject('stale-entry');
  if (!needsConsent(draft.state, seat.claims)) reject('not-allowed');
  seat.consent ??= nothingSaid();
  if (seat.consent.asked) askAgain(draft, seat, seat.consent);
  seat.consent.asked = true;
}

function askAgain({ state }: Draft, seat: Seat, consent: Consent): void {
  const declined = declinedBy(state, seat);
  const again = declined.filter((id) => mayBeAskedAgain(consent, id));
  if (declined.length > 0 && again.length === 0) reject('limit-exceeded');
  for (const id of again) consent.repeats[id] = (consent.repeats[id] ?? 0) + 1;
  consent.refused = consent.refused.filter((id) => !again.includes(id));
}

const mayBeAskedAgain = ({ repeats }: Consent, id: SeatId): boolean => (repeats[id] ?? 0) < maxRepeats;

/** Clients inside who have refused. */
function declinedBy(state: RoomState, { consent }: Seat): SeatId[] {
  return (consent?.refused ?? []).filter((id) => isIdOf(state, id, isAskedClient));
}

function isIdOf(state: RoomState, id: SeatId, isOne: (seat: Seat) => boolean): boolean {
  const seat = seatOf(state, id);
  return seat !== undefined && isOne(seat);
}

/** The answer may be changed at any time: a late refusal puts the observer back into the waiting room. */
export function answerConsent(draft: Draft, event: EventOf<'answerConsent'>): void {
  const { state } = draft;
  const { seatId: clientId } = event.actor;
  if (!isPresent(state, clientId)) reject('not-admitted');
  if (seatOf(state, clientId)?.claims.role !== 'client') reject('not-allowed');
  const seat = seatOf(state, event.seatId);
  if (!seat || !isAsked(state, seat)) reject('not-found');
  seat.consent ??= nothingSaid();
  // An observer who is put back by this answer keeps the open question while waiting.
  seat.consent.asked = true;
  forgetAnswer(seat.consent, clientId);
  seat.consent[event.consent ? 'agreed' : 'refused'].push(clientId);
}

/** Clients are asked about every observer a host asks for, and about every observer inside. */
function isAsked(state: RoomState, seat: Seat): boolean {
  if (!needsConsent(state, seat.claims)) return false;
  return isInside(seat) || (seat.state === 'waiting' && seat.consent?.asked === true);
}

/**
 * The number of clients who have not yet agreed to somebody with these claims taking this seat; 0 if no consent is
 * needed.
 * @param newcomers clients admitted by the same step; they have to agree as well
 */
export function missingConsents(state: RoomState, seat: Seat, claims: Claims, newcomers: Seat[] = []): number {
  if (!needsConsent(state, claims)) return 0;
  const clients = new Set([...seatsOf(state).filter(isAskedClient), ...newcomers]);
  clients.delete(seat);
  return [...clients].filter(({ id }) => !seat.consent?.agreed.includes(id)).length;
}

/** The observer starts a new entry: clients who agreed are asked again; refusals stay. */
export function forgetConsents(seat: Seat): void {
  const { consent } = seat;
  if (consent) seat.consent = { ...nothingSaid(), refused: consent.refused, repeats: consent.repeats };
}

/**
 * After every event: keeps only the answers of clients who are inside or waiting. An observer is never inside together
 * with a client who has refused, whichever of the two came last.
 */
export function settleConsents(draft: Draft): void {
  const { state } = draft;
  for (const seat of seatsOf(state)) {
    if (!seat.consent) continue;
    if (!needsConsent(state, seat.claims)) {
      seat.consent = null;
      continue;
    }
    if (!isHere(seat)) forgetConsents(seat);
    const isClientHere = (id: SeatId): boolean =>
      isIdOf(state, id, (client) => isHere(client) && client.claims.role === 'client');
    seat.consent.agreed = seat.consent.agreed.filter(isClientHere);
    seat.consent.refused = seat.consent.refused.filter(isClientHere);
    if (isInside(seat) && declinedBy(state, seat).length > 0) putBack(draft, seat, 'consent-refused');
  }
}

const isHere = (seat: Seat): boolean => isInside(seat) || seat.state === 'waiting';

/** Hosts see how many clients have not yet agreed, clients their own answer. Nobody sees another client's answer. */
export function consentsView(state: RoomState, viewer: Seat): ConsentQuestion[] {
  if (state.settings.observerConsent === 'none') return [];
  const isViewerHost = isHost(viewer);
  if (!isViewerHost && viewer.claims.role !== 'client') return [];
  return seatsOf(state)
    .filter((seat) => isAsked(state, seat))
    .map((seat) => ({
      participantId: seat.id,
      name: displayName(seat),
      answer: answerOf(seat, viewer),
      ...(isViewerHost && standingOf(state, seat)),
    }));
}

/** Counts only: hosts never learn who answered what. */
function standingOf(state: RoomState, seat: Seat): Pick<ConsentQuestion, 'missing' | 'declined' | 'mayAskAgain'> {
  const declined = declinedBy(state, seat);
  const { consent } = seat;
  return {
    missing: missingConsents(state, seat, seat.claims),
    declined: declined.length,
    mayAskAgain: consent !== null && declined.some((id) => mayBeAskedAgain(consent, id)),
  };
}

function answerOf({ consent }: Seat, viewer: Seat): boolean | null {
  if (consent?.agreed.includes(viewer.id)) return true;
  return consent?.refused.includes(viewer.id) ? false : null;
}
