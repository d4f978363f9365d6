/**
 * Times of day in a time zone. A local time is a text as in iCalendar, `20261020T180000`: ordered like the times, and the id
 * of an occurrence. A local time that comes twice, when clocks are set back, is the first one; one that does not exist, when
 * they are set forward, is as much later as the clocks were set.
 */
import { Temporal } from 'temporal-polyfill';
import { AppError } from '../../core/errors/errors.ts';

const zoneName = /^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*$/;

/**
 * @returns the name as the time zone database writes it
 * @throws AppError `time-zone-unknown`, also for offsets such as `+02:00`
 */
export function requireZone(name: string): string {
  try {
    if (zoneName.test(name)) return Temporal.PlainDateTime.from('2000-01-01').toZonedDateTime(name).timeZoneId;
  } catch {
    // Not a zone.
  }
  throw new AppError('time-zone-unknown');
}

/** From `2026-10-20T18:00`. Throws `invalid-params` for a day or a time that no calendar has. */
export function readLocal(path: string, text: string): string {
  const at = Date.parse(`${text}Z`);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text))
    throw new AppError('invalid-params', `${path}: is not an existing date and time`);
  return localAt(at);
}

/** The inverse of readLocal. */
export const formatLocal = (local: string): string =>
  local.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\d$/, '$1-$2-$3T$4:$5');

/** Milliseconds since 1970-01-01 as if the local time were in UTC: to calculate with it. */
export const localMs = (local: string): number => Date.parse(`${formatLocal(local)}Z`);

/** false: no calendar has such a day or time, or it has seconds. */
export function isLocalTime(text: string): boolean {
  const ms = localMs(text);
  return !Number.isNaN(ms) && localAt(ms) === text;
}

/** The inverse of localMs. */
export const localAt = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '');

const plain = (local: string): Temporal.PlainDateTime => Temporal.PlainDateTime.from(formatLocal(local));

export const zoned = (local: string, zone: string): Temporal.ZonedDateTime =>
  plain(local).toZonedDateTime(zone, { disambiguation: 'compatible' });

const instants = new Map<string, number>();
const maxInstants = 20_000;

/**
 * Remembered: the same moved occurrences are looked at for each member.
 * @returns milliseconds since 1970-01-01 UTC
 */
export function instantOf(local: string, zone: string): number {
  const key = `${local} ${zone}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const instant = zoned(local, zone).epochMilliseconds;
  if (instants.size >= maxInstants) instants.clear();
  instants.set(key, instant);
  return instant;
}

export const localOf = (instant: number, zone: string): string =>
  localAt(
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime().toZonedDateTime('UTC')
      .epochMilliseconds,
  );

/** false: clocks are set forward over it. */
export const existsIn = (local: string, zone: string): boolean => localOf(instantOf(local, zone), zone) === local;
