/** With `observerConsent: all`, nothing passes between an observer and a client who has not agreed to that observer. */
import type { Claims, RoomState, Seat } from '../model/types.ts';

/** Does somebody with these claims need the consent of every client? */
export const needsConsent = (state: RoomState, { role }: Claims): boolean =>
  state.settings.observerConsent === 'all' && role === 'observer';

/** False only for an observer and a client who has not agreed to them, whichever of the two came first. */
export const isConsentedTo = (state: RoomState, a: Seat, b: Seat): boolean =>
  agreesTo(state, a, b) && agreesTo(state, b, a);

/**
 * True for an observer and a client who is asked about them: what passes between the two reveals the client's answer.
 */
export const dependsOnConsent = (state: RoomState, a: Seat, b: Seat): boolean =>
  isAskedAbout(state, a, b) || isAskedAbout(state, b, a);

const isAskedAbout = (state: RoomState, client: Seat, observer: Seat): boolean =>
  client.claims.role === 'client' && needsConsent(state, observer.claims);

function agreesTo(state: RoomState, client: Seat, observer: Seat): boolean {
  if (!isAskedAbout(state, client, observer)) return true;
  return observer.consent?.agreed.includes(client.id) === true;
}
