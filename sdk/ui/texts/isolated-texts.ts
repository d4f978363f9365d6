/**
 * Prevents names and messages from changing the text direction of the sentence that contains them, also where there is
 * no markup: labels, titles, notices.
 */
import type { Texts } from './texts.ts';

/** First strong isolate and pop directional isolate (Unicode UAX #9): the effect of `<bdi>` without markup. */
const [fsi, pdi] = ['\u2068', '\u2069'];
/** Right-to-left mark: an invisible letter with that direction. */
const rightToLeft = '\u200f';
/** Latin letters and digits at both ends: needs no isolation in any sentence, and gets no invisible characters. */
const needsNoIsolation =
  /^[\p{Script=Latin}0-9]([\p{Script=Latin}\p{M}0-9\u00a0 .:,'’-]*[\p{Script=Latin}\p{M}0-9])?$/u;

export function isolate(text: string): string {
  return text === '' || needsNoIsolation.test(text) ? text : `${fsi}${text}${pdi}`;
}

/** A list of names. */
export const namesText = (people: readonly { name: string }[], texts: Lists): string =>
  listText(
    people.map(({ name }) => isolate(name)),
    texts,
  );

/** A list of names as hosts see them: with the label of the token. */
export const membersText = (members: readonly { name: string; label: string | null }[], texts: Lists): string =>
  listText(
    members.map(({ name, label }) => `${isolate(name)}${label === null ? '' : ` (${isolate(label)})`}`),
    texts,
  );

/**
 * A list of names in the direction of the language, whatever that of the names: separators of languages that run from
 * right to left begin with a mark, and so does the list.
 */
export function listText(names: readonly string[], { listSeparator }: Lists): string {
  const mark = listSeparator.startsWith(rightToLeft) ? rightToLeft : '';
  return mark + names.join(listSeparator);
}

type Lists = Pick<Texts, 'listSeparator'>;

type Section = Readonly<Record<string, unknown>>;
const known = new WeakMap<Texts, Texts>();

/** The same table of texts, in which every inserted text is isolated. */
export function isolateTexts(texts: Texts): Texts {
  const existing = known.get(texts);
  if (existing) return existing;
  const isolated = Object.fromEntries(
    Object.entries(texts).map(([name, section]) => [
      name,
      typeof section === 'object' ? isolateSection(section) : section,
    ]),
  ) as unknown as Texts;
  known.set(texts, isolated);
  return isolated;
}

function isolateSection(section: Section): Section {
  return Object.fromEntries(Object.entries(section).map(([name, entry]) => [name, isolateEntry(entry)]));
}

function isolateEntry(entry: unknown): unknown {
  if (typeof entry === 'function') {
    return (...args: unknown[]): unknown => entry(...args.map((arg) => (typeof arg === 'string' ? isolate(arg) : arg)));
  }
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry)
    ? isolateSection(entry as Section)
    : entry;
}
