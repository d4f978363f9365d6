/**
 * Recurrence rules (RFC 5545, section 3.3.10) of sessions: by days, weeks, months or years, at one time of day. A rule is
 * expanded in local time, so that 18:00 stays 18:00 when clocks are changed, and no occurrence is lost or comes twice then.
 */
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { AppError } from '../../core/errors/errors.ts';
import { formatLocal, instantOf, isLocalTime, localAt, localMs } from './local-time.ts';

/** The rule of a series, and when it starts. */
export interface Recurrence {
  /** Local time of the first occurrence. */
  start: string;
  timeZone: string;
  /** The value of RRULE, in capital letters. */
  rule: string;
}

interface Parts {
  count: number | null;
  /** Milliseconds since 1970-01-01 UTC. */
  until: number | null;
  /** The rule without its end. */
  endless: string;
}

const syntax: Record<string, RegExp | undefined> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d?$/,
  COUNT: /^[1-9]\d{0,9}$/,
  UNTIL: /^\d{8}T\d{6}Z$/,
  BYDAY: /^([+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU))(,[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)){0,6}$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}$/,
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01])){0,30}$/,
  BYSETPOS: /^-?[1-9]\d{0,2}(,-?[1-9]\d{0,2}){0,6}$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
};
const maxCount = 1_000;
const dayMs = 86_400_000;
/** The end of years with four digits. */
const latestMs = Date.UTC(9999, 11, 31);
/** Zones differ from UTC by at most 14 hours. */
const offsetMs = dayMs;
/** Rules with COUNT or UNTIL may not reach further. */
const maxYears = 50;

const refuse = (explanation: string): never => {
  throw new AppError('rule-invalid', `body.rule: ${explanation}`);
};

/** @throws AppError `rule-invalid` */
export function readRule(text: string): Parts {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=(.+)$/.exec(part) ?? refuse('is not a list of NAME=value');
    const expected = syntax[name] ?? refuse(`has the part ${name.slice(0, 20)}, which a series does not support`);
    if (!expected.test(value)) refuse(`${name} has an invalid value`);
    if (parts.has(name)) refuse(`has ${name} twice`);
    parts.set(name, value);
  }
  if (!parts.has('FREQ')) refuse('has no FREQ');
  const [count, until] = [parts.get('COUNT'), parts.get('UNTIL')];
  if (count !== undefined && until !== undefined) refuse('has COUNT and UNTIL, which exclude each other');
  if (Number(count ?? 1) > maxCount)
    refuse(`COUNT is at most ${maxCount}; leave COUNT and UNTIL out for a series without an end`);
  parts.delete('COUNT');
  parts.delete('UNTIL');
  const endless = [...parts].map(([name, value]) => `${name}=${value}`).join(';');
  return {
    count: count === undefined ? null : Number(count),
    until: until === undefined ? null : readUtc(until),
    endless,
  };
}

function readUtc(text: string): number {
  const at = Date.parse(`${formatLocal(text.slice(0, -1))}:${text.slice(13, 15)}Z`);
  return Number.isNaN(at) ? refuse('UNTIL is not an existing date and time') : at;
}

/**
 * Checks that the start is the first occurrence of the rule: what calendar programs show differs otherwise. Throws
 * `rule-invalid`.
 */
export function requireRecurrence({ start, timeZone, rule }: Recurrence): void {
  const { endless, until, count } = readRule(rule);
  if (!expandStart(start, endless).includes(start))
    refuse('has no occurrence at body.start, which has to be the first one');
  if (until !== null && instantOf(start, timeZone) > until) refuse('ends before body.start');
  if (until !== null && until - localMs(start) > maxYears * 366 * dayMs)
    refuse(`UNTIL is at most ${maxYears} years after body.start; leave it out for a series without an end`);
  if (count !== null) requireEnd(start, endless, count);
}

