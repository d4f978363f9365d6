/** Oracle for admission: invariants 1, 5 and 7, the lock, the capacity, and hosts towards other hosts. */
import assert from 'node:assert/strict';
import type { Grants } from '@hearthroom/sdk/protocol';
import type {
  Accepted,
  Actor,
  Claims,
  RoomEvent,
  RoomState,
  Seat,
} from '../../../../server/src/rooms/machine/index.ts';
import {
  entriesOf,
  gainsBy,
  type History,
  holdsHostGrants,
  isIn,
  isNewEntry,
  isPresentHost,
  seatBy,
  seatsIn,
} from '../history.ts';
import type { Link, Step } from '../world.ts';
import type { EncryptionBook } from './encryption-rules.ts';

type Connected = Extract<RoomEvent, { type: 'connected' }>;

export function checkEntry(
  step: Step,
  result: Accepted,
  books: { history: History; encryption: EncryptionBook },
  links: Link[],
): void {
  const { history } = books;
  checkActor(step, history);
  for (const seat of seatsIn(result.state)) checkSeat(step, result, seat, books);
  if (step.event.type === 'connected') checkConnect(step, step.event, result, books);
  checkConnections(result.state, links);
  checkEntryNumbers(result.state, history);
  checkCapacity(step.before, result.state);
}

const grantFor: Partial<Record<RoomEvent['type'], keyof Grants>> = {
  admit: 'canAdmit',
  deny: 'canAdmit',
  putInWaitingRoom: 'canAdmit',
  messageWaiting: 'canAdmit',
  remove: 'canModerate',
  mute: 'canModerate',
  askToUnmute: 'canModerate',
  updateSettings: 'canModerate',
  openPreview: 'canAdmit',
  closePreview: 'canAdmit',
  openCircle: 'canAdmit',
  cancelCircle: 'canAdmit',
  askConsent: 'canAdmit',
  openSideRoom: 'canModerate',
  startBreakout: 'canModerate',
  moveToGroup: 'canModerate',
  messageGroups: 'canModerate',
  endBreakout: 'canModerate',
  lowerHand: 'canModerate',
  rename: 'canRename',
  setSpotlight: 'canModerate',
  startGoRound: 'canModerate',
  pauseGoRound: 'canModerate',
  resumeGoRound: 'canModerate',
  stopGoRound: 'canModerate',
  undoTurn: 'canModerate',
  answerHelp: 'canAdmit',
  closeHelp: 'canAdmit',
  markDepartureSeen: 'canAdmit',
  sendChat: 'chat',
  end: 'canEnd',
};

/** These need no grant when they concern the sender. */
const ownAffairs: ReadonlySet<RoomEvent['type']> = new Set(['lowerHand', 'closeHelp']);

function isOwnAffair(event: RoomEvent): boolean {
  if (!ownAffairs.has(event.type) || !('seatId' in event) || !('actor' in event) || event.actor.kind === 'api')
    return false;
  return event.seatId === null || event.seatId === event.actor.seatId;
}

function checkActor({ before, event }: Step, history: History): void {
  if (!('actor' in event)) return;
  if (event.actor.kind === 'seat')
    assert.equal(seatBy(before, event.actor.seatId)?.state, 'admitted', 'who acts is there');
  const grant = isOwnAffair(event) ? undefined : grantFor[event.type];
  if (grant) assert.ok(history.mayAct(before, event.actor, grant), `${event.type} needs ${grant}, and to be present`);
  if (event.actor.kind === 'api') return;
  assert.notEqual(event.type, 'pardon', 'only the API pardons');
  if (event.type === 'updateSettings')
    assert.deepEqual(Object.keys(event.patch), ['locked'], 'hosts set the lock alone');
}

