/** Times of sessions for people, in the language of the page and the time zone of the device. Pure. */

import type { PlannedSession } from '@hearthroom/sdk/protocol';
import type { PageTexts } from './texts/page-texts.ts';

export interface Reader {
  texts: Pick<PageTexts, 'locale'>;
  /** Time zone of the device. */
  timeZone: string;
  /** Milliseconds since 1970-01-01 UTC. */
  now: number;
}

type Times = Pick<PlannedSession, 'startsAt' | 'endsAt'>;

const day: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' };
const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };

const format = ({ texts: { locale }, timeZone }: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { timeZone, ...options });

const yearOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(at);

const isThisYear = (at: number, { timeZone, now }: Reader): boolean => yearOf(at, timeZone) === yearOf(now, timeZone);

/** The day, with the year if it is another one. */
export const formatDay = (at: number, reader: Reader): string =>
  format(reader, isThisYear(at, reader) ? day : { ...day, year: 'numeric' }).format(at);

/** Day and time of day, from start to end. */
export const formatDayAndHours = ({ startsAt, endsAt }: Times, reader: Reader): string =>
  format(reader, { ...day, ...(!isThisYear(startsAt, reader) && { year: 'numeric' }), ...time }).formatRange(
    startsAt,
    endsAt,
  );

/** From start to end, without the day. */
export const formatHours = ({ startsAt, endsAt }: Times, reader: Reader): string =>
  format(reader, time).formatRange(startsAt, endsAt);

/** The time of day, with the day unless it is today. */
export function formatMoment(at: number, reader: Reader): string {
  const dayOf = (moment: number) => format(reader, { dateStyle: 'short' }).format(moment);
  return format(reader, dayOf(at) === dayOf(reader.now) ? time : { ...day, ...time }).format(at);
}

/** Day and time of day. */
export const formatDayAndTime = (at: number, reader: Reader): string => format(reader, { ...day, ...time }).format(at);

/** A day such as `2026-10-20`, which has no time zone. */
export const formatDate = (date: string, { texts: { locale } }: Reader): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(`${date}T00:00Z`),
  );

/** The hours in the time zone of the series, and its name, where the clocks of the device differ; null: they don't. */
export function formatElsewhere(session: Times, zone: string, reader: Reader): { time: string; zone: string } | null {
  const there = { ...reader, timeZone: zone };
  const clock: Intl.DateTimeFormatOptions = { dateStyle: 'short', timeStyle: 'short' };
  if (format(there, clock).format(session.startsAt) === format(reader, clock).format(session.startsAt)) return null;
  const name = format(there, { timeZoneName: 'longGeneric' })
    .formatToParts(session.startsAt)
    .find(({ type }) => type === 'timeZoneName');
  return { time: formatMoment(session.startsAt, { ...there, now: session.startsAt }), zone: name?.value ?? zone };
}
