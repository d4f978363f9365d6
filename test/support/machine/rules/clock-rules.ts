/** Oracle for a clock that is set: durations continue unchanged, times of day follow the clock, recorded times stay. */
import assert from 'node:assert/strict';
import type { RoomState, TimerName } from '../../../../server/src/rooms/machine/index.ts';
import { isNewProcess, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

const lasting = /^(?:hostBlip|grace|leadGrace|empty|turn|turnAway|undoTurn|breakout|meeting|lease:.*|device:.*)$/;

/** By how many milliseconds this step set the clock; a process that starts with a slow clock sets it back. */
export function steppedBy({ before, event, now }: Step): number {
  if (event.type === 'clockStepped') return event.byMs;
  return isNewProcess(event) ? Math.min(now - before.now, 0) : 0;
}

export function checkClockStep(step: Step, after: RoomState, now: number): void {
  const { before, event } = step;
  assert.equal(
    after.now - after.steppedMs,
    now - steppedBy(step) - before.steppedMs,
    'durations are counted without steps',
  );
  const { opensAt } = after.settings;
  if (after.phase === 'scheduled')
    assert.ok(opensAt !== null && Date.parse(opensAt) > now, 'a room opens at its time of day');
  if (event.type !== 'clockStepped') return;
  const wasOpened = before.phase === 'open' && after.phase === 'scheduled';
  if (wasOpened) assert.ok(!before.everAdmitted, 'a session that somebody entered is not undone');
  for (const seat of seatsIn(after)) checkStamps(before, seat.id, after);
  if (after.phase !== 'ended') checkTimers(before, after, event.byMs);
}

function checkTimers(before: RoomState, after: RoomState, byMs: number): void {
  for (const name of Object.keys(before.timers) as TimerName[]) {
    const [timer, next] = [before.timers[name], after.timers[name]];
    if (!timer || !next || !lasting.test(name)) continue;
    assert.equal(next.dueAt, timer.dueAt + byMs, `${name} takes as long as it would have`);
  }
}

function checkStamps(before: RoomState, seatId: string, after: RoomState): void {
  const [previous, seat] = [seatBy(before, seatId), seatBy(after, seatId)];
  if (!previous || !seat) return;
  const { firstAdmittedAt, presentMs, lastLeftAt } = previous.attendance;
  if (firstAdmittedAt !== null) assert.equal(seat.attendance.firstAdmittedAt, firstAdmittedAt, 'what is written stays');
  assert.ok(seat.attendance.presentMs >= presentMs, 'nobody was there for less than before');
  if (after.phase !== 'ended') assert.equal(seat.attendance.lastLeftAt, lastLeftAt);
}