/** A client entered, returned to their seat, or took a seat that a host had. */
function checkSeat(
  step: Step,
  result: Accepted,
  seat: Seat,
  { history, encryption }: { history: History; encryption: EncryptionBook },
): void {
  const { before, event } = step;
  const previous = seatBy(before, seat.id);
  const wasIn = isIn(previous);
  checkHostKeptOut(step, previous, seat, history);
  if (wasIn && !isIn(seat)) checkHostTakenOut(step, previous, history);
  if (!isIn(seat)) return;
  const becameClient = holdsHostGrants(previous) && !holdsHostGrants(seat);
  if (becameClient && isPresentHost(previous)) checkHostTakenOut(step, previous, history);
  if (!wasIn || becameClient) {
    if (encryption.entersAsLastHost(step, result.state, seat)) checkEnteredWithoutAdmit(previous, history);
    else if (event.type === 'admit') checkAdmitted(event, previous, result);
    else if (event.type === 'connected') checkAdmittedOnConnecting(step, event, seat, previous, history);
    else if (event.type === 'acceptAgreement') checkAdmittedByAccepting(step, event, seat, history);
    else checkLetInByOpening(step, seat, result.state, history);
  } else if (previous?.state === 'suspended' && seat.state === 'admitted') {
    const isMoved = event.type === 'admit' && event.entries.some(({ epoch }) => epoch === previous.challenger?.epoch);
    const isBack =
      event.type === 'connected' && (history.proves(previous, event) || isHostsOwn(previous, event.claims));
    assert.ok(isMoved || isBack, 'a suspended seat is taken up by its owner, or moved by a host');
  }
}

function checkAdmitted(
  event: Extract<RoomEvent, { type: 'admit' }>,
  previous: Seat | undefined,
  result: Accepted,
): void {
  assert.ok(previous && result.admitted?.includes(previous.id), 'a person who got in was named in the answer');
  const waits = entriesOf(previous).filter(([, connectionId]) => connectionId !== null);
  const isNamed = event.entries.some(({ seatId, epoch }) => waits.some(([key]) => key === `${seatId} ${epoch}`));
  assert.ok(isNamed, 'an admit is for the entry that waits now, connected');
}

function checkAdmittedOnConnecting(
  { before, now }: Step,
  event: Connected,
  seat: Seat,
  previous: Seat | undefined,
  history: History,
): void {
  assert.equal(seat.claims.sub, event.claims.sub, 'a connect lets nobody else in');
  assert.ok(!history.mustBeAdmitted.has(seat.id), 'who was refused needs an admit');
  const { settings, phase } = before;
  const bypasses = event.claims.waitingRoom === 'bypass';
  if (holdsHostGrants(seat)) {
    const isBack = previous !== undefined && wasInside(previous) && history.proves(previous, event);
    assert.ok(bypasses || isBack, 'a host without bypass waits');
    const earliest = Date.parse(settings.opensAt ?? '1970-01-01') - settings.earlyEntrySeconds * 1_000;
    if (phase === 'scheduled') assert.ok(Math.max(now, before.now) >= earliest, 'hosts enter early, not earlier');
    return;
  }
  assert.equal(phase, 'live', 'clients walk into a live session alone');
  assert.ok(bypasses || (!settings.waitingRoom && seat.claims.role === 'client'), 'others wait');
  assert.ok(!settings.locked, 'nobody walks into a locked room');
  const isNewEntry = !previous || gainsBy(event.claims, previous.claims) || holdsHostGrants(previous);
  if (previous?.state === 'waiting') assert.ok(isNewEntry, 'who waits goes on waiting');
}

/** Accepting the agreement is the last step of entry where bypass or an open door would have admitted them. */
function checkAdmittedByAccepting(
  { before }: Step,
  event: Extract<RoomEvent, { type: 'acceptAgreement' }>,
  seat: Seat,
  history: History,
): void {
  const { settings, phase } = before;
  assert.equal(seat.connectionId, event.connectionId, 'accepting lets nobody else in');
  assert.ok(!history.mustBeAdmitted.has(seat.id), 'who was refused needs an admit');
  assert.notEqual(seatBy(before, seat.id)?.acceptedAgreement, event.version, 'once, and not by saying it again');
  const isDoorOpen = !settings.waitingRoom && seat.claims.role === 'client';
  assert.ok(
    phase === 'live' && !settings.locked && (seat.claims.waitingRoom === 'bypass' || isDoorOpen),
    'others wait',
  );
}

