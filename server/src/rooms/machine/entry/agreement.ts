/** The rules of the group, which everybody except hosts has to accept before they can be admitted. */

import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, seatOfConnection } from '../model/state.ts';
import type { ConnectionId, Seat } from '../model/types.ts';
import type { Signatory } from './accepted-agreement.ts';
import { noteDeparture } from './departures.ts';
import { enterIfDoorIsOpen } from './direct-entry.ts';
import { putBack } from './seat-changes.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export function acceptAgreement(draft: Draft, event: EventOf<'acceptAgreement'>): void {
  const { seat, signatory } = whoIs(draft, event.connectionId);
  const { version } = event;
  // Only the version in force can be accepted; an older text is not enough.
  if (draft.state.settings.agreement?.version !== version) reject('not-found');
  if (signatory.acceptedAgreement === version) return;
  signatory.acceptedAgreement = version;
  // An acceptance on a second device applies to the seat only once that device holds it.
  if (signatory !== seat) return;
  draft.effects.push({ type: 'agreementAccepted', seatId: seat.id, version });
  enterIfDoorIsOpen(draft, seat);
}

/** A person inside who withdraws their acceptance is put back into the waiting room; only a host can admit them again. */
export function withdrawAgreement(draft: Draft, event: EventOf<'withdrawAgreement'>): void {
  const { seat, signatory } = whoIs(draft, event.connectionId);
  const version = signatory.acceptedAgreement;
  if (version === null && draft.state.settings.agreement === null) reject('not-found');
  signatory.acceptedAgreement = null;
  if (signatory !== seat) return;
  // Set only for somebody who was inside before. Otherwise a device with only the token could find out where the owner
  // of the seat is.
  if (seat.waitsBecause !== null && version !== null) seat.waitsBecause = 'agreement-withdrawn';
  if (version !== null) draft.effects.push({ type: 'agreementWithdrawn', seatId: seat.id, version });
  const isBound = draft.state.settings.agreement !== null && !isHost(seat);
  if (!isBound || !isInside(seat)) return;
  noteDeparture(draft, seat, 'agreement-withdrawn');
  putBack(draft, seat, 'agreement-withdrawn');
}

function whoIs(draft: Draft, connectionId: ConnectionId): { seat: Seat; signatory: Signatory } {
  const seat = seatOfConnection(draft.state, connectionId) ?? reject('not-found');
  const { challenger } = seat;
  return { seat, signatory: challenger?.connectionId === connectionId ? challenger : seat };
}