/** The library refuses parts that RFC 5545 does not allow together, with a text that names them. */
function expandStart(start: string, endless: string): string[] {
  try {
    return expand(start, endless, localMs(start), localMs(start));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function requireEnd(start: string, endless: string, count: number): void {
  let reached = 0;
  try {
    reached = firstOf(start, endless, count).length;
  } catch {
    // The library gives up after many periods without an occurrence.
  }
  if (reached < count) refuse(`reaches its COUNT only after more than ${maxYears} years`);
}

/** The rule without its end, in local time: as if that were UTC. */
const expander = (start: string, endless: string): RRuleTemporal =>
  new RRuleTemporal({
    rruleString: endless,
    dtstart: Temporal.PlainDateTime.from(formatLocal(start)).toZonedDateTime('UTC'),
    strict: true,
  });

/** The library gives up after 10,000 days, weeks or months. */
const stepMs = 7_000 * dayMs;

/** Local times that the rule has in between, including both. */
function expand(start: string, endless: string, fromMs: number, toMs: number): string[] {
  const rule = expander(start, endless);
  const found: string[] = [];
  for (let at = fromMs; at <= toMs; at += stepMs) {
    const last = Math.min(at + stepMs - 1, toMs);
    for (const { epochMilliseconds } of rule.between(new Date(at), new Date(last), true))
      found.push(localAt(epochMilliseconds));
  }
  return found;
}

/**
 * The ids of occurrences, ordered, that start between two instants, including both; as the rule has them, without exceptions.
 * @param from milliseconds since 1970-01-01 UTC
 */
export function expandRule(recurrence: Recurrence, from: number, to: number): string[] {
  const { start, timeZone, rule } = recurrence;
  const { count, until, endless } = readRule(rule);
  const last = until === null ? to : Math.min(to, until);
  const fits = (id: string): boolean => {
    const at = instantOf(id, timeZone);
    return at >= from && at <= last;
  };
  if (count !== null) {
    // Texts are compared first: conversions to instants take longer.
    const [low, high] = [localAt(from - offsetMs), localAt(Math.min(last + offsetMs, latestMs))];
    return firstOf(start, endless, count).filter((id) => id >= low && id <= high && fits(id));
  }
  const fromMs = Math.max(localMs(start), from - offsetMs);
  return fromMs > last + offsetMs ? [] : expand(start, endless, fromMs, last + offsetMs).filter(fits);
}

const counted = new Map<string, readonly string[]>();
const maxCounted = 100;

/** Remembered: a rule with COUNT is counted from its start. */
function firstOf(start: string, endless: string, count: number): readonly string[] {
  const key = `${start} ${count} ${endless}`;
  const known = counted.get(key);
  if (known) return known;
  const end = localMs(start) + maxYears * 366 * dayMs;
  const ids = expander(start, endless)
    .all(({ epochMilliseconds }, index) => index < count && epochMilliseconds < end)
    .map(({ epochMilliseconds }) => localAt(epochMilliseconds));
  if (counted.size >= maxCounted) counted.clear();
  counted.set(key, ids);
  return ids;
}

/** Whether the rule has an occurrence with this id. */
export function isOccurrence(recurrence: Recurrence, id: string): boolean {
  if (!isLocalTime(id)) return false;
  const at = instantOf(id, recurrence.timeZone);
  return expandRule(recurrence, at, at).includes(id);
}

/** The id of the last occurrence; null: the rule has no end. */
export function lastOccurrence(recurrence: Recurrence): string | null {
  const { count, until, endless } = readRule(recurrence.rule);
  if (count !== null) return firstOf(recurrence.start, endless, count).at(-1) ?? null;
  if (until === null) return null;
  // Backwards: of a long daily series the last one is needed alone.
  for (let days = 40; ; days *= 4) {
    const from = until - days * dayMs;
    const last = expandRule(recurrence, from, until).at(-1);
    if (last !== undefined || localMs(recurrence.start) > from + offsetMs) return last ?? null;
  }
}
