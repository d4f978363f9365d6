import t from 'tap';
import {
  moveOccurrence,
  noteLineTest,
  putMember,
  removeMember,
  skipOccurrence,
} from '../../../../../server/src/series/rules/change-series.ts';
import { memberSessions, type RoomLife, roomsToEnter } from '../../../../../server/src/series/rules/member-sessions.ts';
import { keptDeletedMs, nextDueAt, tidy } from '../../../../../server/src/series/rules/plan.ts';
import { numberChanges } from '../../../../../server/src/series/rules/sequences.ts';
import type { Member, RoomMark, SeriesState } from '../../../../../server/src/series/rules/state.ts';
import { at, codeOf, dayMs, makeSeries, member, minuteMs } from '../../../../support/series/series.ts';

const [first, second, third, fourth] = ['20261020T180000', '20261027T180000', '20261103T180000', '20261110T180000'];
const firstAt = at('2026-10-20T16:00:00Z');
const before = at('2026-10-15T10:00:00Z');
const weber = { ...member('Dr. Weber'), person: { name: 'Dr. Weber', role: 'therapist' as const } };
const members = { weber, anna: member('Anna'), ben: member('Ben', { from: second, until: third }) };
const series = makeSeries({}, members);

function memberOf({ members: known }: SeriesState, id: string): Member {
  const found = known[id];
  if (!found) throw new Error(`${id} is missing`);
  return found;
}
const sessionsOf = (state: SeriesState, id: string, now: number, lives: Record<string, RoomLife> = {}) =>
  memberSessions(state, memberOf(state, id), { now, lives: new Map(Object.entries(lives)) });
const idsOf = (...given: Parameters<typeof sessionsOf>) => sessionsOf(...given).map(({ id }) => id);

const mark = (startsAt: number, more: Partial<RoomMark> = {}): RoomMark => ({
  ...{ roomId: 'r-1', generation: 0, startsAt, endsAt: startsAt + 90 * minuteMs },
  ...{ madeFrom: '', given: [], isEnded: false, ...more },
});

t.test('clients see their next session, hosts all that are coming', async (t) => {
  t.same(idsOf(series, 'anna', before), [first]);
  t.same(idsOf(series, 'ben', before), [second], 'who joins in the second');
  t.same(idsOf(series, 'weber', before), [first, second, third, fourth]);
  t.same(idsOf(series, 'ben', at('2026-11-04T10:00:00Z')), [], 'whose last one is over');
  t.same(idsOf(series, 'weber', at('2026-11-11T10:00:00Z')), []);
  t.equal(idsOf(makeSeries({ rule: 'FREQ=WEEKLY' }, members), 'weber', before).length, 8);
  t.same(idsOf(makeSeries({ rule: 'FREQ=YEARLY' }, members), 'anna', before + 10 * dayMs), ['20271020T180000']);
});

t.test('one that is skipped is said to be, with the next one that takes place', async (t) => {
  const skipped = skipOccurrence(series, first, before);
  t.match(sessionsOf(skipped, 'anna', before), [
    { id: first, isSkipped: true, roomId: null },
    { id: second, isSkipped: false, startsAt: at('2026-10-27T17:00:00Z') },
  ]);
  t.same(idsOf(skipped, 'ben', before), [second], 'not one of theirs');
  const last = skipOccurrence(series, fourth, before);
  t.match(sessionsOf(last, 'anna', at('2026-11-05T10:00:00Z')), [{ id: fourth, isSkipped: true }]);
});

t.test('one that is moved has its new time and the one by the rule', async (t) => {
  const moved = moveOccurrence(series, first, '20261021T190000', before);
  t.match(sessionsOf(moved, 'anna', before), [
    { id: first, startsAt: at('2026-10-21T17:00:00Z'), movedFrom: firstAt, isSkipped: false },
  ]);
  const later = moveOccurrence(series, first, '20261028T190000', before);
  t.same(idsOf(later, 'weber', before), [second, first, third, fourth], 'by their time');
});

