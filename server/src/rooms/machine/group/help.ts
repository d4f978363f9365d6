/** A client's private call for help to the hosts. The group is not told. */
import type { HelpRequest, SealedText } from '@hearthroom/sdk/protocol';
import { type Draft, reject, tellSeat } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, seatOf, seatsOf } from '../model/state.ts';
import type { BreakoutState, RoomState, Seat, SeatId } from '../model/types.ts';
import { stayOf } from '../visibility/audience.ts';
import { requireGrant, requirePresence } from '../visibility/permissions.ts';
import { breakoutGroupOf, privatePairOf } from '../visibility/places.ts';
import { insideOrReject } from './presence.ts';
import { requireForm, sealedFor, textFor } from './texts.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/**
 * Hosts see all open requests, the oldest first, and which host deals with each. Everybody else sees only their own.
 */
export function helpView(state: RoomState, viewer: Seat): HelpRequest[] {
  return seatsOf(state)
    .filter((seat) => isInside(seat) && (isHost(viewer) || seat.id === viewer.id))
    .flatMap(({ id, help }) => {
      if (!help) return [];
      const { since, note, sealed, takenBy } = help;
      return [
        {
          participantId: id,
          since,
          note,
          ...(sealed && { sealed: sealedFor(viewer, id, sealed) }),
          ...(takenBy !== undefined && isHost(viewer) && { takenBy }),
        },
      ];
    })
    .sort((a, b) => a.since - b.since || (a.participantId < b.participantId ? -1 : 1));
}

/** A repeated request replaces the note of the open one; it then counts as not yet answered by a host. */
export function requestHelp(draft: Draft, event: EventOf<'requestHelp'>): void {
  const seat = requirePresence(draft, event.actor);
  if (seat.claims.role !== 'client') reject('not-allowed');
  if (event.note !== null || event.sealed) requireForm(draft, event.sealed);
  if (!seat.help) draft.effects.push({ type: 'helpRaised', seatId: seat.id });
  // Somebody who asks for help may be invited to a meeting again.
  seat.meetingsDeclined = 0;
  const { note, sealed } = event;
  seat.help = {
    since: seat.help?.since ?? draft.now,
    note,
    ...(sealed && { sealed: readableBy(draft, seat, sealed) }),
  };
}

/** Only the boxes of the hosts inside and of the person who asks: nobody else sees the note. */
function readableBy({ state }: Draft, asker: Seat, { cipher, items }: SealedText): SealedText {
  const readers = seatsOf(state).filter((seat) => seat === asker || (isInside(seat) && isHost(seat)));
  const isReaders = ({ to, stay }: SealedText['items'][number]): boolean =>
    readers.some((reader) => reader.id === to && stayOf(reader) === stay);
  return { cipher, items: items.filter(isReaders) };
}

export function closeHelp(draft: Draft, event: EventOf<'closeHelp'>): void {
  const own = requirePresence(draft, event.actor);
  const seat = event.seatId === null || event.seatId === own.id ? own : askerOrReject(draft, event);
  if (!seat.help) reject('not-found');
  seat.help = null;
  if (seat !== own) tellSeat(draft, seat, { method: 'helpClosed', params: {} });
}

export function answerHelp(draft: Draft, event: EventOf<'answerHelp'>): void {
  const seat = askerOrReject(draft, event);
  if (seat.connectionId === null) reject('not-admitted');
  requireForm(draft, event.sealed);
  const words = textFor(seat, event.actor.seatId, event);
  const notification = { method: 'hostMessage', params: { kind: 'help', ...words } } as const;
  draft.effects.push({ type: 'deliver', connectionId: seat.connectionId, notification });
  if (seat.help && seat.id !== event.actor.seatId) seat.help.takenBy = event.actor.seatId;
}

/**
 * A host who goes to a group takes on the open requests in it that no other host has taken, from the announcement of
 * the visit.
 * @param group undefined: the main group
 */
export function takeOnHelp({ state }: Draft, host: Seat, group: BreakoutState['groups'][number] | undefined): void {
  if (!isHost(host) || privatePairOf(state, host.id)) return;
  for (const seat of seatsOf(state)) {
    const isThere = isInside(seat) && !privatePairOf(state, seat.id) && breakoutGroupOf(state, seat.id) === group;
    if (seat.id !== host.id && isThere && seat.help && seat.help.takenBy === undefined) seat.help.takenBy = host.id;
  }
}

function isHostId({ state }: Draft, seatId: SeatId): boolean {
  const seat = seatOf(state, seatId);
  return seat !== undefined && isInside(seat) && isHost(seat);
}

/** The seat of the person who asked for help, as named by a host. */
function askerOrReject(draft: Draft, { actor, seatId }: EventOf<'closeHelp' | 'answerHelp'>): Seat {
  requireGrant(draft, actor, 'canAdmit');
  const seat = seatId === null ? reject('not-found') : insideOrReject(draft, actor, seatId);
  return seat.help ? seat : reject('not-found');
}

/** Drops requests of people who left or are not clients any more, and the assignment to a host who left. */
export function settleHelp(draft: Draft): void {
  for (const seat of seatsOf(draft.state)) {
    if (!isInside(seat) || seat.claims.role !== 'client') seat.help = null;
    if (seat.help?.takenBy !== undefined && !isHostId(draft, seat.help.takenBy)) delete seat.help.takenBy;
  }
}
