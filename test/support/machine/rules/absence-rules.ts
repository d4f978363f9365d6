/** Oracle for a host's absence: the three policies, and who leads meanwhile. */
import assert from 'node:assert/strict';
import { type RoomState, shortLossMs, viewOf } from '../../../../server/src/rooms/machine/index.ts';
import { type History, holdsHostGrants, isIn, isPresentHost, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

/** @param history as it is before the step */
export function checkLead({ before, event }: Step, after: RoomState, history: History, now: number): void {
  const lent = after.handedOverTo;
  if (before.leadId !== null && after.phase !== 'ended')
    assert.equal(after.leadId, before.leadId, 'the lead belongs to one therapist for good');
  if (lent === null || lent === before.handedOverTo) return;
  const { absencePolicy, absenceGraceSeconds } = after.settings;
  assert.equal(absencePolicy, 'hand-over', 'the lead is lent under hand-over alone');
  const holder = seatBy(after, lent);
  assert.ok(holder && isPresentHost(holder), 'to a host who is present');
  if (before.handedOverTo !== null && event.type !== 'timerFired') {
    assert.ok(holder.claims.grants.canEnd, 'and goes on to a host who may end the session anyway');
    return;
  }
  assert.ok(event.type === 'timerFired' && event.name === 'leadGrace', 'when the grace is over');
  const awayMs = now - (history.leaderlessSince ?? now);
  // The grace period may have been changed while it ran.
  assert.ok(awayMs >= shortLossMs + Math.min(absenceGraceSeconds, 10) * 1_000, 'and not before');
}

/** @param history as it is after the step */
export function checkLeadBooks(after: RoomState, history: History): void {
  if (after.phase === 'ended') return;
  assert.equal(after.leadId, history.leadOwner);
  assert.equal(after.handedOverTo, history.handedOverTo, 'lent as long as there is a reason');
  const owner = seatBy(after, after.leadId ?? '');
  if (owner && isPresentHost(owner) && owner.claims.role === 'therapist')
    assert.equal(after.handedOverTo, null, 'a therapist who is back leads');
  for (const seat of seatsIn(after)) {
    const view = seat.connectionId === null ? null : viewOf(after, seat.connectionId);
    if (view?.state !== 'admitted') continue;
    const ownsOrIsLent = seat.claims.grants.canEnd || after.handedOverTo === seat.id;
    assert.equal(view.self.grants.canEnd, ownsOrIsLent, 'nobody else may end the session');
    assert.equal(view.room.leadIsLent, after.handedOverTo !== null);
  }
}

/** What happens to the session while no host is present. @param history as it is before the step */
export function checkAbsence({ before, event }: Step, after: RoomState, history: History, now: number): void {
  const isGraceOver = event.type === 'timerFired' && event.name === 'grace';
  const { absencePolicy } = before.settings;
  if (after.endedBy === 'host-absent') {
    assert.ok(isGraceOver, 'absence ends a session after the grace');
    assert.equal(absencePolicy, 'end', 'under `end` alone');
  }
  if (isGraceOver) {
    assert.ok(!seatsIn(before).some(isPresentHost), 'the policy acts when no host is present');
    assert.ok(now - (history.heldSince ?? now) >= 10_000, 'and not before the grace is over');
  }
  if (isGraceOver && absencePolicy === 'end') assert.equal(after.phase, 'ended');
  if (isGraceOver && absencePolicy !== 'end' && after.phase !== 'ended') {
    assert.equal(after.phase, 'open');
    for (const seat of seatsIn(after)) assert.ok(!isIn(seat) || holdsHostGrants(seat), 'every client waits');
  }
}
