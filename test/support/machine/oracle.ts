/** Checks a room step by step and throws at the first broken rule. Written from the rules, not from the machine. */
import assert from 'node:assert/strict';
import { errorCodes } from '@hearthroom/sdk/protocol';
import {
  loadState,
  type RoomState,
  saveState,
  shortLossMs,
  transition,
} from '../../../server/src/rooms/machine/index.ts';
import { GroupBook } from './books/group-book.ts';
import { PlaceBook } from './books/place-book.ts';
import { RoundBook } from './books/round-book.ts';
import { History, isDropped, isNewProcess, seatBy, seatsIn } from './history.ts';
import { checkAbsence, checkLead, checkLeadBooks } from './rules/absence-rules.ts';
import { CheckInBook } from './rules/check-in-rules.ts';
import { checkClockStep, steppedBy } from './rules/clock-rules.ts';
import { DepartureBook } from './rules/departures-rules.ts';
import { EncryptionBook } from './rules/encryption-rules.ts';
import { checkEntry } from './rules/entry-rules.ts';
import { checkExtensionViews, checkTakingBack, checkTakingBackRefused } from './rules/extension-rules.ts';
import { checkGroup, checkPasscode } from './rules/group-rules.ts';
import { HelpBook } from './rules/help-rules.ts';
import { checkKnowledge } from './rules/knowledge-rules.ts';
import {
  checkAudience,
  checkConsent,
  checkMedia,
  checkNobodyRefusedIsInside,
  checkPreviewTexts,
} from './rules/places-rules.ts';
import { checkFormRefused, checkSealed } from './rules/sealed-rules.ts';
import { checkChatRefused, checkMutes, checkWords } from './rules/text-rules.ts';
import { TherapistAbsenceBook } from './rules/therapist-absence-rules.ts';
import type { Step, World } from './world.ts';

/** Running every step a second time, from a stored room, would double the run time: a sample is enough. */
const recoveryEvery = 4;

export class Oracle {
  readonly #history = new History();
  #steps = 0;
  #places: PlaceBook | null = null;
  readonly #group = new GroupBook();
  readonly #rounds = new RoundBook();
  readonly #departures = new DepartureBook();
  readonly #help = new HelpBook();
  readonly #checkIns = new CheckInBook();
  readonly #encryption = new EncryptionBook();
  readonly #therapistAbsence = new TherapistAbsenceBook();

