/** Calendar files, read by another library. */
import fc from 'fast-check';
import t from 'tap';
import { calendarFile } from '../../../../../server/src/series/calendar/calendar-file.ts';
import {
  changeDetails,
  deleteSeries,
  moveOccurrence,
  removeMember,
  skipOccurrence,
} from '../../../../../server/src/series/rules/change-series.ts';
import { occurrencesBetween, takesPart } from '../../../../../server/src/series/rules/occurrences.ts';
import { numberChanges } from '../../../../../server/src/series/rules/sequences.ts';
import type { SeriesState } from '../../../../../server/src/series/rules/state.ts';
import { readCalendar as read } from '../../../../support/series/calendar-program.ts';
import { at, codeOf, dayMs, makeSeries, member } from '../../../../support/series/series.ts';

const before = at('2026-10-01T00:00Z');

function fileOf(series: SeriesState, memberId = 'a'): string {
  const one = series.members[memberId];
  if (!one) throw new Error('no such member');
  return calendarFile({ seriesId: 's-1', series, memberId, member: one, updatedAt: before });
}

const timesOf = (series: SeriesState, memberId = 'a', days = 4_000): number[] => {
  const one = series.members[memberId];
  return occurrencesBetween(series, before - 4_000 * dayMs, before + days * dayMs)
    .filter(({ id }) => one && takesPart(one, id))
    .map(({ startsAt }) => startsAt);
};

t.test('a calendar program shows the sessions at their times, over a change of the clocks', async (t) => {
  const text = fileOf(makeSeries({}, { a: member('Anna') }));
  const file = read(text);
  t.same(file.times, ['2026-10-20T16:00Z', '2026-10-27T17:00Z', '2026-11-03T17:00Z', '2026-11-10T17:00Z'].map(at));
  t.match(file, { method: 'PUBLISH', uids: ['s-1.a@hearthroom'], sequences: [0] });
  t.match(text, /^SUMMARY:Appointment\r$/m);
  t.match(text, /^BEGIN:VTIMEZONE\r\nTZID:Europe\/Berlin\r$/m);
  t.match(text, /^DTSTART;TZID=Europe\/Berlin:20261020T180000\r\nDTEND;TZID=Europe\/Berlin:20261020T193000\r$/m);
  t.match(text, /^DTSTAMP:20261001T000000Z\r$/m);
  t.notMatch(text, 'Anna');
});

t.test('one that is skipped is not shown; one that is moved is shown at its new time', async (t) => {
  const skipped = skipOccurrence(makeSeries({}, { a: member('A') }), '20261027T180000', before);
  const moved = moveOccurrence(skipped, '20261103T180000', '20261104T091500', before);
  const { series } = numberChanges(skipped, moved);
  const text = fileOf(series);
  t.match(text, /^EXDATE;TZID=Europe\/Berlin:20261027T180000\r$/m);
  t.match(text, /^RECURRENCE-ID;TZID=Europe\/Berlin:20261103T180000\r$/m);
  t.same(read(text).times, timesOf(series));
  t.same(new Set(read(text).uids).size, 1);
  t.same(read(text).sequences, [1, 1]);
});

t.test('one who left is sent a cancellation, and so is everybody when the series is deleted', async (t) => {
  const series = makeSeries({}, { a: member('A'), b: member('B') });
  const removed = numberChanges(series, removeMember(series, 'a', at('2026-10-01T10:00:00Z'))).series;
  t.match(read(fileOf(removed)), {
    method: 'CANCEL',
    statuses: ['CANCELLED'],
    sequences: [1],
    uids: ['s-1.a@hearthroom'],
  });
  t.match(read(fileOf(removed, 'b')), { method: 'PUBLISH', sequences: [0] });
  const deleted = numberChanges(removed, deleteSeries(removed, before, 'Appointment')).series;
  t.match(read(fileOf(deleted, 'b')), { method: 'CANCEL', sequences: [1] });
  t.match(read(fileOf(deleted, 'a')), { method: 'CANCEL', sequences: [1] }, 'not again');
});

