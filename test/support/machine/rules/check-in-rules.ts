/**
 * Oracle for check-ins, computed from events: whose answers there are, who is told of them (hosts, and each person of
 * their own), and that an answer belongs to one person inside and to one check-in.
 */
import assert from 'node:assert/strict';
import type { CheckInAnswer, CheckInQuestion, SealedText } from '@hearthroom/sdk/protocol';
import {
  type Accepted,
  type RoomEvent,
  type RoomState,
  type Seat,
  saveState,
  viewOf,
} from '../../../../server/src/rooms/machine/index.ts';
import { holdsHostGrants, isIn, isNewProcess, seatBy, seatsIn } from '../history.ts';
import { boxFor } from '../player/sealed-texts.ts';
import type { Step } from '../world.ts';

interface Given {
  value: number | null;
  sealed: SealedText | undefined;
  /** Who was inside as a host when it was given, and for which of their stays: only these may have a box of it. */
  hosts: string[];
}

interface Running {
  id: string;
  hostId: string;
  question: CheckInQuestion | null;
  sealed: SealedText | undefined;
  answers: Map<string, Given>;
}

const stayKey = ({ id, admissions }: Seat): string => `${id} ${admissions}`;

export class CheckInBook {
  #running: Running | null = null;

  check({ before, event }: Step, { state: after, effects }: Accepted): void {
    this.#record(before, event);
    if (this.#running && isOver(this.#running, event, after)) this.#running = null;
    for (const id of this.#running?.answers.keys() ?? [])
      if (isGone(before, after, id)) this.#running?.answers.delete(id);
    assert.equal(after.checkIn?.id, this.#running?.id, `a check-in runs until it ends, on ${event.type}`);
    for (const seat of seatsIn(after)) if (seat.connectionId !== null) this.#checkView(after, seat, seat.connectionId);
    if (event.type === 'answerCheckIn') checkNobodyElseIsTold(before, after, event.actor.seatId, effects.length);
    if (after.checkIn) assert.ok(!saveState(after).includes('checkIn'), 'nothing of it is stored');
  }

  /** Checks that a refusal was justified. */
  checkRefusal({ event, result }: Step): void {
    if (!('rejected' in result) || !('checkInId' in event)) return;
    if (result.rejected === 'too-late')
      assert.notEqual(event.checkInId, this.#running?.id, 'only what is over is too late');
  }

  #record(before: RoomState, event: RoomEvent): void {
    if (event.type === 'startCheckIn') {
      assert.equal(this.#running, null, 'one at a time');
      const { id, actor, question, sealed } = event;
      assert.ok(holdsHostGrants(seatBy(before, actor.seatId)), 'only hosts ask');
      this.#running = { id, hostId: actor.seatId, question, sealed, answers: new Map() };
      return;
    }
    if (!('checkInId' in event)) return;
    assert.equal(event.checkInId, this.#running?.id, 'one that is over takes nothing');
    const own = seatBy(before, event.actor.seatId);
    assert.ok(this.#running && own?.state === 'admitted');
    if (event.type === 'endCheckIn') this.#running = null;
    else if (event.type === 'shareCheckIn') this.#running.sealed = event.sealed;
    else this.#recordAnswer(before, own, event, this.#running);
  }

  #recordAnswer(
    before: RoomState,
    own: Seat,
    { value, sealed }: Extract<RoomEvent, { type: 'answerCheckIn' }>,
    { answers }: Running,
  ): void {
    assert.ok(isAsked(own), 'only clients answer');
    const hosts = seatsIn(before).filter((seat) => isIn(seat) && holdsHostGrants(seat));
    if (value === null && !sealed) answers.delete(own.id);
    else answers.set(own.id, { value, sealed, hosts: hosts.map(stayKey) });
  }

  #checkView(after: RoomState, seat: Seat, connectionId: string): void {
    const view = viewOf(after, connectionId);
    const shown = view?.state === 'admitted' ? view.room.checkIn : undefined;
    if (!view || view.state === 'waiting') {
      assert.ok(!JSON.stringify(view).includes('checkIn'), 'nothing for people who wait');
      return;
    }
    const running = isAsked(seat) || holdsHostGrants(seat) ? this.#running : null;
    assert.deepEqual(
      [shown?.id, shown?.question],
      [running?.id, running?.question],
      'everybody asked sees the question',
    );
    if (!running || !shown) return;
    assert.equal(shown.sealed?.cipher, running.sealed?.cipher);
    const own = running.answers.get(seat.id);
    assert.equal(shown.answer !== undefined, own !== undefined && isAsked(seat), 'each sees their own answer');
    if (shown.answer && own) checkAnswer(shown.answer, seat.id, own, seat);
    assert.equal(shown.answers !== undefined, holdsHostGrants(seat), 'answers are for hosts alone');
    if (!shown.answers) {
      const others = seatsIn(after).filter(({ id }) => id !== seat.id && id !== running.hostId);
      for (const { id } of others) assert.ok(!JSON.stringify(shown).includes(JSON.stringify(id)), 'nobody is named');
      return;
    }
    const given = shown.answers.map(({ participantId }) => participantId);
    assert.deepEqual(given.toSorted(), [...running.answers.keys()].sort(), 'hosts see all answers');
    for (const answer of shown.answers) {
      const expected = running.answers.get(answer.participantId);
      if (expected) checkAnswer(answer, answer.participantId, expected, seat);
    }
  }
}

const isAsked = (seat: Seat): boolean => seat.claims.role === 'client' && !holdsHostGrants(seat);

function isOver({ hostId }: Running, event: RoomEvent, after: RoomState): boolean {
  const host = seatBy(after, hostId);
  const isLasting = after.phase === 'live' || after.phase === 'held';
  return isNewProcess(event) || !isLasting || !isIn(host) || !holdsHostGrants(host);
}

/** Out of the group, not asked any more, or entered anew: also on another device, which a host has admitted to the seat. */
function isGone(before: RoomState, after: RoomState, id: string): boolean {
  const [was, is] = [seatBy(before, id), seatBy(after, id)];
  return !is || !isIn(is) || !isAsked(is) || was?.epoch !== is.epoch;
}

/** A sealed answer has the box for its reader's present stay, if it was made for a host of that time or its writer. */
function checkAnswer(shown: CheckInAnswer, writerId: string, { value, sealed, hosts }: Given, reader: Seat): void {
  assert.deepEqual([shown.participantId, shown.value, shown.sealed?.cipher], [writerId, value, sealed?.cipher]);
  if (!shown.sealed?.secret) return;
  assert.ok(reader.id === writerId || hosts.includes(stayKey(reader)), 'answers are encrypted for hosts alone');
  assert.deepEqual(shown.sealed.secret, boxFor(reader.id, reader.admissions), 'each gets their own box');
}

/** Neither what was answered nor that somebody did. */
function checkNobodyElseIsTold(before: RoomState, after: RoomState, writerId: string, effects: number): void {
  assert.equal(effects, 0, 'an answer is part of the view alone');
  for (const seat of seatsIn(after)) {
    if (seat.connectionId === null || seat.id === writerId || holdsHostGrants(seat)) continue;
    assert.deepEqual(viewOf(after, seat.connectionId), viewOf(before, seat.connectionId), 'nobody else is told');
  }
}
