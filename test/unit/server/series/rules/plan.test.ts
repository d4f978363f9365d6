import fc from 'fast-check';
import t from 'tap';
import { changeDetails, deleteSeries, skipOccurrence } from '../../../../../server/src/series/rules/change-series.ts';
import { occurrencesBetween } from '../../../../../server/src/series/rules/occurrences.ts';
import {
  dueOf,
  isForgettable,
  keptDeletedMs,
  markOf,
  nextDueAt,
  roomChanges,
  roomSettings,
  tidy,
} from '../../../../../server/src/series/rules/plan.ts';
import { expandRule } from '../../../../../server/src/series/rules/recurrence.ts';
import type { Occurrence, RoomMark, SeriesState } from '../../../../../server/src/series/rules/state.ts';
import { at, dayMs, makeSeries, member, minuteMs } from '../../../../support/series/series.ts';

const roomOf = (series: SeriesState, occurrence: Occurrence): RoomMark => ({
  ...{ roomId: `r-${occurrence.id}`, generation: 0, isEnded: false },
  ...{ startsAt: occurrence.startsAt, endsAt: occurrence.endsAt },
  madeFrom: markOf(roomSettings(series, occurrence)),
  given: Object.keys(roomSettings(series, occurrence)),
});

/** What the room keeper does at that time. */
function handle(series: SeriesState, now: number, made: string[], announced: string[]): SeriesState {
  const due = dueOf(series, now);
  let { rooms } = series;
  for (const occurrence of due.rooms) {
    made.push(occurrence.id);
    rooms = { ...rooms, [occurrence.id]: roomOf(series, occurrence) };
  }
  const ids = due.announcements.map(({ id }) => id);
  announced.push(...ids);
  return tidy({ ...series, rooms, announced: [...series.announced, ...ids] }, now);
}

t.test('rooms are made in time, and announced once', async (t) => {
  const series = makeSeries();
  const made: string[] = [];
  const announced: string[] = [];
  const early = at('2026-10-01T00:00Z');
  t.equal(nextDueAt(handle(series, early, made, announced), early), at('2026-10-13T16:00Z'));
  const withRoom = handle(series, at('2026-10-13T16:00Z'), made, announced);
  t.same([made, announced], [['20261020T180000'], []]);
  t.equal(nextDueAt(withRoom, at('2026-10-13T16:00Z')), at('2026-10-19T16:00Z'));
  const told = handle(withRoom, at('2026-10-19T16:00Z'), made, announced);
  handle(told, at('2026-10-19T16:01Z'), made, announced);
  t.same([made, announced], [['20261020T180000'], ['20261020T180000']]);
});

t.test('after a pause the missing ones appear, past ones never', async (t) => {
  const series = makeSeries();
  const ids = (now: string) => dueOf(series, at(now)).rooms.map(({ id }) => id);
  t.same(ids('2026-10-27T17:30Z'), ['20261027T180000', '20261103T180000'], 'people wait for the one that has begun');
  t.same(ids('2026-10-27T18:30Z'), ['20261103T180000'], 'it is over');
  t.same(dueOf(series, at('2026-10-27T17:30Z')).announcements, [], 'too late to announce it');
  t.same(ids('2026-12-01T00:00Z'), []);
  t.equal(nextDueAt(series, at('2026-12-01T00:00Z')), null);
});

t.test('whenever it is looked at, each occurrence gets one room and at most one announcement', async (t) => {
  const rules = fc.constantFrom(
    'FREQ=DAILY;COUNT=40',
    'FREQ=WEEKLY',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=12',
    'FREQ=MONTHLY',
  );
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia');
  // Steps of the clock: mostly forward, some back.
  const steps = fc.array(fc.integer({ min: -3 * 24 * 60, max: 6 * 24 * 60 }), { minLength: 15, maxLength: 30 });
  const check = fc.property(rules, zones, steps, (rule, timeZone, minutes) => {
    let series = makeSeries({ rule, timeZone });
    const begin = at('2026-10-10T00:00Z');
    const made: string[] = [];
    const announced: string[] = [];
    let [now, latest] = [begin, begin];
    for (const step of minutes) {
      now = Math.max(begin, now + step * minuteMs);
      latest = Math.max(latest, now);
      series = handle(series, now, made, announced);
    }
    const isOnce = new Set(made).size === made.length && new Set(announced).size === announced.length;
    // Steps are shorter than the time between the making of a room and its session.
    const wanted = occurrencesBetween(series, begin, latest).map(({ id }) => id);
    return isOnce && wanted.every((id) => made.includes(id));
  });
  fc.assert(check, { numRuns: 30 });
  t.pass();
});

t.test('if it is looked at when it says, nothing is late', async (t) => {
  const check = fc.property(
    fc.constantFrom('FREQ=DAILY;COUNT=20', 'FREQ=WEEKLY;COUNT=9', 'FREQ=YEARLY;COUNT=3', 'FREQ=YEARLY;INTERVAL=5'),
    fc.integer({ min: 15, max: 44_640 }),
    (rule, roomLeadMinutes) => {
      let series = makeSeries({ rule, roomLeadMinutes, reminderMinutes: 15 });
      const made: string[] = [];
      const announced: string[] = [];
      let now = at('2026-10-01T00:00Z');
      for (let looks = 0; looks < 100; looks += 1) {
        const seen = made.length;
        series = handle(series, now, made, announced);
        for (const id of made.slice(seen)) {
          const startsAt = series.rooms[id]?.startsAt ?? 0;
          if (looks > 0 && startsAt - now < roomLeadMinutes * minuteMs) return false;
        }
        const next = nextDueAt(series, now);
        if (next === null) break;
        if (next <= now) return false;
        now = next;
      }
      return made.length >= 3 && announced.length >= made.length - 1;
    },
  );
  fc.assert(check, { numRuns: 15 });
  t.pass();
});