t.test(
  'every event has an organizer, who is nobody unless the series names one, and the same one cancels',
  async (t) => {
    const nobody = 'mailto:noreply@hearthroom.invalid';
    const series = moveOccurrence(makeSeries({}, { a: member('Anna') }), '20261103T180000', '20261104T091500', before);
    t.same(read(fileOf(series)).organizers, [nobody, nobody]);
    const named = numberChanges(series, changeDetails(series, { calendarOrganizer: 'practice@example.org' })).series;
    t.match(read(fileOf(named)), {
      organizers: ['mailto:practice@example.org', 'mailto:practice@example.org'],
      sequences: [1, 1],
    });
    const deleted = numberChanges(named, deleteSeries(named, before, 'Appointment')).series;
    t.match(read(fileOf(deleted)), { method: 'CANCEL', organizers: ['mailto:practice@example.org'], sequences: [2] });
    t.notMatch(fileOf(named), /^ATTENDEE/m, 'it asks nobody for an answer');
  },
);

t.test('a member whose range has no occurrence has a cancelled file', async (t) => {
  t.equal(read(fileOf(makeSeries({}, { a: member('A', { from: '20300101T000000' }) }))).method, 'CANCEL');
});

t.test('members see the occurrences from their first to their last, with all exceptions', async (t) => {
  const rules = fc.constantFrom(
    'FREQ=DAILY;COUNT=60',
    'FREQ=WEEKLY;COUNT=30',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=20',
    'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=40',
    'FREQ=MONTHLY;COUNT=12',
    'FREQ=MONTHLY;BYDAY=3TU;COUNT=12',
    'FREQ=DAILY;UNTIL=20270401T000000Z',
  );
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Tehran',
    'Africa/Casablanca',
    'UTC',
  );
  const times = fc.constantFrom('20261020T180000', '20261020T034500', '20261020T001500');
  const range = fc.tuple(fc.nat(30), fc.nat(30));
  const check = fc.property(rules, zones, times, range, fc.array(fc.nat(30)), fc.array(fc.nat(30)), (...given) => {
    const [rule, timeZone, start, [from, length], skips, moves] = given;
    let series = makeSeries({ rule, timeZone, start });
    const ids = occurrencesBetween(series, before, at('2040-01-01T00:00Z')).map(({ id }) => id);
    const pick = (index: number): string => ids[index % ids.length] ?? start;
    const [first, last] = [pick(from), ids[(from % ids.length) + length] ?? null];
    series = makeSeries({ rule, timeZone, start }, { a: member('A', { from: first, until: last }) });
    for (const index of skips) series = skipOccurrence(series, pick(index), before);
    for (const index of moves) {
      const id = pick(index);
      const to = `${id.slice(0, 9)}2${index % 4}3000`;
      if (codeOf(() => moveOccurrence(series, id, to, before)) === 'done')
        series = moveOccurrence(series, id, to, before);
    }
    const expected = timesOf(series);
    const shown = read(fileOf(series));
    return JSON.stringify(shown.times) === JSON.stringify(expected);
  });
  fc.assert(check, { numRuns: 60 });
  t.pass();
});

t.test('one whose first session is at a time that does not exist sees the later ones at the right time', async (t) => {
  const times = { start: '20270314T023000', rule: 'FREQ=WEEKLY;COUNT=5' };
  const series = makeSeries(times, { a: member('A', { from: '20270328T023000' }) });
  const expected = ['2027-03-28T01:30Z', '2027-04-04T00:30Z', '2027-04-11T00:30Z'].map(at);
  t.same(timesOf(series), expected);
  const shown = read(fileOf(series)).times;
  t.same(shown.slice(1), expected.slice(1));
  t.equal(shown.length, 3, 'where the first one is shown is up to the calendar program');
});

t.test('a rule without an end goes on in the calendar', async (t) => {
  const series = changeDetails(makeSeries({ rule: 'FREQ=WEEKLY' }, { a: member('A') }), {});
  const shown = read(fileOf(series), 400).times;
  t.same(shown, timesOf(series).slice(0, 400), 'for more than seven years with the right clocks');
});

t.test('a member who joins a daily series decades after its start has a file that begins then', async (t) => {
  const series = makeSeries(
    { rule: 'FREQ=DAILY', start: '20000101T180000', timeZone: 'UTC' },
    { a: member('A', { from: '20600101T180000', until: '20600103T180000' }) },
  );
  t.same(read(fileOf(series), 10).times, ['2060-01-01T18:00Z', '2060-01-02T18:00Z', '2060-01-03T18:00Z'].map(at));
});
