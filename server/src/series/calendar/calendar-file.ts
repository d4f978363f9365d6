/**
 * The calendar file of a member (iCalendar, RFC 5545 and 5546): one event with the rule of the series, and one for each
 * occurrence that is moved. It contains no names, and nothing of others.
 */
import ical, { type ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { existsIn, instantOf, localOf, zoned } from '../rules/local-time.ts';
import { place, takesPart } from '../rules/occurrences.ts';
import { expandRule, isOccurrence, lastOccurrence, readRule } from '../rules/recurrence.ts';
import type { Member, SeriesState } from '../rules/state.ts';
import { timeZoneBlock } from './time-zone.ts';

export interface CalendarFile {
  seriesId: string;
  series: SeriesState;
  memberId: string;
  member: Member;
  /** Of the last change, milliseconds since 1970-01-01 UTC. */
  updatedAt: number;
  /** The personal link of the member, and when it was created, milliseconds since 1970-01-01 UTC. */
  link?: { url: string; createdAt: number };
}

/** Is nobody, and receives nothing (RFC 6761, section 6.4). */
const noOrganizer = 'noreply@hearthroom.invalid';
const yearMs = 366 * 86_400_000;
/** Changes of the clock are listed for so long after the last change of a series without an end. */
const zoneYears = 10;

/** Other members of the series have other events: an answer to one does not concern another. */
const uidOf = ({ seriesId, memberId }: CalendarFile): string => `${seriesId}.${memberId}@hearthroom`;

export function calendarFile(file: CalendarFile): string {
  const { series, member } = file;
  const range = rangeOf(file);
  const isCancelled = member.isRemoved || range === null;
  const calendar = ical({
    prodId: { company: 'Hearthroom', product: 'Hearthroom', language: 'EN' },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    timezone: { name: null, generator: (zone) => zoneOf(zone, file) },
  });
  const anchor = range?.anchor ?? series.start;
  const repeating = range && !member.isRemoved ? ruleLines(file, range) : `RRULE:${series.rule}`;
  addEvent(calendar, file, { start: anchor, isCancelled, repeating });
  if (!isCancelled)
    for (const [id, start] of Object.entries(series.moved))
      if (takesPart(member, id) && !series.skipped.includes(id)) addEvent(calendar, file, { start, recurrenceId: id });
  return calendar.toString();
}

interface NewEvent {
  start: string;
  isCancelled?: boolean;
  recurrenceId?: string;
  repeating?: string;
}

function addEvent(calendar: ICalCalendar, file: CalendarFile, event: NewEvent): void {
  const { series, member, updatedAt, link } = file;
  const { start, isCancelled = false, recurrenceId, repeating } = event;
  const at = zoned(start, series.timeZone);
  calendar.createEvent({
    id: uidOf(file),
    sequence: member.sequence,
    // A new link is a newer version with the same SEQUENCE (RFC 5546, section 2.1.5).
    stamp: new Date(Math.max(updatedAt, link?.createdAt ?? 0)),
    start: at,
    end: at.add({ minutes: series.lengthMinutes }),
    timezone: series.timeZone,
    summary: series.calendarTitle,
    // PUBLISH and CANCEL need one (RFC 5546, sections 3.2.1 and 3.2.5). A mail address, since Outlook reads nothing else;
    // programs that cancel compare it with the earlier file, and some with the sender of the mail.
    organizer: series.calendarOrganizer ?? noOrganizer,
    ...(isCancelled && { status: ICalEventStatus.CANCELLED }),
    ...(recurrenceId !== undefined && { recurrenceId: zoned(recurrenceId, series.timeZone) }),
    ...(repeating !== undefined && { repeating }),
    // Calendar programs show one of them or the other.
    ...(link && { url: link.url, location: link.url }),
  });
}

interface Range {
  /** The occurrence with which the event begins. */
  anchor: string;
  /** Ids of occurrences from there that are not the member's. */
  excluded: string[];
  /** Number of occurrences of the series before. */
  before: number;
}

/** @returns null: the member has no occurrence */
function rangeOf({ series, member }: CalendarFile): Range | null {
  const { start, timeZone } = series;
  const from = member.from === null || member.from < start ? start : member.from;
  const first = isOccurrence(series, from) ? from : firstFrom(series, from);
  if (first === undefined || (member.until !== null && first > member.until)) return null;
  // Those before are needed for COUNT, and for an event that can't begin with the first one.
  if (readRule(series.rule).count === null && existsIn(first, timeZone))
    return { anchor: first, before: 0, excluded: [] };
  const upTo = expandRule(series, instantOf(start, timeZone), instantOf(first, timeZone));
  // An event can't begin at a time that does not exist: then it begins earlier, with occurrences excluded.
  const anchor = upTo.findLast((id) => existsIn(id, timeZone)) ?? start;
  const before = upTo.indexOf(anchor);
  return { anchor, before, excluded: upTo.slice(before, -1) };
}

function firstFrom(series: SeriesState, from: string): string | undefined {
  const at = instantOf(from, series.timeZone);
  const last = lastOccurrence(series);
  for (let years = 1; years <= 128; years *= 2) {
    const to = at + years * yearMs;
    const found = expandRule(series, at, to).find((id) => id >= from);
    if (found !== undefined || (last !== null && instantOf(last, series.timeZone) <= to)) return found;
  }
  return undefined;
}

function ruleLines({ series, member }: CalendarFile, { anchor, before, excluded }: Range): string {
  const { timeZone, skipped } = series;
  const { endless, count } = readRule(series.rule);
  const until = untilOf(series, member);
  const end = until !== null ? `;UNTIL=${utc(until)}` : count !== null ? `;COUNT=${count - before}` : '';
  const dates = [...excluded, ...skipped.filter((id) => id >= anchor && takesPart(member, id))];
  return [
    `RRULE:${endless}${end}`,
    ...dates.map((id) => `EXDATE;TZID=${timeZone}:${localOf(instantOf(id, timeZone), timeZone)}`),
  ].join('\r\n');
}

/** The end of the rule or of the membership; null: COUNT, or none. */
function untilOf(series: SeriesState, member: Member): number | null {
  const { until } = readRule(series.rule);
  if (member.until === null) return until;
  const last = lastOccurrence(series);
  if (last !== null && last <= member.until) return until;
  return instantOf(member.until, series.timeZone);
}

const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

function zoneOf(zone: string, { series, updatedAt }: CalendarFile): string {
  const last = lastOccurrence(series);
  const ends = last === null ? updatedAt + zoneYears * yearMs : instantOf(last, zone) + yearMs;
  const moved = Object.keys(series.moved)
    .filter((id) => isOccurrence(series, id))
    .map((id) => place(series, id).endsAt);
  const begins = Math.min(
    instantOf(series.start, zone),
    ...moved.map((endsAt) => endsAt - series.lengthMinutes * 60_000),
  );
  return timeZoneBlock(zone, begins - 2 * 86_400_000, Math.max(ends, ...moved));
}
