import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import t from 'tap';
import { Temporal } from 'temporal-polyfill';
import { formatLocal, instantOf, localAt, localOf } from '../../../../../server/src/series/rules/local-time.ts';
import {
  expandRule,
  isOccurrence,
  lastOccurrence,
  readRule,
  requireRecurrence,
} from '../../../../../server/src/series/rules/recurrence.ts';
import { at, codeOf, dayMs, details } from '../../../../support/series/series.ts';

const ruleOf = (rule: string) => ({ ...details, rule });
const whole: [number, number] = [at('2000-01-01T00:00Z'), at('2100-01-01T00:00Z')];

t.test('a weekly rule stays at its local time when clocks are changed', async (t) => {
  t.same(expandRule(details, ...whole), ['20261020T180000', '20261027T180000', '20261103T180000', '20261110T180000']);
  t.equal(lastOccurrence(details), '20261110T180000');
  t.equal(lastOccurrence(ruleOf('FREQ=WEEKLY')), null);
  t.equal(lastOccurrence(ruleOf('FREQ=WEEKLY;UNTIL=20261103T170000Z')), '20261103T180000', 'including the end');
  t.equal(lastOccurrence(ruleOf('FREQ=WEEKLY;UNTIL=20261103T165959Z')), '20261027T180000');
  t.ok(isOccurrence(details, '20261103T180000'));
  t.notOk(isOccurrence(details, '20261103T190000'));
  t.notOk(isOccurrence(details, '20261117T180000'), 'after the count');
});

t.test('what is no rule for sessions is refused with a text that names the part', async (t) => {
  const refused = {
    garbage: /NAME=value/,
    'FREQ=WEEKLY;': /NAME=value/,
    'COUNT=4': /no FREQ/,
    'FREQ=HOURLY': /FREQ has an invalid/,
    'FREQ=WEEKLY;COUNT=0': /COUNT has/,
    'FREQ=WEEKLY;COUNT=99999999': /at most 1000/,
    'FREQ=WEEKLY;COUNT=4;UNTIL=20270101T000000Z': /exclude each other/,
    'FREQ=WEEKLY;UNTIL=20270101': /UNTIL has/,
    'FREQ=WEEKLY;UNTIL=20271301T000000Z': /UNTIL is not/,
    'FREQ=WEEKLY;UNTIL=20261001T000000Z': /ends before/,
    'FREQ=DAILY;UNTIL=99991231T235959Z': /50 years/,
    'FREQ=WEEKLY;INTERVAL=0': /INTERVAL/,
    'FREQ=WEEKLY;BYDAY=XX': /BYDAY/,
    'FREQ=WEEKLY;BYHOUR=9': /BYHOUR/,
    'FREQ=WEEKLY;FREQ=DAILY': /twice/,
    'FREQ=WEEKLY;BYDAY=MO': /no occurrence at body.start/,
    'FREQ=WEEKLY;BYDAY=TU;BYSETPOS=2': /no occurrence at body.start/,
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30': /no occurrence at body.start/,
    'FREQ=YEARLY;INTERVAL=99;COUNT=1000': /50 years/,
    'RRULE:FREQ=WEEKLY': /NAME=value|does not support/,
    'FREQ=WEEKLY\nDTSTART:20200101T000000Z': /NAME=value/,
  };
  for (const [rule, why] of Object.entries(refused)) {
    t.equal(
      codeOf(() => requireRecurrence(ruleOf(rule))),
      'rule-invalid',
      rule,
    );
    t.throws(() => requireRecurrence(ruleOf(rule)), { message: why }, rule);
  }
  t.equal(
    codeOf(() => requireRecurrence(ruleOf('freq=weekly;count=4'))),
    'done',
    'in small letters',
  );
});

const rules = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY',
  'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU',
  'FREQ=MONTHLY',
  'FREQ=MONTHLY;INTERVAL=5',
  'FREQ=YEARLY',
);
const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Pacific/Apia',
  'Europe/London',
  'UTC',
);
const starts = fc
  .integer({ min: at('2018-01-01T00:00Z') / 60_000, max: at('2030-01-01T00:00Z') / 60_000 })
  .map((minutes) => localAt(minutes * 60_000));

t.test('windows that follow one another have each occurrence once, whatever the clocks do', async (t) => {
  const check = fc.property(
    rules,
    zones,
    starts,
    fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
    (rule, timeZone, start, steps) => {
      const series = { rule, timeZone, start };
      const from = instantOf(start, timeZone);
      const to = from + steps.reduce((sum, days) => sum + days, 0) * dayMs;
      const inOne = expandRule(series, from, to);
      let begin = from;
      const inParts = steps.flatMap((days) => {
        const end = begin + days * dayMs;
        const part = expandRule(series, begin, end - 1);
        begin = end;
        return part;
      });
      if (JSON.stringify([...inParts, ...expandRule(series, to, to)]) !== JSON.stringify(inOne)) return false;
      // The library's own expansion from the start, in local time, is the same.
      const dtstart = Temporal.PlainDateTime.from(formatLocal(start)).toZonedDateTime('UTC');
      const all = new RRuleTemporal({ rruleString: rule, dtstart })
        .all((_date, index) => index < inOne.length)
        .map(({ epochMilliseconds }) => localAt(epochMilliseconds));
      return JSON.stringify(all) === JSON.stringify(inOne);
    },
  );
  fc.assert(check, { numRuns: 60 });
  t.pass();
});

t.test('each occurrence is at the local time of its id, or later by the hour that does not exist', async (t) => {
  const check = fc.property(rules, zones, starts, (rule, timeZone, start) => {
    const from = instantOf(start, timeZone);
    return expandRule({ rule, timeZone, start }, from, from + 400 * dayMs).every((id) => {
      const local = localOf(instantOf(id, timeZone), timeZone);
      return local === id || local > id;
    });
  });
  fc.assert(check, { numRuns: 30 });
  t.pass();
});

t.test('a rule without its end is kept apart from the end', async (t) => {
  t.same(readRule('FREQ=WEEKLY;COUNT=4;BYDAY=TU'), { endless: 'FREQ=WEEKLY;BYDAY=TU', count: 4, until: null });
});

t.test('a daily rule has its occurrences also many years from its start', async (t) => {
  const series = { rule: 'FREQ=DAILY;BYDAY=MO,TU;BYSETPOS=-1', timeZone: 'UTC', start: '20000103T180000' };
  const [begin, end] = [at('2000-01-03T18:00Z'), at('2099-12-29T18:00Z')];
  const ids = expandRule(series, begin, end);
  t.equal(ids.length, 2 * Math.ceil((end - begin) / (7 * dayMs)));
  t.equal(new Set(ids).size, ids.length);
  t.same(expandRule(series, end, end), ['20991229T180000']);
});

t.test('parts that may not be used together are refused', async (t) => {
  for (const rule of ['FREQ=WEEKLY;BYMONTHDAY=20', 'FREQ=WEEKLY;BYDAY=3TU', 'FREQ=MONTHLY;BYSETPOS=1'])
    t.equal(
      codeOf(() => requireRecurrence(ruleOf(rule))),
      'rule-invalid',
      rule,
    );
});
