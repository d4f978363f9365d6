/** Formats times and names for people. Pure. */
import type { Texts } from './texts.ts';

/** The language by which numbers and times are written; '': that of the browser. */
type Locale = Pick<Texts, 'locale'>;

/** A waiting time in words, in whole minutes: counting seconds would not help anybody to be calm. */
export function formatWait(durationMs: number, texts: Texts['time']): string {
  const minutes = Math.floor(Math.max(0, durationMs) / 60_000);
  if (minutes < 1) return texts.underMinute;
  if (minutes < 60) return texts.minutes(minutes);
  return texts.hours(Math.floor(minutes / 60));
}

/** The remaining time as m:ss, at least 0:00. Parts of a second are rounded up, so that 0:00 means over. */
export function formatCountdown(remainingMs: number, texts: Locale): string {
  const seconds = Math.ceil(Math.max(0, remainingMs) / 1_000);
  return `${formatNumber(Math.floor(seconds / 60), texts)}:${formatNumber(seconds % 60, texts, 2)}`;
}

export const formatNumber = (number: number, { locale }: Locale, minimumIntegerDigits = 1): string =>
  new Intl.NumberFormat(locale || undefined, { minimumIntegerDigits, useGrouping: false }).format(number);

const nearMs = 6 * 3_600_000;

/**
 * A time of day in the reader's language and time zone, which no line divides; with the date unless it is today or within
 * six hours.
 */
export function formatTime(atMs: number, nowMs: number, { locale }: Locale): string {
  const at = new Date(atMs);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  const isNear = Math.abs(atMs - nowMs) < nearMs;
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale || undefined, options).format(at);
  if (isToday || isNear) return format(time).replaceAll(' ', '\u00a0');
  return format({ ...time, weekday: 'long', day: 'numeric', month: 'long' });
}

/** The first letter of a name (grapheme cluster, Unicode UAX #29), in upper case. */
export function initialOf(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim());
  return (first?.segment ?? '').toLocaleUpperCase();
}

/** Splits a text into paragraphs at blank lines; single line breaks stay within a paragraph. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