  check(step: Step, world: World): void {
    this.#steps += 1;
    if (this.#steps % recoveryEvery === 0) checkRecovery(step);
    checkPasscode(step, this.#history);
    if (step.before.phase === 'ended') assert.ok('rejected' in step.result, 'ended is for good');
    if ('rejected' in step.result) {
      assert.ok(Object.hasOwn(errorCodes, step.result.rejected), 'a refusal has a code');
      this.#rounds.checkRefusal(step);
      this.#encryption.checkRefusal(step);
      checkTakingBackRefused(step, this.#group);
      checkChatRefused(step, this.#places ?? new PlaceBook(step.before));
      checkFormRefused(step);
      this.#checkIns.checkRefusal(step);
      assert.equal(world.state, step.before, 'and leaves everything as it was');
      return;
    }
    const { result } = step;
    const time = Math.max(step.now, step.before.now + steppedBy(step));
    assert.equal(result.state.now, time, 'time never goes back but with the clock');
    this.#places ??= new PlaceBook(step.before);
    for (const book of [this.#history, this.#places]) book.moveTimes(steppedBy(step));
    this.#group.moveTimes(step, steppedBy(step));
    this.#rounds.moveTimes(steppedBy(step));
    this.#therapistAbsence.moveTimes(steppedBy(step));
    checkTimer(step, time);
    checkClockStep(step, result.state, time);
    if (isNewProcess(step.event)) checkRestart(step, result.state, time);
    checkEntry(step, result, { history: this.#history, encryption: this.#encryption }, world.links);
    checkConsent(step, result, this.#places);
    checkPreviewTexts(step, result, this.#places);
    checkTakingBack(step, result, this.#group, time);
    checkWords(step, result, { places: this.#places, group: this.#group });
    checkSealed(step, result);
    this.#places.record(step, result.state, time);
    // A side room closes calls for help made before it began.
    for (const id of this.#places.metBeforeEvent) this.#group.asking.delete(id);
    this.#group.record(step, result.state, time, this.#history);
    for (const id of this.#places.met) this.#group.asking.delete(id);
    this.#rounds.check(step, result.state, time, this.#places);
    this.#encryption.check(step, result, this.#places);
    checkKnowledge(step, result, world.links, {
      places: this.#places,
      group: this.#group,
      rounds: this.#rounds,
      encryption: this.#encryption,
    });
    checkGroup(step, result, this.#group);
    checkExtensionViews(result.state, this.#group, time);
    checkMutes(step, result, this.#places);
    checkMedia(result.state, this.#places);
    checkAudience(result.state, this.#places, this.#encryption.stays);
    checkNobodyRefusedIsInside(result.state, this.#places);
    this.#departures.check(step, result);
    this.#help.check(step, result, this.#places);
    this.#checkIns.check(step, result);
    this.#therapistAbsence.check(step, result, time, this.#group.endsAt(result.state));
    checkLead(step, result.state, this.#history, time);
    checkAbsence(step, result.state, this.#history, time);
    this.#checkExpiry(step, result.state, time);
    this.#history.record(step, result, time);
    this.#encryption.checkLastHostsEnter(step, result.state, this.#history);
    this.#checkBooks(result.state);
    this.#checkTimes(result.state, time);
  }

  #checkExpiry({ before, event }: Step, after: RoomState, now: number): void {
    for (const seat of seatsIn(after)) {
      const previous = seatBy(before, seat.id);
      if (!previous || !isDropped(previous) || seat.state !== 'expired' || previous.state === seat.state) continue;
      assert.equal(event.type, 'timerFired');
      const since = this.#history.droppedSince.get(seat.id) ?? now;
      assert.ok(now - since >= after.settings.seatLeaseSeconds * 1_000, 'a seat is kept for its whole lease');
    }
    if (after.endedBy === 'empty') {
      const sinceMs = now - (this.#history.nobodySince ?? now);
      assert.ok(sinceMs >= after.settings.emptyTimeoutSeconds * 1_000, 'an empty room waits before it ends');
    }
  }

  /** Compares the machine's records with what happened. */
  #checkBooks(after: RoomState): void {
    for (const seat of seatsIn(after)) {
      assert.equal(
        seat.mustBeAdmitted,
        this.#history.mustBeAdmitted.has(seat.id),
        'refused until an admit or a pardon',
      );
      assert.equal(seat.banned, this.#history.banned.has(seat.id));
      assert.equal(seat.otherDevice, this.#history.otherDevices.has(seat.id), 'a wait taken without proof is marked');
    }
    checkLeadBooks(after, this.#history);
  }

  /** Timers fire on time in this world, so nothing may last longer than its limit. */
  #checkTimes(after: RoomState, now: number): void {
    const { settings, phase } = after;
    const { hostlessSince, heldSince, droppedSince } = this.#history;
    if (hostlessSince !== null && settings.whileHeld !== 'continue') {
      assert.ok(now - hostlessSince <= shortLossMs, 'no media without a host for longer than a blip');
    }
    if (heldSince !== null) assert.ok(now - heldSince <= settings.absenceGraceSeconds * 1_000, 'held has an end');
    if (phase === 'ended') return;
    for (const since of [...droppedSince.values(), ...this.#history.devicesDroppedSince.values()]) {
      assert.ok(now - since <= settings.seatLeaseSeconds * 1_000, 'no seat is kept beyond its lease');
    }
  }
}

/** Of a check-in nothing is stored: the room goes on as one without. */
function checkRecovery({ before, event, now, result }: Step): void {
  const again = transition(loadState(saveState(before)), event, now);
  const expected = before.checkIn ? transition({ ...before, checkIn: null }, event, now) : result;
  assert.equal(JSON.stringify(again), JSON.stringify(expected), 'a stored room goes on as the room itself');
}

function checkTimer({ before, event }: Step, now: number): void {
  if (event.type !== 'timerFired') return;
  const timer = before.timers[event.name];
  assert.equal(event.epoch, timer?.epoch, 'a stale timer is refused');
  assert.ok(timer && timer.dueAt <= now, 'an early timer is refused');
}

/**
 * Connected seats become suspended, waiting seats stay waiting, all with new leases. A live session becomes held; one
 * that another node took over does not.
 */
function checkRestart({ before, event }: Step, after: RoomState, now: number): void {
  const isPutOff = before.phase === 'open' && after.phase === 'scheduled' && now < before.now;
  const isHeld = before.phase === 'live' && event.type === 'restarted';
  assert.equal(after.phase, isHeld ? 'held' : isPutOff ? 'scheduled' : before.phase);
  for (const seat of seatsIn(after)) {
    const previous = seatBy(before, seat.id);
    assert.equal(seat.connectionId, null);
    assert.equal(seat.state, previous?.state === 'admitted' ? 'suspended' : previous?.state);
    const leaseEnd = isDropped(seat) ? now + after.settings.seatLeaseSeconds * 1_000 : undefined;
    assert.equal(after.timers[`lease:${seat.id}`]?.dueAt, leaseEnd);
  }
}
