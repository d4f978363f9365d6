/**
 * Derives what is kept of a step from the states before and after it, so that no change of a person's place is missed, regardless of its
 * cause. Only commands that leave no trace in the state are derived from the event.
 */
import { type Change, type ChangeType, nameOfKey } from '../../core/events/domain-events.ts';
import {
  type Actor,
  type Effect,
  encryptionOfRoom,
  isInside,
  leadOf,
  type RoomEvent,
  type RoomState,
  type Seat,
  type SeatId,
  seatOfConnection,
} from '../machine/index.ts';

export interface Step {
  before: RoomState;
  after: RoomState;
  event: RoomEvent;
  effects: Effect[];
  /** Id of the API key behind an event of the API. */
  apiKeyId?: string | undefined;
}

type News = Pick<Change, 'what' | 'seatId' | 'detail'>;

const news = (what: ChangeType, seatId: SeatId | null = null, detail?: Change['detail']): News => ({
  what,
  seatId,
  ...(detail && { detail }),
});

export function changesOf(step: Step): Change[] {
  const { before, after } = step;
  const context = { roomId: after.roomId, by: causeOf(step), at: after.now };
  return [
    ...openings(before, after),
    ...Object.values(after.seats).flatMap((seat) => ofSeat(before.seats[seat.id], seat)),
    ...ofGroup(before, after),
    ...ofEncryption(before, after),
    ...ofEvent(step.event),
    ...step.effects.flatMap(ofEffect),
    ...phases(before, after),
  ].map((item) => ({ ...item, ...context, ...(enteredWithoutAdmit(step, item, context.by) && { by: null }) }));
}

/** A waiting host enters when the room opens, or when no other host is left: the actor of that event did not admit them. */
function enteredWithoutAdmit({ event }: Step, { what, seatId }: News, by: string | null): boolean {
  if (what !== 'seat.admitted' && what !== 'encryption.ended') return false;
  const isAdmitted = event.type === 'admit' && event.entries.some((entry) => entry.seatId === seatId);
  return !isAdmitted && by !== `seat:${seatId}`;
}

/** Who is behind an event: null where it was time, a line that broke, or a client who was promised that nobody is told. */
function causeOf({ before, after, event, apiKeyId }: Step): string | null {
  if (event.type === 'answerConsent') return null;
  if ('actor' in event) return nameOf(event.actor, apiKeyId);
  if (event.type === 'disconnected' || !('connectionId' in event)) return null;
  const seat = seatOfConnection(before, event.connectionId) ?? seatOfConnection(after, event.connectionId);
  return seat ? `seat:${seat.id}` : null;
}

/** Without a key it was the server itself (the demo's room). */
const nameOf = (actor: Actor, apiKeyId: string | undefined): string | null =>
  actor.kind === 'seat' ? `seat:${actor.seatId}` : nameOfKey(apiKeyId);

/** A room whose host comes early is opened and live in one step. */
function openings(before: RoomState, after: RoomState): News[] {
  const opens = before.phase !== after.phase && (after.phase === 'open' || before.phase === 'scheduled');
  return opens && after.phase !== 'ended' ? [news('room.opened')] : [];
}

function phases(before: RoomState, after: RoomState): News[] {
  if (before.phase === after.phase) return [];
  switch (after.phase) {
    case 'live':
      return [news('room.live')];
    case 'held':
      return [news('host.absent', leadOf(after)), news('room.held')];
    case 'ended':
      return [news('room.ended', null, { endedBy: after.endedBy ?? 'api' })];
    case 'scheduled':
      return [news('room.scheduled')];
    case 'open':
      return [];
  }
}

function ofSeat(before: Seat | undefined, seat: Seat): News[] {
  const found: News[] = [];
  // By its number and not by its connection: a device that dropped keeps its wait.
  const isOthers = before?.challenger != null && !seat.challenger && seat.epoch === before.challenger.epoch;
  if (before?.state !== seat.state) found.push(news(arrival(before, seat), seat.id));
  else if (seat.state === 'admitted' && before.connectionId !== seat.connectionId)
    found.push(news(isOthers ? 'device.admitted' : 'seat.resumed', seat.id));
  if (seat.banned && !before?.banned) found.push(news('seat.banned', seat.id));
  if (before && before.renamedTo !== seat.renamedTo) found.push(news('seat.renamed', seat.id));
  if (before?.help && !seat.help) found.push(news('help.closed', seat.id));
  if ((seat.challenger && !before?.challenger) || isTaken(before, seat)) found.push(news('device.waiting', seat.id));
  if (before?.challenger && !seat.challenger && !isOthers) found.push(news('device.gone', seat.id));
  return found;
}

