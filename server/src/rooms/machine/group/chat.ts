/** Who receives a chat message. The machine stores nothing of it. */
import { isEqual } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { ChatAudience, RoomEvent, SeenPlace } from '../model/events.ts';
import { isHost, isInside, seatsOf } from '../model/state.ts';
import type { RoomState, Seat } from '../model/types.ts';
import { requireGrant, requirePresence } from '../visibility/permissions.ts';
import { placeOf, samePlace, seeEachOther } from '../visibility/places.ts';
import { displayName, insideOrReject } from './presence.ts';
import { requireForm } from './texts.ts';

export function sendChat(draft: Draft, event: Extract<RoomEvent, { type: 'sendChat' }>): void {
  requireGrant(draft, event.actor, 'chat');
  const writer = requirePresence(draft, event.actor);
  requireForm(draft, event.sealed);
  if (event.to.kind === 'group' && event.seen && !isCurrent(draft.state, writer, event.seen)) reject('too-late');
  const readers = readersOf(draft, writer, event.to).filter((seat) => seat !== writer);
  draft.effects.push({
    type: 'deliverChat',
    from: { seatId: writer.id, name: displayName(writer) },
    to: event.to,
    recipients: [writer, ...readers].map(({ id }) => id),
    text: event.text,
    ...(event.sealed && { sealed: event.sealed }),
  });
}

/** Whether a message to everybody in the same place would reach the people whom its writer saw. */
function isCurrent(state: RoomState, writer: Seat, { place, breakout, circle = state.circle }: SeenPlace): boolean {
  if (!isEqual(placeOf(state, writer.id), place)) return false;
  // Two people who are alone stay so, whatever the others do.
  if (place.kind === 'side-room') return true;
  // In a group of the breakout, its end is a change of place.
  return circle === state.circle && (place.kind === 'breakout' || (state.breakout !== null) === breakout);
}

/** Includes suspended seats: they get the message when they come back. Waiting seats never get it. */
function readersOf(draft: Draft, writer: Seat, to: ChatAudience): Seat[] {
  const inside = seatsOf(draft.state).filter(isInside);
  switch (to.kind) {
    case 'group':
      return inside.filter((seat) => samePlace(draft.state, writer, seat) && seeEachOther(draft.state, writer, seat));
    case 'hosts':
      return inside.filter(isHost);
    case 'participant':
      return [partnerOrReject(draft, writer, to.seatId)];
  }
}

/** A participant the writer may not see gives the same error as one who does not exist. */
function partnerOrReject(draft: Draft, writer: Seat, seatId: string): Seat {
  const partner = insideOrReject(draft, { kind: 'seat', seatId: writer.id }, seatId);
  if (partner === writer || !seeEachOther(draft.state, writer, partner)) reject('not-found');
  const isAmongClients = !isHost(writer) && !isHost(partner);
  if (isAmongClients && !draft.state.settings.privateChat) reject('not-allowed');
  return partner;
}
