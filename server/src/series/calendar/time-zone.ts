/**
 * VTIMEZONE (RFC 5545, section 3.6.5), from the same time zone database as the rooms: calendar programs that don't have
 * it, or another version of it, show the same times.
 */
import { Temporal } from 'temporal-polyfill';

/** The clocks of the zone before the first instant, and each change from then on up to the last instant. */
export function timeZoneBlock(zone: string, from: number, to: number): string {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const usual = Math.min(...offsetsOfYear(start));
  const first = observance(start, start.offsetNanoseconds, usual);
  const observances = [first];
  for (
    let at = start.getTimeZoneTransition('next');
    at && at.epochMilliseconds <= to;
    at = at.getTimeZoneTransition('next')
  ) {
    const before = at.subtract({ nanoseconds: 1 }).offsetNanoseconds;
    if (before !== at.offsetNanoseconds) observances.push(observance(at, before, Math.min(...offsetsOfYear(at))));
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances.flat(), 'END:VTIMEZONE'].join('\r\n');
}

/** @param before offset up to then: DTSTART is the local time by that */
function observance(at: Temporal.ZonedDateTime, before: number, usual: number): string[] {
  const name = at.offsetNanoseconds > usual ? 'DAYLIGHT' : 'STANDARD';
  const start = new Date(at.epochMilliseconds + before / 1e6).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return [
    `BEGIN:${name}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${formatOffset(before)}`,
    `TZOFFSETTO:${formatOffset(at.offsetNanoseconds)}`,
    `END:${name}`,
  ];
}

const offsetsOfYear = (at: Temporal.ZonedDateTime): number[] =>
  [0, 3, 6, 9].map((months) => at.add({ months }).offsetNanoseconds);

function formatOffset(nanoseconds: number): string {
  const minutes = Math.abs(nanoseconds) / 6e10;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${nanoseconds < 0 ? '-' : '+'}${two(minutes / 60)}${two(minutes % 60)}`;
}
