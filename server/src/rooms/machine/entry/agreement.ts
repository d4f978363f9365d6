/** The rules of the group, accepted by everybody but hosts before they can be admitted. */

import { type Draft, reject } from '../model/draft.ts';
import { isHost, isInside, seatOfConnection } from '../model/state.ts';
import type { ConnectionId, RoomEvent, Seat } from '../model/types.ts';
import type { Signatory } from './accepted-agreement.ts';
import { noteDeparture } from './departures.ts';
import { enterIfDoorIsOpen } from './direct-entry.ts';
import { sendToWait } from './seat-changes.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export function acceptAgreement(draft: Draft, event: EventOf<'acceptAgreement'>): void {
  const { seat, signatory } = whoIs(draft, event.connectionId);
  const { version } = event;
  // Accepted is what was read: an older text says nothing about the one in force.
  if (draft.state.settings.agreement?.version !== version) reject('not-found');
  if (signatory.acceptedAgreement === version) return;
  signatory.acceptedAgreement = version;
  // What is accepted on a second device applies to the seat only once that device holds it.
  if (signatory !== seat) return;
  draft.effects.push({ type: 'agreementAccepted', seatId: seat.id, version });
  enterIfDoorIsOpen(draft, seat);
}

/** Whoever doesn't agree any more waits again, and is admitted by a host alone. */
export function withdrawAgreement(draft: Draft, event: EventOf<'withdrawAgreement'>): void {
  const { seat, signatory } = whoIs(draft, event.connectionId);
  const version = signatory.acceptedAgreement;
  if (version === null && draft.state.settings.agreement === null) reject('not-found');
  signatory.acceptedAgreement = null;
  if (signatory !== seat) return;
  // Of one who was never inside nothing is told: a device with the token alone would learn by it where the owner of the seat is.
  if (seat.waitsBecause !== null && version !== null) seat.waitsBecause = 'agreement-withdrawn';
  if (version !== null) draft.effects.push({ type: 'agreementWithdrawn', seatId: seat.id, version });
  const isBound = draft.state.settings.agreement !== null && !isHost(seat);
  if (!isBound || !isInside(seat)) return;
  noteDeparture(draft, seat, 'agreement-withdrawn');
  sendToWait(draft, seat, 'agreement-withdrawn');
}

function whoIs(draft: Draft, connectionId: ConnectionId): { seat: Seat; signatory: Signatory } {
  const seat = seatOfConnection(draft.state, connectionId) ?? reject('not-found');
  const { challenger } = seat;
  return { seat, signatory: challenger?.connectionId === connectionId ? challenger : seat };
}