function checkLetInByOpening({ before }: Step, seat: Seat, after: RoomState, history: History): void {
  checkEnteredWithoutAdmit(seatBy(before, seat.id), history);
  assert.equal(before.phase, 'scheduled');
  assert.notEqual(after.phase, 'scheduled');
}

/** A host enters without an admit and without connecting. */
function checkEnteredWithoutAdmit(previous: Seat | undefined, history: History): void {
  assert.ok(previous && holdsHostGrants(previous), 'nobody else gets in by itself');
  assert.ok(previous.claims.waitingRoom === 'bypass' || wasInside(previous), 'a host without bypass waits');
  assert.ok(!history.mustBeAdmitted.has(previous.id), 'who was refused needs an admit');
}

/** Somebody who was inside, and waits only because they came back without keys. */
const wasInside = ({ state, waitsBecause }: Seat): boolean =>
  state === 'waiting' && waitsBecause === 'e2ee-unsupported';

/** A participant is no longer inside. If somebody did that to a host: was it allowed? */
function checkHostTakenOut({ before, event }: Step, target: Seat | undefined, history: History): void {
  if (!target || !holdsHostGrants(target) || !['remove', 'putInWaitingRoom', 'admit'].includes(event.type)) return;
  assert.ok('actor' in event && history.mayAct(before, event.actor, 'canEnd'), 'a host is taken out by canEnd alone');
  checkNotByLentLead(before, event.actor, target, history);
  const others = seatsIn(before).filter((seat) => isPresentHost(seat) && seat.id !== target.id);
  if (isPresentHost(target)) assert.ok(others.length > 0, 'nobody takes out the last present host');
}

/** The owner of the lead, and a host whose own token has `canEnd`, may be removed only by such a host or by the API. */
function checkNotByLentLead(before: RoomState, actor: Actor, target: Seat, history: History): void {
  if (actor.kind === 'api' || !isAboveLentLead(target, history)) return;
  assert.ok(seatBy(before, actor.seatId)?.claims.grants.canEnd, 'a lent lead is not turned against a therapist');
}

const isAboveLentLead = ({ id, claims }: Seat, { leadOwner }: History): boolean =>
  claims.grants.canEnd || id === leadOwner;

/** A host was banned while waiting, or their seat was given to another device. */
function checkHostKeptOut({ before, event }: Step, previous: Seat | undefined, seat: Seat, history: History): void {
  if (!previous || !holdsHostGrants(previous) || !isAboveLentLead(previous, history) || !('actor' in event)) return;
  const isBanned = seat.banned && !previous.banned;
  const isTaken = event.type === 'admit' && !holdsHostGrants(seat);
  if (isBanned || isTaken) checkNotByLentLead(before, event.actor, previous, history);
}

export function isHostsOwn(seat: Seat, claims: Claims): boolean {
  return claims.grants.canAdmit && (holdsHostGrants(seat) || claims.waitingRoom === 'bypass');
}

function checkConnect(
  { before, links }: Step,
  event: Connected,
  result: Accepted,
  { history, encryption }: { history: History; encryption: EncryptionBook },
): void {
  const { claims } = event;
  const isClientRole = claims.role === 'client' || claims.role === 'observer';
  assert.ok(!(isClientRole && claims.grants.canAdmit), 'a client never hosts');
  const seat = seatsIn(before).find((one) => one.claims.sub === claims.sub);
  assert.ok(!seat || !history.banned.has(seat.id), 'who is banned stays out');
  if (before.settings.locked) checkLock(seat, claims, history);
  if (!seat || !(isIn(seat) || seat.state === 'waiting')) return;
  const after = seatBy(result.state, seat.id);
  const owns = history.proves(seat, event) || isHostsOwn(seat, claims);
  if (owns) {
    assert.equal(after?.connectionId, event.connectionId, 'who proves to hold a seat gets it');
    const isUnasked =
      before.settings.observerConsent === 'all' && claims.role === 'observer' && seat.claims.role !== 'observer';
    const isSamePerson = !isNewEntry(claims, seat) && !isUnasked;
    if (!isIn(seat) || !isSamePerson) return;
    if (encryption.mustBeAskedFor(before, seat.id, claims, event.e2ee)) {
      assert.deepEqual([after?.state, after?.waitsBecause], ['waiting', 'e2ee-unsupported'], 'who lost the keys waits');
      return;
    }
    assert.equal(after?.state, 'admitted', 'and goes on in it');
    assert.equal(after?.admissionOrder, seat.admissionOrder, 'without leaving');
  } else {
    checkTokenAlone(before, event, seat, result, links);
  }
}

