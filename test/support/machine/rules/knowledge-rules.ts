/** Oracle for who learns what: invariants 2, 3 and 8, and that notifications lead to the correct snapshot. */
import assert from 'node:assert/strict';
import type { AdmittedSnapshot, Meeting, Place, WaitingSnapshot } from '@hearthroom/sdk/protocol';
import {
  type Accepted,
  type Effect,
  type RoomState,
  type Seat,
  viewOf,
} from '../../../../server/src/rooms/machine/index.ts';
import type { GroupBook } from '../books/group-book.ts';
import type { PlaceBook } from '../books/place-book.ts';
import type { RoundBook } from '../books/round-book.ts';
import { seatBy, seatsIn } from '../history.ts';
import type { Link, Step } from '../world.ts';
import { type EncryptionBook, settingShown } from './encryption-rules.ts';
import { checkGroupInView } from './group-rules.ts';
import { checkPlacesInView, maySee, placeOf } from './places-rules.ts';

export function checkKnowledge(
  step: Step,
  result: Accepted,
  links: Link[],
  books: { places: PlaceBook; group: GroupBook; rounds: RoundBook; encryption: EncryptionBook },
): void {
  const { places } = books;
  const after = result.state;
  for (const link of links) {
    const view = viewOf(after, link.id);
    assert.deepEqual(link.knows, view, 'news add up to what a fresh snapshot says');
    const seat = seatOfLink(after, link);
    checkGroupInView(after, seat, view, books);
    if (after.phase === 'ended') assert.equal(view, null, 'of an ended room nobody sees anything');
    else if (seat.connectionId === link.id && seat.state === 'admitted') checkGroupView(after, seat, view, books);
    else checkWaitingView(after, seat, link, view, books);
  }
  for (const link of step.links) checkEffectsOnWaiting(step, result, link, places);
}

function seatOfLink(state: RoomState, { id }: Link): Seat {
  const seat = seatsIn(state).find((one) => one.connectionId === id || one.challenger?.connectionId === id);
  assert.ok(seat, 'a living connection has a seat');
  return seat;
}

const isChallenger = (seat: Seat, link: Link): boolean => seat.challenger?.connectionId === link.id;

/**
 * From the rules: a waiting participant sees themselves and the room's texts, and of others only the host who speaks or
 * is about to speak with them privately.
 */
function checkWaitingView(
  state: RoomState,
  seat: Seat,
  link: Link,
  view: unknown,
  { places, encryption }: { places: PlaceBook; encryption: EncryptionBook },
): void {
  const holder = isChallenger(seat, link) ? seat.challenger : seat;
  assert.ok(holder);
  const { claims, acceptedAgreement } = holder;
  const { title, opensAt, waitingMessage, agreement } = state.settings;
  const accepted = acceptedAgreement === agreement?.version || claims.grants.canAdmit;
  const allowed: WaitingSnapshot = {
    state: 'waiting',
    self: {
      id: seat.id,
      name: (holder === seat ? seat.renamedTo : null) ?? claims.name,
      role: claims.role,
      grants: claims.grants,
      place: holder === seat ? placeInWaiting(state, seat, places, encryption) : { kind: 'group' },
      ...encryption.ownView(state, seat, holder !== seat, places),
    },
    room: {
      title,
      opensAt: opensAt === null ? null : new Date(opensAt).getTime(),
      waitingMessage,
      recording: 'never',
      ...settingShown(state),
      ...(state.settings.backgroundBlur === 'off' && { backgroundBlur: 'off' }),
      agreement: agreement && { ...agreement, accepted },
      ...(holder === seat && seat.waitsBecause !== null && { waitsBecause: seat.waitsBecause }),
      ...(holder === seat && meetingOf(state, seat, places)),
    },
  };
  assert.deepEqual(view, allowed, 'a waiting person knows their own state and nothing else');
}

/** In a preview the host's name and keys are shown, and nobody else's. */
function placeInWaiting(state: RoomState, { id }: Seat, places: PlaceBook, encryption: EncryptionBook): Place {
  const place = placeOf(id, places);
  if (place.kind !== 'preview') return place;
  const host = seatBy(state, place.participantId);
  return { ...place, name: shownName(state, place.participantId), ...encryption.keysShown(state, host) };
}

/** The host who wants to speak with them privately is named; the participant's own answer is not sent back. */
function meetingOf(state: RoomState, { id }: Seat, places: PlaceBook): { meeting?: Meeting } {
  const pair = places.announced.find(({ other, refusal }) => other === id && refusal === null);
  if (!pair) return {};
  const { kind, host, startsAt } = pair;
  const name = shownName(state, host);
  return { meeting: { kind, participantId: host, name, byYou: false, startsAt, state: 'pending' } };
}

function shownName(state: RoomState, id: string): string {
  const seat = seatBy(state, id);
  return seat?.renamedTo ?? seat?.claims.name ?? '';
}

