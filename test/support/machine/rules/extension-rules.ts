/** Oracle for undoing an extension: by whom, until when, and when the session then ends. */
import assert from 'node:assert/strict';
import { type Accepted, type RoomState, type Seat, viewOf } from '../../../../server/src/rooms/machine/index.ts';
import { type GroupBook, noticeMinutesOf } from '../books/group-book.ts';
import { seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

const minuteMs = 60_000;

/** @param group as it is before the step */
export function checkTakingBack(
  { before, event }: Step,
  { state: after }: Accepted,
  group: GroupBook,
  now: number,
): void {
  if (event.type !== 'undoExtension') return;
  const [present, undo] = [group.endsAt(before), group.undoAt(before, now)];
  assert.ok(undo, 'the last extension alone is taken back, and not for long');
  if (undo.formerEnd === null) {
    assert.deepEqual([after.settings.closesAt, after.settings.lengthMinutes], [null, before.settings.lengthMinutes]);
    return;
  }
  const end = after.timers.closes?.dueAt ?? 0;
  assert.equal(end, undo.end, 'the session ends when it was to end before, or after the notice');
  assert.ok(end >= now + noticeMinutesOf(before) * minuteMs, 'nobody is put out sooner than the longest warning says');
  assert.ok(end < (present ?? Infinity), 'taking back never puts the end off');
}

/** Checks that a refusal was justified. @param group as it is before the step */
export function checkTakingBackRefused({ before, event, result, now }: Step, group: GroupBook): void {
  if (event.type !== 'undoExtension' || !('rejected' in result) || result.rejected !== 'too-late') return;
  assert.equal(group.undoAt(before, Math.max(now, before.now)), null, 'what can be taken back is taken back');
}

/** @param group as it is after the step */
export function checkExtensionViews(after: RoomState, group: GroupBook, now: number): void {
  const undo = group.undoAt(after, now);
  assert.equal(after.timers.undoExtension?.dueAt, undo?.until, 'an extension can be taken back for a while');
  for (const seat of seatsIn(after)) checkView(after, seat, undo);
}

function checkView(state: RoomState, seat: Seat, undo: ReturnType<GroupBook['undoAt']>): void {
  const view = seat.connectionId === null ? null : viewOf(state, seat.connectionId);
  if (view?.state !== 'admitted') return;
  const shown = undo && { endsAt: undo.formerEnd, noticeMinutes: noticeMinutesOf(state), until: undo.until };
  const mayUndo = view.self.grants.canExtend === true;
  assert.deepEqual(view.room.extensionUndo, (mayUndo && shown) || undefined, 'who may extend is told, and nobody else');
}