/** Has a device with the token alone the wait that another one had? */
function isTaken(before: Seat | undefined, seat: Seat): boolean {
  if (before?.state !== 'waiting' || seat.state !== 'waiting' || before.challenger) return false;
  return seat.connectionId !== null && seat.connectionId !== before.connectionId && seat.formerResumeHash === null;
}

function arrival(before: Seat | undefined, { state }: Seat): ChangeType {
  if (state === 'admitted') return before?.state === 'suspended' ? 'seat.resumed' : 'seat.admitted';
  return state === 'suspended' ? 'seat.dropped' : `seat.${state}`;
}

function ofGroup(before: RoomState, after: RoomState): News[] {
  const found = ofMeetings(before, after);
  for (const { kind, seatId, hostId } of after.privatePairs)
    if (!before.privatePairs.some((pair) => pair.seatId === seatId && pair.hostId === hostId))
      found.push(news(`${kind}.opened`, seatId));
  for (const { kind, seatId, hostId } of before.privatePairs)
    if (!after.privatePairs.some((pair) => pair.seatId === seatId && pair.hostId === hostId))
      found.push(news(`${kind}.closed`, seatId));
  if (before.circleOpensAt === null && after.circleOpensAt !== null) found.push(news('circle.announced'));
  const isCancelled = before.circleOpensAt !== null && after.circleOpensAt === null && after.circle === 'closed';
  if (isCancelled && after.phase !== 'ended') found.push(news('circle.cancelled'));
  if (before.circle === 'closed' && after.circle === 'open') found.push(news('circle.opened'));
  if (!before.breakout && after.breakout) found.push(news('breakout.started'));
  if (before.breakout && !after.breakout) found.push(news('breakout.ended'));
  return [...found, ...ofLead(before, after)];
}

/** A conversation alone that was announced to somebody, or that they declined. */
function ofMeetings(before: RoomState, after: RoomState): News[] {
  return after.meetings.flatMap(({ kind, seatId, hostId, refusal }) => {
    const former = before.meetings.find((meeting) => meeting.seatId === seatId && meeting.hostId === hostId);
    if (refusal === null && former?.refusal !== null) return [news(`${kind}.announced`, seatId)];
    return refusal === 'not-now' && former?.refusal === null ? [news(`${kind}.declined`, seatId)] : [];
  });
}

/** A lead is lent, goes on to another host, or is its owner's again, whom both ends name. */
function ofLead(before: RoomState, after: RoomState): News[] {
  if (before.handedOverTo === after.handedOverTo || after.phase === 'ended') return [];
  if (after.handedOverTo === null) return [news('lead.returned', after.leadId)];
  return [news('host.absent', leadOf(before)), news('lead.passed', after.handedOverTo)];
}

/** Names the person without keys who came in, or who has gone or has keys now. While nobody is inside nothing is encrypted. */
function ofEncryption(before: RoomState, after: RoomState): News[] {
  const isLasting = before.settings.encryption === after.settings.encryption && after.phase !== 'ended';
  const isOfGroup = [before, after].every(({ seats }) => Object.values(seats).some(isInside));
  if (!isLasting || !isOfGroup || encryptionOfRoom(before) === encryptionOfRoom(after)) return [];
  const isEnded = encryptionOfRoom(after) === 'none';
  const { seats } = isEnded ? after : before;
  const cause = Object.values(seats).find((seat) => isInside(seat) && seat.e2ee === null);
  return [news(isEnded ? 'encryption.ended' : 'encryption.restored', cause?.id)];
}

function ofEvent(event: RoomEvent): News[] {
  switch (event.type) {
    case 'updateSettings': {
      const named = [...Object.keys(event.patch), ...(event.passcodeHash === undefined ? [] : ['passcode'])];
      return [news('room.changed', null, { settings: named.sort() })];
    }
    case 'extend':
      return [news('room.extended', null, { minutes: event.minutes })];
    case 'undoExtension':
      return [news('room.extension-undone')];
    case 'pardon':
      return [news('seat.pardoned', event.seatId)];
    case 'mute':
      return [news('seat.muted', event.seatId, { source: event.source })];
    case 'messageWaiting':
      return [news('message.sent', event.seatId)];
    case 'askConsent':
      return [news('consent.asked', event.seatId)];
    case 'answerConsent':
      return [news(event.consent ? 'consent.given' : 'consent.refused', event.seatId)];
    case 'answerHelp':
      return [news('help.answered', event.seatId)];
    default:
      return [];
  }
}

function ofEffect(effect: Effect): News[] {
  switch (effect.type) {
    case 'helpRaised':
      return [news('help.raised', effect.seatId)];
    case 'agreementAccepted':
      return [news('agreement.accepted', effect.seatId)];
    case 'agreementWithdrawn':
      return [news('agreement.withdrawn', effect.seatId)];
    default:
      return [];
  }
}