/** With only the token, a connection replaces a waiting device, and becomes a second device otherwise. */
function checkTokenAlone(before: RoomState, event: Connected, seat: Seat, result: Accepted, links: Link[]): void {
  const after = seatBy(result.state, seat.id);
  const isInPreview = before.privatePairs.some(({ seatId }) => seatId === seat.id) && before.phase === 'live';
  const isOtherSide = seat.connectionId !== null && holdsHostGrants(seat) !== event.claims.grants.canAdmit;
  if (seat.state === 'waiting' && !seat.challenger && !isInPreview && !isOtherSide) {
    assert.equal(after?.connectionId, event.connectionId, 'of devices that wait with the token alone the newest waits');
    return;
  }
  assert.equal(
    after?.challenger?.connectionId,
    event.connectionId,
    'beside one inside a device with the token alone waits',
  );
  assert.deepEqual({ ...after, challenger: null }, { ...seat, challenger: null }, 'nothing changes for the one inside');
  const others = links.filter(({ id }) => id !== seat.challenger?.connectionId).map(({ id }) => id);
  for (const effect of result.effects) {
    assert.ok(!('connectionId' in effect && others.includes(effect.connectionId)), 'and disturbs nobody');
  }
}

function checkLock(seat: Seat | undefined, claims: Claims, history: History): void {
  const mayWait = seat !== undefined && seat.state !== 'removed';
  const isBypassingHost = claims.grants.canAdmit && claims.waitingRoom === 'bypass';
  const isRefused = seat !== undefined && history.mustBeAdmitted.has(seat.id);
  assert.ok(
    mayWait || (isBypassingHost && !isRefused),
    'the lock keeps out identities that never had a seat or were removed',
  );
}

/** Every live connection holds or challenges exactly one seat, and vice versa. */
function checkConnections(after: RoomState, links: Link[]): void {
  const held = seatsIn(after).flatMap((seat) => [seat.connectionId, seat.challenger?.connectionId ?? null]);
  const ids = held.filter((id) => id !== null).sort();
  assert.deepEqual(
    ids,
    links.map(({ id }) => id).sort(),
    'one living connection per seat and challenger, and no other',
  );
  const subs = seatsIn(after).map(({ claims }) => claims.sub);
  assert.equal(new Set(subs).size, subs.length, 'one seat per identity');
  for (const seat of seatsIn(after)) assert.equal(seat.state === 'admitted', isIn(seat) && seat.connectionId !== null);
}

function checkEntryNumbers(after: RoomState, history: History): void {
  for (const seat of seatsIn(after)) {
    for (const [key, connectionId] of entriesOf(seat)) {
      assert.ok(!history.overEntries.has(key), 'a wait that is over never comes back');
      const owner = history.entries.get(key);
      assert.ok(!owner || connectionId === null || owner === connectionId, 'a wait belongs to one connection');
    }
  }
}

function checkCapacity(before: RoomState, after: RoomState): void {
  const inside = seatsIn(after).filter(isIn);
  const newClients = inside.filter((seat) => !holdsHostGrants(seat) && !isIn(seatBy(before, seat.id)));
  if (newClients.length > 0)
    assert.ok(inside.length <= after.settings.maxParticipants, 'no client beyond the capacity');
}