t.test('a room can be entered 15 minutes before, by hosts earlier where the room lets them', async (t) => {
  const early = {
    ...makeSeries({ settings: { earlyEntrySeconds: 3_600 } }, members),
    rooms: { [first]: mark(firstAt) },
  };
  const canEnter = (id: string, minutes: number) =>
    sessionsOf(early, id, firstAt - minutes * minuteMs, { 'r-1': 'quiet' })[0]?.roomId === 'r-1';
  t.same(
    [16, 15].map((minutes) => canEnter('anna', minutes)),
    [false, true],
  );
  t.same(
    [61, 60].map((minutes) => canEnter('weber', minutes)),
    [false, true],
  );
  t.equal(roomsToEnter(early, memberOf(early, 'ben'), firstAt).length, 0, 'not one of theirs');
  const unmade = { ...early, rooms: {} };
  t.match(sessionsOf(unmade, 'anna', firstAt), [{ id: first, roomId: null }], 'its room is not made yet');
});

t.test('a session that goes on after its end can be entered, one that has ended early leads to the next', async (t) => {
  const state = { ...series, rooms: { [first]: mark(firstAt) } };
  const during = firstAt + 30 * minuteMs;
  const after = firstAt + 100 * minuteMs;
  t.match(sessionsOf(state, 'anna', during, { 'r-1': 'running' }), [{ id: first, roomId: 'r-1' }]);
  t.match(sessionsOf(state, 'anna', after, { 'r-1': 'running' }), [{ id: first, roomId: 'r-1' }]);
  t.same(idsOf(state, 'anna', after, { 'r-1': 'quiet' }), [second]);
  t.same(idsOf(state, 'anna', during, { 'r-1': 'over' }), [second]);
  const skipped = { ...series, skipped: [first], rooms: { [first]: mark(firstAt) } };
  t.same(idsOf(skipped, 'anna', firstAt - minuteMs, { 'r-1': 'quiet' }), [first, second], 'once');
  const changed = { ...state, start: '20261020T170000', rule: 'FREQ=WEEKLY;COUNT=4' };
  t.match(sessionsOf(changed, 'anna', during, { 'r-1': 'running' })[0], { id: first, roomId: 'r-1' });
});

t.test('when a member has tested their line is kept with them, and goes with them', async (t) => {
  const tested = noteLineTest(series, 'anna', before);
  t.equal(tested.members.anna?.lineTestedAt, before);
  t.equal(putMember(tested, 'anna', member('Anna B.')).members.anna?.lineTestedAt, before, 'has another name');
  t.same(numberChanges(series, tested).changed, [], 'no calendar file says it');
  t.notOk('lineTestedAt' in memberOf(removeMember(tested, 'anna', before), 'anna'));
  const ended = tidy(noteLineTest(series, 'ben', before), at('2026-11-04T10:00:00Z'));
  t.match(ended.members.ben, { person: null, lineTestedAt: undefined });
  t.equal(noteLineTest(ended, 'ben', before), ended);
  t.equal(noteLineTest(series, 'nobody', before), series);
});

t.test('who was removed is forgotten when their calendar has cancelled for long enough', async (t) => {
  const removed = numberChanges(series, removeMember(series, 'anna', before)).series;
  const until = before + keptDeletedMs;
  t.ok(tidy(removed, until - 1).members.anna);
  const forgotten = tidy(removed, until);
  t.notOk(forgotten.members.anna);
  t.equal(nextDueAt(removed, at('2026-12-01T00:00:00Z')), until, 'it is looked at then');
  const back = numberChanges(forgotten, putMember(forgotten, 'anna', member('Anna'))).series;
  t.equal(back.members.anna?.sequence, 2, 'a calendar program takes the file for a newer one');
  const { removedAt: _, ...older } = memberOf(removed, 'anna');
  const stored = { ...removed, members: { ...removed.members, anna: older } };
  t.equal(tidy(stored, before).members.anna?.removedAt, before, 'one who was removed by an earlier version');
  t.equal(
    codeOf(() => removeMember(removed, 'anna', before)),
    'not-found',
  );
});
