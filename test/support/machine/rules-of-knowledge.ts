/** Oracle for who learns what: invariants 2, 3 and 8, and that news add up to the truth. */
import assert from 'node:assert/strict';
import type { AdmittedSnapshot, WaitingSnapshot } from '@hearthroom/sdk/protocol';
import {
  type Accepted,
  type Effect,
  type RoomState,
  type Seat,
  viewOf,
} from '../../../server/src/rooms/machine/index.ts';
import { isIn, seatBy, seatsIn } from './history.ts';
import type { Link, Step } from './world.ts';

export function checkKnowledge(step: Step, result: Accepted, links: Link[]): void {
  const after = result.state;
  for (const link of links) {
    const view = viewOf(after, link.id);
    assert.deepEqual(link.knows, view, 'news add up to what a fresh snapshot says');
    const seat = seatOfLink(after, link);
    if (after.phase === 'ended') assert.equal(view, null, 'of an ended room nobody sees anything');
    else if (seat.connectionId === link.id && seat.state === 'admitted') checkGroupView(after, seat, view);
    else checkWaitingView(after, seat, link, view);
  }
  for (const link of step.links) checkEffectsOnWaiting(step, result, link);
}

function seatOfLink(state: RoomState, { id }: Link): Seat {
  const seat = seatsIn(state).find((one) => one.connectionId === id || one.challenger?.connectionId === id);
  assert.ok(seat, 'a living connection has a seat');
  return seat;
}

const isChallenger = (seat: Seat, link: Link): boolean => seat.challenger?.connectionId === link.id;

/** Written from the rules: themselves, and three texts of the room. It can't depend on anybody else. */
function checkWaitingView(state: RoomState, seat: Seat, link: Link, view: unknown): void {
  const claims = isChallenger(seat, link) ? seat.challenger?.claims : seat.claims;
  assert.ok(claims);
  const { title, opensAt, waitingMessage } = state.settings;
  const allowed: WaitingSnapshot = {
    state: 'waiting',
    self: { id: seat.id, name: claims.name, role: claims.role, grants: claims.grants },
    room: { title, opensAt: opensAt === null ? null : new Date(opensAt).getTime(), waitingMessage },
  };
  assert.deepEqual(view, allowed, 'a waiting person knows their own state and nothing else');
}

function checkGroupView(state: RoomState, viewer: Seat, view: unknown): asserts view is AdmittedSnapshot {
  assert.ok(typeof view === 'object' && view !== null && 'participants' in view);
  const { participants, waiting } = view as AdmittedSnapshot;
  const { canAdmit, canSeeLabels } = viewer.claims.grants;
  const others = seatsIn(state).filter((seat) => isIn(seat) && seat.id !== viewer.id);
  const roster = participants.map(({ id, name, role, connection }) => [id, name, role, connection]);
  const truth = others.map((seat) => {
    const { name, role } = seat.claims;
    return [seat.id, name, role, seat.state === 'admitted' ? 'connected' : 'reconnecting'];
  });
  assert.deepEqual(roster.sort(), truth.sort(), 'everybody inside is seen by everybody inside, as what they are');
  for (const { id, label } of participants) {
    const real = seatBy(state, id)?.claims.label ?? undefined;
    assert.equal(label, canSeeLabels ? real : undefined, 'labels are for those who may see them');
  }
  if (canAdmit) checkQueue(state, waiting ?? []);
  else checkNothingOfOthers(state, viewer, JSON.stringify(view));
}

function checkQueue(state: RoomState, waiting: NonNullable<AdmittedSnapshot['waiting']>): void {
  const truth = seatsIn(state).flatMap((seat) => [
    ...(seat.state === 'waiting' ? [[seat.id, seat.epoch, seat.claims.name, false]] : []),
    ...(seat.challenger ? [[seat.id, seat.challenger.epoch, seat.challenger.claims.name, true]] : []),
  ]);
  const seen = waiting.map(({ id, epoch, name, secondDevice }) => [id, epoch, name, secondDevice]);
  assert.deepEqual(seen.sort(), truth.sort(), 'a host sees everybody who waits');
  for (const [index, entry] of waiting.entries()) {
    const next = waiting[index + 1];
    if (next) assert.ok(entry.waitingSince <= next.waitingSince, 'longest first');
  }
}

function checkNothingOfOthers(state: RoomState, viewer: Seat, text: string): void {
  assert.ok(!text.includes('"waiting":'), 'no list, not even an empty one');
  for (const seat of seatsIn(state)) {
    if (seat.id === viewer.id || isIn(seat)) continue;
    assert.ok(!text.includes(JSON.stringify(seat.id)), 'no id of somebody who is not inside');
    assert.ok(!text.includes(seat.claims.name), 'no name of somebody who is not inside');
  }
  assert.ok(viewer.claims.grants.canSeeLabels || !text.includes('label'), 'no label at all');
}

/** What a waiting connection is told once, or closed with, is about itself or about the room's end. */
function checkEffectsOnWaiting(step: Step, result: Accepted, link: Link): void {
  const seat = seatOfLink(step.before, link);
  if (seat.state === 'admitted' && !isChallenger(seat, link)) return;
  for (const effect of result.effects) {
    if (effect.type === 'muteTrack' || effect.connectionId !== link.id) continue;
    assert.ok(
      isAbout(step, effect, seat, link, result.state),
      `${effect.type} to a waiting person on ${step.event.type}`,
    );
  }
}

function isAbout({ event }: Step, effect: Effect, seat: Seat, link: Link, after: RoomState): boolean {
  if (effect.type === 'deliver') {
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
