/**
 * Oracle for places: invariant 4 with everybody's place, previews that only their two participants receive, and consent
 * to observers.
 */
import assert from 'node:assert/strict';
import type { AdmittedSnapshot, Place, Snapshot, TrackSource } from '@hearthroom/sdk/protocol';
import {
  type Accepted,
  audienceOf,
  type ForwardingRule,
  forwardingRules,
  mayForward,
  mayPublish,
  type RoomEvent,
  type RoomState,
  type Seat,
  withheldBy,
} from '../../../../server/src/rooms/machine/index.ts';
import type { PlaceBook } from '../books/place-book.ts';
import { holdsHostGrants, isIn, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

const sources = ['microphone', 'camera', 'screen', 'screen-audio'] as const satisfies TrackSource[];
const grants = {
  microphone: 'publishMicrophone',
  camera: 'publishCamera',
  screen: 'publishScreen',
  'screen-audio': 'publishScreen',
} as const;

export const isClient = (seat: Seat): boolean => seat.claims.role === 'client';

/** For every pair and source, exactly what the rules allow, in both directions. */
export function checkMedia(state: RoomState, places: PlaceBook): void {
  const isRunning = state.phase === 'live' || (state.phase === 'held' && state.settings.whileHeld === 'continue');
  for (const from of seatsIn(state)) {
    const isHere = isIn(from) || places.isInPreview(from.id);
    for (const source of sources) {
      const maySend = isHere && from.claims.grants[grants[source]] && state.phase !== 'ended';
      assert.equal(mayPublish(state, from.id, source), maySend);
      for (const to of seatsIn(state)) {
        const meet = to.id !== from.id && places.areTogether(from, to) && places.maySeeEachOther(from, to);
        const expected = isRunning && maySend && to.claims.grants.subscribe && meet;
        const isForwarded = mayForward(state, from.id, to.id, source);
        if (isForwarded && isUnasked(state, from, to, places)) assert.fail('nothing passes without consent');
        if (isForwarded && isOnlyAnnounced(state, from, to, places))
          assert.fail('nothing passes before the time that was announced, or a yes');
        if (isForwarded !== expected) assert.fail('media goes where the rules say');
        const rules = rulesThatForbid({ state, from, to, source }, places);
        const [first = null] = rules;
        if (withheldBy(state, from.id, to.id, source) !== first)
          assert.fail('a withheld pair has one reason, the first');
      }
    }
  }
}

/**
 * Secrets for encryption go to the people in one place who see each other, and to nobody else: not to those who wait,
 * were refused or have left, nor to a stay that has not begun.
 */
export function checkAudience(state: RoomState, places: PlaceBook, stays: ReadonlyMap<string, number>): void {
  for (const from of seatsIn(state)) {
    const audience = audienceOf(state, from.id);
    const expected = seatsIn(state).filter((to) => {
      if (state.phase === 'ended' || to.id === from.id || !places.areTogether(from, to)) return false;
      return places.isInPreview(to.id) || (maySee(from, to, places) && maySee(to, from, places));
    });
    assert.deepEqual(
      new Map(audience.map(({ seatId, stay }) => [seatId, stay])),
      new Map(expected.map(({ id }) => [id, places.isInPreview(id) && !isIn(seatBy(state, id)) ? 0 : stays.get(id)])),
      'those in one place who see each other share secrets',
    );
    for (const to of seatsIn(state)) {
      const isReceiver = audience.some(({ seatId }) => seatId === to.id);
      const receives = sources.some((source) => mayForward(state, from.id, to.id, source));
      assert.ok(isReceiver || !receives, 'who receives media can decrypt it');
      assert.ok(!isReceiver || isIn(to) || places.isInPreview(to.id), 'who is not inside decrypts nothing');
    }
  }
}

/** Every rule that forbids this track for this seat, in the order of the README; empty if it is allowed. */
function rulesThatForbid(
  { state, from, to, source }: { state: RoomState; from: Seat; to: Seat; source: TrackSource },
  places: PlaceBook,
): ForwardingRule[] {
  const both = [from, to];
  const apart = places.pairOf(from.id) ?? places.pairOf(to.id);
  const areTogether = places.areTogether(from, to);
  const forbids: Record<ForwardingRule, boolean> = {
    'own-track': from.id === to.id,
    'room-not-live': state.phase !== 'live' && state.phase !== 'held',
    'room-held': state.phase === 'held' && state.settings.whileHeld === 'pause',
    'not-in-room': both.some((seat) => !isIn(seat) && seat.state !== 'waiting'),
    'in-preview': !areTogether && apart?.kind === 'preview',
    'in-side-room': !areTogether && apart?.kind === 'side-room',
    waiting: !apart && both.some((seat) => seat.state === 'waiting'),
    'other-breakout-group': !apart && both.every(isIn) && !areTogether,
    'circle-closed': !places.isRevealed(from, to),
    'not-consented': !places.isAgreed(from, to),
    'no-subscribe-grant': !to.claims.grants.subscribe,
    'no-publish-grant': !from.claims.grants[grants[source]],
  };
  return forwardingRules.filter((rule) => forbids[rule]);
}

/**
 * One of the two waits for a private conversation or a move into the other's group, or both will be in the circle:
 * announced but not due yet.
 */
function isOnlyAnnounced(state: RoomState, from: Seat, to: Seat, places: PlaceBook): boolean {
  const ids = [from.id, to.id];
  const pair = places.announced.find(({ host, other }) => ids.includes(host) && ids.includes(other));
  if (pair) {
    assert.ok(pair.refusal !== null || pair.startsAt === null || pair.startsAt > state.now, 'what is due has begun');
    if (pair.kind === 'preview') return true;
  }
  const comes = (visitor: Seat, host: Seat): boolean => {
    const arrival = places.arrivals.get(visitor.id);
    return arrival !== undefined && !places.pairOf(visitor.id) && places.groups?.get(host.id) === arrival.group;
  };
  if (comes(from, to) || comes(to, from)) return true;
  return places.circleOpensAt !== null && !holdsHostGrants(from) && !holdsHostGrants(to);
}

/** An observer and a client who has not agreed to them, in a room that requires consent. */
function isUnasked({ settings }: RoomState, a: Seat, b: Seat, places: PlaceBook): boolean {
  const [observer, client] = a.claims.role === 'observer' ? [a, b] : [b, a];
  if (settings.observerConsent !== 'all' || observer.claims.role !== 'observer' || !isClient(client)) return false;
  return places.consents.get(observer.id)?.get(client.id) !== true;
}

/** Independent of which of the two came last. */
export function checkNobodyRefusedIsInside(state: RoomState, places: PlaceBook): void {
  for (const [id, answers] of places.consents) {
    const noes = [...answers].filter(([clientId, hasAgreed]) => !hasAgreed && isIn(seatBy(state, clientId)));
    assert.ok(noes.length === 0 || !isIn(seatBy(state, id)), 'no observer is inside with a client who refused');
  }
}

/** Whom a participant inside may see: everybody, or in a closed circle the hosts and all observers. */
export function maySee(viewer: Seat, other: Seat, places: PlaceBook): boolean {
  if (!isIn(viewer) || !isIn(other)) return false;
  return viewer.id === other.id || other.claims.role === 'observer' || places.maySeeEachOther(viewer, other);
}

export function placeOf(id: string, places: PlaceBook): Place {
  const pair = places.pairOf(id);
  if (pair) return { kind: pair.kind, participantId: pair.host === id ? pair.other : pair.host };
  const groupId = places.groups?.get(id);
  return groupId === undefined ? { kind: 'group' } : { kind: 'breakout', groupId };
}

/** What a participant inside is shown of places besides their own. */
export function checkPlacesInView(state: RoomState, viewer: Seat, view: AdmittedSnapshot, places: PlaceBook): void {
  assert.deepEqual(view.self.place, placeOf(viewer.id, places));
  assert.equal(view.room.circle, places.circle);
  const isHost = holdsHostGrants(viewer);
  const askedBy = (id: string) => places.announced.find(({ other, refusal }) => other === id && refusal === null)?.host;
  for (const { id, away, askedBy: host } of view.participants) {
    const other = seatBy(state, id);
    assert.equal(host, isHost ? askedBy(id) : undefined, 'hosts alone see whom another host has asked');
    assert.equal(away, !other || !places.areTogether(viewer, other), 'who is elsewhere is told as away');
  }
  for (const entry of view.waiting ?? []) {
    const host = entry.secondDevice ? undefined : places.pairOf(entry.id)?.host;
    assert.equal(entry.previewedBy, host ?? null, 'hosts see who looks at whom');
    assert.equal(entry.askedBy, entry.secondDevice ? undefined : askedBy(entry.id), 'hosts see who has asked whom');
  }
  const isPaused = state.phase === 'held' && state.settings.whileHeld === 'pause';
  assert.equal(view.room.mediaPaused, isPaused || undefined, 'while nothing passes everybody knows it');
  assert.ok(isHost || view.room.lastHold === undefined, 'hosts alone are told what happened without them');
  checkAnnounced(viewer, view, places);
  assert.equal(view.room.circleOpening?.at ?? null, places.circleOpensAt);
  const mayCancel = holdsHostGrants(viewer) && places.mayCancelCircle(state);
  assert.equal(view.room.circleOpening?.mayCancel === true, mayCancel, 'hosts know what they may take back');
  checkBreakoutView(state, viewer, view, places);
  checkConsentsView(state, viewer, view, places);
}

/** Each participant is shown what is announced to them, and hosts also the outcome. */
export function checkAnnounced(viewer: Seat, { room }: Snapshot, places: PlaceBook): void {
  const pair = places.announced.find(
    ({ host, other, refusal }) => host === viewer.id || (other === viewer.id && refusal === null),
  );
  const { participantId, startsAt, state } = room.meeting ?? {};
  assert.equal(participantId, pair && (pair.host === viewer.id ? pair.other : pair.host));
  assert.equal(startsAt, pair?.startsAt);
  assert.equal(state, pair && (pair.refusal ?? 'pending'));
}

function checkBreakoutView(state: RoomState, viewer: Seat, { room }: AdmittedSnapshot, places: PlaceBook): void {
  assert.equal(room.breakout !== null, places.groups !== null);
  const own = places.groups?.get(viewer.id);
  const isHost = holdsHostGrants(viewer);
  if (!isHost) {
    const seen = room.breakout?.groups.map(({ id }) => id) ?? [];
    assert.deepEqual(seen, own === undefined ? [] : [own], 'a client sees their own group alone');
  }
  for (const { id, participantIds, arriving } of room.breakout?.groups ?? []) {
    const members = [...(places.groups ?? [])].flatMap(([seatId, groupId]) => (groupId === id ? [seatId] : []));
    const visible = members.filter((seatId) => {
      const seat = seatBy(state, seatId);
      return seat !== undefined && maySee(viewer, seat, places);
    });
    assert.deepEqual(participantIds.toSorted(), visible.sort(), 'a group lists whom its reader may see');
    const coming = [...places.arrivals].filter(([seatId, { group }]) => {
      const seat = seatBy(state, seatId);
      return group === id && seat !== undefined && maySee(viewer, seat, places);
    });
    assert.deepEqual(
      new Map((arriving ?? []).map(({ participantId, at }) => [participantId, at])),
      new Map(coming.map(([seatId, { at }]) => [seatId, at])),
      'a group is told who comes to it',
    );
  }
}

function checkConsentsView(state: RoomState, viewer: Seat, { room }: AdmittedSnapshot, places: PlaceBook): void {
  const { consents } = room;
  const isHost = holdsHostGrants(viewer);
  if (state.settings.observerConsent === 'none' || !(isHost || isClient(viewer))) {
    assert.deepEqual(consents, [], 'nobody else is asked');
    return;
  }
  for (const seat of seatsIn(state)) {
    if (!isIn(seat) || seat.claims.role !== 'observer') continue;
    assert.ok(
      consents.some(({ participantId }) => participantId === seat.id),
      'no observer without a question',
    );
  }
  for (const { participantId, answer, missing, declined } of consents) {
    const seat = seatBy(state, participantId);
    assert.ok(seat?.claims.role === 'observer');
    if (!isIn(seat)) assert.ok(seat.state === 'waiting' && places.askedAbout.has(seat.id), 'a host asked about them');
    const given = places.consents.get(seat.id)?.get(viewer.id);
    assert.ok(answer === null || (!isHost && answer === given), 'one sees what one said oneself');
    assert.equal(missing !== undefined, isHost, 'hosts alone see how many are missing');
    const noes = [...(places.consents.get(seat.id) ?? [])].filter(
      ([id, hasAgreed]) => !hasAgreed && isIn(seatBy(state, id)),
    );
    assert.equal(declined, isHost ? noes.length : undefined, 'and how many of them have refused');
  }
}

/** Runs before the record is updated with the step: earlier answers count. */
export function checkConsent({ before, event }: Step, { state: after }: Accepted, places: PlaceBook): void {
  if (event.type === 'answerConsent') {
    const client = seatBy(before, event.actor.seatId);
    assert.ok(client?.state === 'admitted' && isClient(client), 'clients inside are asked');
    const isBack = event.consent || seatBy(after, event.seatId)?.state === 'waiting';
    assert.ok(isBack, 'who is refused is not inside');
  }
  if (after.settings.observerConsent === 'none') return;
  checkRefused(before, after, event, places);
  for (const seat of seatsIn(after)) {
    const previous = seatBy(before, seat.id);
    const isNew = isIn(seat) && !(isIn(previous) && previous?.claims.role === 'observer');
    if (!isNew || seat.claims.role !== 'observer') continue;
    for (const client of seatsIn(after)) {
      if (client.id === seat.id || !isIn(client) || !isClient(client)) continue;
      const hasAgreed = places.consents.get(seat.id)?.get(client.id) === true;
      assert.ok(hasAgreed, 'an observer comes in when every client inside has agreed');
    }
  }
}

/** An observer who is sent back was refused by a client who is inside, now or before both were inside. */
function checkRefused(before: RoomState, after: RoomState, event: RoomEvent, places: PlaceBook): void {
  for (const seat of seatsIn(after)) {
    const wasIn = isIn(seatBy(before, seat.id));
    if (!wasIn || seat.state !== 'waiting' || seat.waitsBecause !== 'consent-refused') continue;
    const isNo = event.type === 'answerConsent' && event.seatId === seat.id && !event.consent;
    const noes = [...(places.consents.get(seat.id) ?? [])].filter(([, hasAgreed]) => !hasAgreed);
    assert.ok(isNo || noes.some(([id]) => isIn(seatBy(after, id))), 'nobody is sent back but by a no');
  }
}

/** One line of a preview goes to the other one of the two, and to nobody else. */
export function checkPreviewTexts({ before, event }: Step, { effects }: Accepted, places: PlaceBook): void {
  for (const effect of effects) {
    if (effect.type !== 'deliver' || effect.notification.method !== 'previewText') continue;
    assert.ok(event.type === 'sendPreviewText');
    const sender = seatsIn(before).find(({ connectionId }) => connectionId === event.connectionId);
    const pair = sender && places.pairOf(sender.id);
    assert.ok(sender && pair?.kind === 'preview');
    const reader = seatBy(before, pair.host === sender.id ? pair.other : pair.host);
    assert.equal(effect.connectionId, reader?.connectionId);
  }
}
