/** Where the room wants it, an observer comes in when every client inside has agreed, and goes when one of them says no. */
import type { ConsentQuestion } from '@hearthroom/sdk/protocol';
import { type Draft, reject, sendToWait } from './draft.ts';
import { needsConsent } from './observing.ts';
import { requireGrant } from './permissions.ts';
import { displayName } from './presence.ts';
import { isHost, isInside, isPresent, seatOf, seatsOf } from './state.ts';
import type { Claims, RoomEvent, RoomState, Seat } from './types.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

const isAskedClient = (seat: Seat): boolean => isInside(seat) && seat.claims.role === 'client';

/** By this the host tells the clients the observer's name. Answers that were given stand. */
export function askConsent(draft: Draft, event: EventOf<'askConsent'>): void {
  requireGrant(draft, event.actor, 'canAdmit');
  const seat = seatOf(draft.state, event.seatId) ?? reject('not-found');
  if (seat.state !== 'waiting' || seat.epoch !== event.epoch) reject('stale-entry');
  if (!needsConsent(draft.state, seat.claims)) reject('not-allowed');
  seat.consent ??= { agreed: [], refused: [] };
}

/** May be changed at any time: a late no sends the observer back to wait, and everybody is where they were. */
export function answerConsent(draft: Draft, event: EventOf<'answerConsent'>): void {
  const { state } = draft;
  const { seatId: clientId } = event.actor;
  if (!isPresent(state, clientId)) reject('not-admitted');
  if (seatOf(state, clientId)?.claims.role !== 'client') reject('not-allowed');
  const seat = seatOf(state, event.seatId);
  if (!seat || !isAsked(state, seat)) reject('not-found');
  const { agreed, refused } = seat.consent ?? { agreed: [], refused: [] };
  const others = { agreed: agreed.filter((id) => id !== clientId), refused: refused.filter((id) => id !== clientId) };
  others[event.consent ? 'agreed' : 'refused'].push(clientId);
  seat.consent = others;
  if (!event.consent && isInside(seat)) sendToWait(draft, seat);
}

/** Clients are asked about whoever a host asks for, and about every observer who is inside. */
function isAsked(state: RoomState, seat: Seat): boolean {
  if (!needsConsent(state, seat.claims)) return false;
  return isInside(seat) || (seat.state === 'waiting' && seat.consent !== null);
}

/**
 * How many clients have still to agree before somebody with these claims may take this seat; 0 for who needs nobody's consent.
 * @param newcomers who is let in by the same step, and is not asked after the fact
 */
export function missingConsents(state: RoomState, seat: Seat, claims: Claims, newcomers: Seat[] = []): number {
  if (!needsConsent(state, claims)) return 0;
  const clients = new Set([...seatsOf(state).filter(isAskedClient), ...newcomers]);
  clients.delete(seat);
  return [...clients].filter(({ id }) => !seat.consent?.agreed.includes(id)).length;
}

/** After every event: answers are those of the clients inside, and about observers who are here. */
export function settleConsents({ state }: Draft): void {
  for (const seat of seatsOf(state)) {
    if (!seat.consent) continue;
    const isHere = isInside(seat) || seat.state === 'waiting';
    if (!isHere || !needsConsent(state, seat.claims)) {
      seat.consent = null;
      continue;
    }
    const isOfClientInside = (id: string): boolean => {
      const client = seatOf(state, id);
      return client !== undefined && isAskedClient(client);
    };
    const { agreed, refused } = seat.consent;
    seat.consent = { agreed: agreed.filter(isOfClientInside), refused: refused.filter(isOfClientInside) };
  }
}

/** Hosts see how many have still to agree, clients what they said themselves; nobody sees what another said. */
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
      ...(isViewerHost && { missing: missingConsents(state, seat, seat.claims) }),
    }));
}

function answerOf({ consent }: Seat, viewer: Seat): boolean | null {
  if (consent?.agreed.includes(viewer.id)) return true;
  return consent?.refused.includes(viewer.id) ? false : null;
}
