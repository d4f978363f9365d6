import t from 'tap';
import {
  changeDetails,
  deleteSeries,
  moveOccurrence,
  putMember,
  removeMember,
  restoreOccurrence,
  skipOccurrence,
} from '../../../../../server/src/series/rules/change-series.ts';
import { membersAt, occurrencesBetween } from '../../../../../server/src/series/rules/occurrences.ts';
import { numberChanges } from '../../../../../server/src/series/rules/sequences.ts';
import type { SeriesState } from '../../../../../server/src/series/rules/state.ts';
import { at, codeOf, details, makeSeries, member } from '../../../../support/series/series.ts';

const before = at('2026-10-01T00:00Z');
const [first, second, third, fourth] = [
  '20261020T180000',
  '20261027T180000',
  '20261103T180000',
  '20261110T180000',
] as const;
const startsOf = (series: SeriesState): string[] =>
  occurrencesBetween(series, before, at('2027-10-01T00:00Z')).map(({ startsAt }) => new Date(startsAt).toISOString());

t.test('an occurrence that is skipped does not take place, until it is restored', async (t) => {
  const skipped = skipOccurrence(makeSeries(), second, before);
  t.same(startsOf(skipped), ['2026-10-20T16:00:00.000Z', '2026-11-03T17:00:00.000Z', '2026-11-10T17:00:00.000Z']);
  t.same(startsOf(restoreOccurrence(skipped, second, before)), startsOf(makeSeries()));
  t.same(skipOccurrence(skipped, second, before).skipped, [second], 'twice');
});

t.test('one that is moved takes place once, at its new time, in order', async (t) => {
  const moved = moveOccurrence(makeSeries(), second, '20261104T090000', before);
  t.same(startsOf(moved), [
    '2026-10-20T16:00:00.000Z',
    '2026-11-03T17:00:00.000Z',
    '2026-11-04T08:00:00.000Z',
    '2026-11-10T17:00:00.000Z',
  ]);
  t.same(startsOf(restoreOccurrence(moved, second, before)), startsOf(makeSeries()));
  t.same(startsOf(skipOccurrence(moved, second, before)).length, 3);
});

t.test('what cannot be is refused with its code', async (t) => {
  const series = makeSeries();
  const now = at('2026-10-27T17:00Z');
  const move = (id: string, start: string) => codeOf(() => moveOccurrence(series, id, start, before));
  t.equal(
    codeOf(() => skipOccurrence(series, '20261021T180000', before)),
    'not-found',
  );
  t.equal(
    codeOf(() => restoreOccurrence(series, '20261021T180000', before)),
    'not-found',
  );
  t.equal(
    codeOf(() => skipOccurrence(series, second, now)),
    'too-late',
    'it has begun',
  );
  t.equal(
    codeOf(() => moveOccurrence(series, third, '20261027T170000', now)),
    'too-late',
    'into the past',
  );
  t.equal(move(second, '20261103T180000'), 'occurrence-taken');
  t.equal(move(second, '20261103T192900'), 'occurrence-taken', 'overlaps its end');
  t.equal(move(second, '20261103T193000'), 'done', 'follows at once');
  t.equal(move(second, '20261027T190000'), 'done', 'overlaps only itself');
  t.equal(move(second, '20270328T023000'), 'invalid-params', 'clocks are set forward then');
  const taken = moveOccurrence(skipOccurrence(series, second, before), third, second, before);
  t.equal(
    codeOf(() => restoreOccurrence(taken, second, before)),
    'occurrence-taken',
  );
  t.equal(
    codeOf(() => removeMember(series, 'nobody', before)),
    'not-found',
  );
  t.equal(
    codeOf(() => putMember(series, 'a', member('A', { from: third, until: second }))),
    'invalid-params',
  );
  t.equal(
    codeOf(() => makeSeries({ timeZone: 'Europe/Nowhere' })),
    'time-zone-unknown',
  );
  t.equal(
    codeOf(() => makeSeries({ start: '20270328T023000', rule: 'FREQ=WEEKLY' })),
    'invalid-params',
  );
  t.equal(
    codeOf(() => makeSeries({ reminderMinutes: 20_000 })),
    'invalid-params',
  );
});

t.test('members come and go from an occurrence on', async (t) => {
  const series = makeSeries(
    {},
    { a: member('A'), b: member('B', { from: second }), c: member('C', { until: second }) },
  );
  t.same(
    [first, second, third].map((id) => membersAt(series, id)),
    [
      ['a', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b'],
    ],
  );
  t.same(membersAt(removeMember(series, 'a', before), third), ['b']);
});

t.test('exceptions of occurrences that there are no more are forgotten', async (t) => {
  const series = skipOccurrence(moveOccurrence(makeSeries(), fourth, '20261111T180000', before), second, before);
  const shorter = changeDetails(series, { rule: 'FREQ=WEEKLY;COUNT=3' });
  t.same([shorter.skipped, shorter.moved], [[second], {}]);
  t.equal(series.rule, details.rule, 'the series itself is not changed');
});

t.test('names are gone when a member is removed or the series is deleted', async (t) => {
  const series = makeSeries({}, { a: member('canary A'), b: member('canary B') });
  t.notMatch(JSON.stringify(removeMember(series, 'a', before)), 'canary A');
  t.notMatch(JSON.stringify(deleteSeries(series, before, 'Appointment')), 'canary');
});

t.test('SEQUENCE grows for those whose calendar file changes, and for nobody else', async (t) => {
  const created = numberChanges(null, makeSeries({}, { a: member('A'), b: member('B', { until: first }) }));
  t.same(created.changed, ['a', 'b']);
  const skipped = numberChanges(created.series, skipOccurrence(created.series, third, before));
  t.same(skipped.changed, ['a'], 'b has left by then');
  t.same([skipped.series.members.a?.sequence, skipped.series.members.b?.sequence], [1, 0]);
  const renamed = numberChanges(skipped.series, putMember(skipped.series, 'a', member('Other')));
  t.same([renamed.changed, renamed.series.members.a?.sequence], [[], 1]);
  const removed = numberChanges(renamed.series, removeMember(renamed.series, 'a', before));
  t.same([removed.changed, removed.series.members.a?.sequence], [['a'], 2]);
  const again = numberChanges(removed.series, putMember(removed.series, 'a', member('A')));
  t.same([again.changed, again.series.members.a?.sequence], [['a'], 3], 'one who comes back goes on counting');
  const longer = numberChanges(again.series, changeDetails(again.series, { lengthMinutes: 60 }));
  t.same(longer.changed, ['a', 'b']);
});

t.test('ids that are no date and time are refused, and are those of no occurrence', async (t) => {
  for (const id of ['20269999T999999', '20260230T180000', '20261027T180001']) {
    for (const range of [{ from: id }, { until: id }])
      t.equal(
        codeOf(() => putMember(makeSeries(), 'a', member('A', range))),
        'invalid-params',
      );
    t.equal(
      codeOf(() => skipOccurrence(makeSeries(), id, before)),
      'not-found',
    );
  }
});
