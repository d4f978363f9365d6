/** Times and names as people read them. Pure. */
import type { Texts } from './texts.ts';

/** A wait, in words, no finer than minutes: a ticking second hand makes nobody calmer. */
export function formatWait(durationMs: number, texts: Texts['time']): string {
  const minutes = Math.floor(Math.max(0, durationMs) / 60_000);
  if (minutes < 1) return texts.underMinute;
  if (minutes < 60) return texts.minutes(minutes);
  return texts.hours(Math.floor(minutes / 60));
}

/** What is left, as m:ss; never below 0:00. A part of a second counts as a whole one, so that 0:00 means over. */
export function formatCountdown(remainingMs: number): string {
  const seconds = Math.ceil(Math.max(0, remainingMs) / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const nearMs = 6 * 3_600_000;

/** A time of day in the reader's language and zone; with the date when it isn't today, nor in the coming night. */
export function formatTime(atMs: number, nowMs: number, locale?: string): string {
  const at = new Date(atMs);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  const isNear = Math.abs(atMs - nowMs) < nearMs;
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
  const options: Intl.DateTimeFormatOptions =
    isToday || isNear ? time : { ...time, weekday: 'long', day: 'numeric', month: 'long' };
  return new Intl.DateTimeFormat(locale, options).format(at);
}

/** The first letter of a name, as its language counts letters. */
export function initialOf(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim());
  return (first?.segment ?? '').toLocaleUpperCase();
}

/** Blank lines part paragraphs; single line breaks stay within them. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