t.test('rooms that were made follow the series; sessions that have begun do not', async (t) => {
  const now = at('2026-10-20T17:00Z');
  const series = handle(makeSeries(), now, [], []);
  t.same(Object.keys(series.rooms), ['20261020T180000', '20261027T180000']);
  t.same(roomChanges(series, now), []);
  const shorter = changeDetails(series, { lengthMinutes: 60 });
  t.match(roomChanges(shorter, now), [{ what: 'update', occurrenceId: '20261027T180000' }]);
  t.match(roomChanges(skipOccurrence(series, '20261027T180000', now), now), [{ what: 'end' }]);
  t.match(roomChanges(deleteSeries(series, now, 'Appointment'), now), [
    { what: 'end', occurrenceId: '20261027T180000' },
  ]);
  const later = changeDetails(series, { start: '20261020T173000' });
  t.same(
    dueOf(later, at('2026-10-20T16:30Z')).rooms.map(({ id }) => id),
    ['20261027T173000'],
    'no second room beside the session that goes on',
  );
});

t.test('a setting that the series gives no more has its default again in rooms that are made', async (t) => {
  const now = at('2026-10-20T12:00Z');
  const series = handle(makeSeries({ settings: { maxParticipants: 4, locked: true } }), now, [], []);
  const [change] = roomChanges(changeDetails(series, { settings: { locked: true } }), now);
  t.match(change, { patch: { maxParticipants: 16, locked: true, closesAt: '2026-10-20T17:30:00.000Z' } });
  t.notOk(change?.what === 'update' && 'reveal' in change.patch, 'what it never gave stays as the room has it');
});

t.test('sessions that another time zone moves are announced again', async (t) => {
  const now = at('2026-10-20T12:00Z');
  const series = handle(makeSeries(), now, [], []);
  t.same(series.announced, ['20261020T180000']);
  t.same(changeDetails(series, { timeZone: 'Europe/London' }).announced, []);
  t.same(changeDetails(series, { lengthMinutes: 60 }).announced, series.announced);
});

t.test('one that was skipped and takes place all the same gets another room', async (t) => {
  const now = at('2026-10-20T17:00Z');
  const series = handle(makeSeries(), now, [], []);
  const id = '20261027T180000';
  const ended = { ...series, rooms: { ...series.rooms, [id]: { ...series.rooms[id], isEnded: true } as RoomMark } };
  t.same(
    dueOf(ended, now).rooms.map((one) => one.id),
    [id],
  );
});

t.test('the name of a member is gone when their last occurrence is over', async (t) => {
  const series = makeSeries({}, { a: member('A', { until: '20261027T180000' }), b: member('B') });
  const names = (now: string) => Object.values(tidy(series, at(now)).members).map(({ person }) => person?.name ?? null);
  t.same(names('2026-10-27T18:29Z'), ['A', 'B']);
  t.same(names('2026-10-27T18:30Z'), [null, 'B']);
  t.same(names('2026-11-10T18:30Z'), [null, null], 'and all of them when the series is over');
  const endless = { ...series, rule: 'FREQ=WEEKLY' };
  t.equal(tidy(endless, at('2036-01-01T00:00Z')).members.b?.person?.name, 'B');
});

t.test('names of members who come in decades stay, and are found without looking at each day until then', async (t) => {
  const memberIn = (year: number) => member('A', { from: `${year}0101T180000`, until: `${year}1231T180000` });
  const years = Array.from({ length: 60 }, (_, index) => 2035 + index);
  const members = Object.fromEntries(years.map((year) => [`m-${year}`, memberIn(year)]));
  const series = makeSeries({ rule: 'FREQ=DAILY' }, members);
  const cpuOf = (work: () => unknown): number => {
    const begun = process.cpuUsage();
    work();
    return process.cpuUsage(begun).user;
  };
  const one = cpuOf(() => expandRule(series, at('2026-10-20T00:00Z'), at('2095-01-01T00:00Z')));
  const names = (now: string) => Object.values(tidy(series, at(now)).members).filter(({ person }) => person !== null);
  t.ok(cpuOf(() => names('2026-10-20T00:00Z')) < 10 * one, 'less than to look at all days ten times, for 60 members');
  t.equal(names('2050-06-01T00:00Z').length, 45, 'those from 2050 on');
});

t.test('the name of a member whose last occurrence is moved behind the others stays until then', async (t) => {
  const series = { ...makeSeries({}, { a: member('A') }), moved: { '20261020T180000': '20270105T180000' } };
  const name = (now: string) => tidy(series, at(now)).members.a?.person?.name ?? null;
  t.same([name('2027-01-05T18:29Z'), name('2027-01-05T18:30Z')], ['A', null]);
});

t.test('what is left of a deleted series is forgotten after 90 days', async (t) => {
  const now = at('2026-10-01T00:00Z');
  const deleted = deleteSeries(makeSeries(), now, 'Appointment');
  t.same(dueOf(deleted, at('2026-10-20T12:00Z')), { rooms: [], announcements: [] });
  t.notOk(isForgettable(deleted, now + keptDeletedMs - 1));
  t.ok(isForgettable(deleted, now + keptDeletedMs));
  t.equal(nextDueAt(deleted, now), now + 90 * dayMs);
});