function checkGroupView(
  state: RoomState,
  viewer: Seat,
  view: unknown,
  { places, encryption }: { places: PlaceBook; encryption: EncryptionBook },
): void {
  assert.ok(typeof view === 'object' && view !== null && 'participants' in view);
  const snapshot = view as AdmittedSnapshot;
  const { participants, waiting } = snapshot;
  const { canAdmit, canSeeLabels } = viewer.claims.grants;
  const others = seatsIn(state).filter((seat) => seat.id !== viewer.id && maySee(viewer, seat, places));
  const roster = participants.map(({ id, name, role, connection }) => [id, name, role, connection]);
  const truth = others.map((seat) => {
    const { name, role } = seat.claims;
    return [seat.id, seat.renamedTo ?? name, role, seat.state === 'admitted' ? 'connected' : 'reconnecting'];
  });
  assert.deepEqual(roster.sort(), truth.sort(), 'a person who is inside is seen as what they are, by all who may');
  for (const { id, label } of participants) {
    const real = seatBy(state, id)?.claims.label ?? undefined;
    assert.equal(label, canSeeLabels ? real : undefined, 'labels are for those who may see them');
  }
  const blur = state.settings.backgroundBlur === 'off' ? 'off' : undefined;
  assert.equal(snapshot.room.backgroundBlur, blur, 'everybody is told that blur is off');
  checkPlacesInView(state, viewer, snapshot, places);
  encryption.checkAdmittedView(state, viewer, snapshot, places);
  if (canAdmit) checkQueue(state, waiting ?? []);
  else checkNothingOfOthers(state, viewer, snapshot, places);
}

function checkQueue(state: RoomState, waiting: NonNullable<AdmittedSnapshot['waiting']>): void {
  const truth = seatsIn(state).flatMap((seat) => [
    ...(seat.state === 'waiting'
      ? [[seat.id, seat.epoch, seat.renamedTo ?? seat.claims.name, false, seat.otherDevice]]
      : []),
    ...(seat.challenger ? [[seat.id, seat.challenger.epoch, seat.challenger.claims.name, true, false]] : []),
  ]);
  const seen = waiting.map((one) => [one.id, one.epoch, one.name, one.secondDevice, one.otherDevice ?? false]);
  assert.deepEqual(seen.sort(), truth.sort(), 'a host sees everybody who is waiting');
  for (const [index, entry] of waiting.entries()) {
    const next = waiting[index + 1];
    if (next) assert.ok(entry.waitingSince <= next.waitingSince, 'longest first');
  }
}

/** Apart from those the viewer may see, nobody is shown, except an observer about whom a host asked the clients. */
function checkNothingOfOthers(state: RoomState, viewer: Seat, view: AdmittedSnapshot, places: PlaceBook): void {
  const text = JSON.stringify(view);
  const askedAbout = view.room.consents.map(({ participantId }) => participantId);
  assert.ok(!text.includes('"waiting":'), 'no list, not even an empty one');
  for (const seat of seatsIn(state)) {
    if (seat.id === viewer.id || maySee(viewer, seat, places) || askedAbout.includes(seat.id)) continue;
    assert.ok(!text.includes(JSON.stringify(seat.id)), 'no id of somebody who may not be seen');
    assert.ok(!text.includes(seat.claims.name), 'no name of somebody who may not be seen');
  }
  assert.ok(viewer.claims.grants.canSeeLabels || !text.includes('label'), 'no label at all');
}

/** One-off messages to a waiting connection, and its close reason, concern only itself or the room's end. */
function checkEffectsOnWaiting(step: Step, result: Accepted, link: Link, places: PlaceBook): void {
  const seat = seatOfLink(step.before, link);
  if (seat.state === 'admitted' && !isChallenger(seat, link)) return;
  for (const effect of result.effects) {
    if (!('connectionId' in effect) || effect.connectionId !== link.id) continue;
    assert.ok(
      isAbout(step, effect, seat, link, result.state, places),
      `${effect.type} to a waiting person on ${step.event.type}`,
    );
  }
}

function isAbout(
  { event }: Step,
  effect: Effect,
  seat: Seat,
  link: Link,
  after: RoomState,
  places: PlaceBook,
): boolean {
  if (effect.type === 'deliver') {
    if (effect.notification.method === 'previewText') return places.isInPreview(seat.id) && !isChallenger(seat, link);
    const isMessage = event.type === 'messageWaiting' && effect.notification.method === 'messageToWaiting';
    return isMessage && (event.seatId === null || event.seatId === seat.id);
  }
  if (effect.type !== 'close') return false;
  switch (effect.reason) {
    case 'room-ended':
      return after.phase === 'ended';
    case 'denied':
      return event.type === 'deny' && event.seatId === seat.id;
    case 'removed':
      return event.type === 'remove' && event.seatId === seat.id;
    case 'left':
      return event.type === 'left' && event.connectionId === link.id;
    case 'replaced':
      return (
        (event.type === 'connected' && event.claims.sub === link.sub) ||
        (event.type === 'admit' && event.entries.some(({ seatId }) => seatId === seat.id))
      );
    default:
      return false;
  }
}
