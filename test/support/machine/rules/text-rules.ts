/** Oracle for one-off messages: chat, reactions, a host's answer, warnings, closing messages, and muted microphones. */
import assert from 'node:assert/strict';
import type { Accepted, Effect, RoomEvent, RoomState, Seat } from '../../../../server/src/rooms/machine/index.ts';
import { deviceKey, type GroupBook } from '../books/group-book.ts';
import type { PlaceBook } from '../books/place-book.ts';
import { holdsHostGrants, isHandedOver, isIn, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';
import { maySee } from './places-rules.ts';

type SendChat = Extract<RoomEvent, { type: 'sendChat' }>;

interface Books {
  places: PlaceBook;
  group: GroupBook;
}

/** @param books as they are before the event */
export function checkWords(step: Step, result: Accepted, books: Books): void {
  const { event, before } = step;
  const { effects } = result;
  if (event.type === 'sendChat') checkChat(before, event, effects, books);
  else assert.ok(!effects.some(({ type }) => type === 'deliverChat'), 'nobody speaks but by speaking');
  checkDelivered(step, result, books);
  checkReceipts(step, result, books.group);
  for (const effect of effects) {
    if (effect.type !== 'close' || effect.reason !== 'room-ended') continue;
    const seat = seatsIn(before).find(({ connectionId }) => connectionId === effect.connectionId);
    const words = event.type === 'end' && isIn(seat) ? event.message : undefined;
    assert.equal(effect.text, words, 'last words are for those who were in it');
  }
}

/** Checks that a refusal was justified. @param places as they are before the event */
export function checkChatRefused({ event, result }: Step, places: PlaceBook): void {
  if (event.type !== 'sendChat' || !('rejected' in result) || result.rejected !== 'too-late') return;
  assert.ok(event.to.kind === 'group' && event.seen, 'only a message to a place can be too late');
  const { circle = places.circle } = event.seen;
  assert.ok(
    !isUndivided(event.actor.seatId, places) || circle !== places.circle,
    'a message is refused only if it would reach other people',
  );
}

const isUndivided = (seatId: string, places: PlaceBook): boolean =>
  places.pairOf(seatId) === undefined && places.groups === null;

function checkChat(
  before: RoomState,
  { actor, to, text, seen }: SendChat,
  effects: Effect[],
  { places, group }: Books,
): void {
  const writer = seatBy(before, actor.seatId);
  assert.ok(writer?.state === 'admitted' && writer.claims.grants.chat, 'writing needs the grant, and to be there');
  // The player says in `seen`: with everybody, and no breakout groups.
  if (to.kind === 'group' && seen) {
    assert.ok(isUndivided(actor.seatId, places), 'a message reaches no other people');
    assert.equal(seen.circle ?? places.circle, places.circle, 'nor more of them than when the circle was closed');
  }
  const readers = seatsIn(before).filter(
    (seat) => isIn(seat) && seat !== writer && mayRead(before, writer, seat, to, places),
  );
  if (to.kind === 'participant') assert.equal(readers.length, 1, 'a private message has its reader');
  const name = group.names.get(writer.id) ?? writer.claims.name;
  const [message, ...rest] = effects.filter((effect) => effect.type === 'deliverChat');
  assert.ok(message && rest.length === 0);
  assert.deepEqual([message.from, message.to, message.text], [{ seatId: writer.id, name }, to, text]);
  const expected = [writer, ...readers].map(({ id }) => id);
  assert.deepEqual(message.recipients.toSorted(), expected.sort(), 'chat reaches exactly whom it is for');
}

function mayRead(before: RoomState, writer: Seat, reader: Seat, to: SendChat['to'], places: PlaceBook): boolean {
  if (to.kind === 'group') return seeEachOther(writer, reader, places) && places.areTogether(writer, reader);
  if (to.kind === 'hosts') return holdsHostGrants(reader);
  if (reader.id !== to.seatId || !seeEachOther(writer, reader, places)) return false;
  return holdsHostGrants(writer) || holdsHostGrants(reader) || before.settings.privateChat;
}

const seeEachOther = (a: Seat, b: Seat, places: PlaceBook): boolean => maySee(a, b, places) && maySee(b, a, places);

const kinds = ['reactionReceived', 'hostMessage', 'endWarning'] as const;

/** Exactly the intended receivers get it. */
function checkDelivered(step: Step, result: Accepted, books: Books): void {
  const { event, before } = step;
  for (const kind of kinds) {
    const told = result.effects.flatMap((effect) =>
      effect.type === 'deliver' && effect.notification.method === kind ? [effect.connectionId] : [],
    );
    if (kind === 'hostMessage' && event.type === 'messageGroups') continue;
    const expected = seatsIn(before).filter(
      (seat) => seat.state === 'admitted' && isTold(kind, seat, before, event, books),
    );
    assert.deepEqual(told.sort(), expected.map(({ connectionId }) => connectionId).sort(), `${kind} on ${event.type}`);
  }
  checkDeliveredLater(step, result, books);
  if (event.type === 'timerFired' && event.name.startsWith('warning:')) {
    const key = `${books.group.endsAt(before)} ${event.name.slice('warning:'.length)}`;
    assert.equal(books.group.warnings.get(key), 'ahead', 'of each end everybody is warned once');
  }
}

/** A participant who is disconnected for a short time later receives what was sent to all, and nothing else. */
function checkDeliveredLater({ event, before }: Step, { effects }: Accepted, books: Books): void {
  const told = effects.flatMap((effect) => (effect.type === 'deliverLater' ? [effect.seatId] : []));
  const away = seatsIn(before).filter(({ connectionId }) => connectionId === null);
  const expected = away.filter((seat) => {
    if (event.type === 'messageWaiting') return event.seatId === null && seat.state === 'waiting';
    if (event.type === 'messageGroups') {
      const isMember = before.breakout?.groups.some(({ seatIds }) => seatIds.includes(seat.id)) ?? false;
      return isMember && isIn(seat);
    }
    if (event.type === 'closeHelp') return seat.id === event.seatId;
    return isIn(seat) && isTold('endWarning', seat, before, event, books);
  });
  const isToAll = event.type === 'messageWaiting' && event.seatId === null;
  const devices = seatsIn(before).filter(({ challenger }) => isToAll && challenger?.connectionId === null);
  const ids = [...expected, ...devices].map(({ id }) => id);
  assert.deepEqual(told.sort(), ids.sort(), `told later on ${event.type}`);
}

function isTold(
  kind: (typeof kinds)[number],
  seat: Seat,
  before: RoomState,
  event: RoomEvent,
  { places, group }: Books,
): boolean {
  if (kind === 'reactionReceived' && event.type === 'react') {
    const from = seatBy(before, event.actor.seatId);
    return from !== undefined && from !== seat && places.areTogether(from, seat) && seeEachOther(seat, from, places);
  }
  if (kind === 'hostMessage' && event.type === 'answerHelp') return seat.id === event.seatId && seat.help !== null;
  const isWarned = event.type === 'timerFired' && event.name.startsWith('warning:');
  if (kind === 'endWarning' && (isWarned || group.warnsAtOnce)) {
    return holdsHostGrants(seat) || before.settings.warnEverybody;
  }
  return false;
}

/** What is stored or reported outside follows from the event, exactly once. */
function checkReceipts({ event, before }: Step, { state: after, effects }: Accepted, group: GroupBook): void {
  const count = (name: Effect['type']) => effects.filter(({ type }) => type === name).length;
  const holder =
    'connectionId' in event ? seatsIn(before).find((seat) => seat.connectionId === event.connectionId) : undefined;
  const version = holder && (group.accepted.get(holder.id) ?? null);
  const isAccepting = event.type === 'acceptAgreement' && holder !== undefined && version !== event.version;
  // A second device's agreement counts when it takes over the seat.
  const handedOver = seatsIn(before).filter(({ id, challenger }) => {
    const seat = seatBy(after, id);
    return challenger && seat && isHandedOver(before, seat) && (group.accepted.get(deviceKey(id)) ?? null) !== null;
  });
  assert.equal(
    count('agreementAccepted'),
    handedOver.length + (isAccepting ? 1 : 0),
    'accepted once, by who holds the seat',
  );
  const isWithdrawing = event.type === 'withdrawAgreement' && holder !== undefined && version !== null;
  assert.equal(count('agreementWithdrawn'), isWithdrawing ? 1 : 0);
  const isNewRequest = event.type === 'requestHelp' && seatBy(before, event.actor.seatId)?.help === null;
  assert.equal(count('helpRaised'), isNewRequest ? 1 : 0, 'a signal is raised once');
  if (event.type === 'acceptAgreement')
    assert.equal(event.version, before.settings.agreement?.version, 'what is in force is accepted');
}

/**
 * At the start of a turn the others are muted if the round is set so, and the sound that they share unless they are
 * hosts; the speaker never is.
 */
export function checkMutes({ before, event }: Step, { state, effects }: Accepted, places: PlaceBook): void {
  if (event.type === 'mute') return;
  const mutes = effects.flatMap((effect) => (effect.type === 'muteTrack' ? [effect] : []));
  const muted = mutes.map(({ seatId }) => seatId);
  const isMuted = (id: string, source: string) => mutes.some((one) => one.seatId === id && one.source === source);
  const round = state.goRound;
  const speakerId = round?.order[round.turn];
  const previousId = before.goRound?.order[before.goRound.turn];
  const speaker = speakerId === undefined ? undefined : seatBy(state, speakerId);
  if (!round?.muteOthers || !speaker || speakerId === previousId) {
    assert.deepEqual(muted, [], 'nobody is muted but for a turn that begins');
    return;
  }
  assert.ok(!muted.includes(speaker.id), 'whose turn it is is not muted');
  const others = seatsIn(state).filter(
    (seat) => isIn(seat) && seat.id !== speaker.id && places.areTogether(seat, speaker),
  );
  for (const { id, claims } of others) {
    assert.ok(isMuted(id, 'microphone'), 'the others are');
    assert.equal(isMuted(id, 'screen-audio'), !claims.grants.canAdmit, 'a sound that is shared is, but not a host’s');
  }
}
