import { englishMessages, type Messages } from './english-messages.ts';
import { type TextsOf, textsOf } from './messages.ts';

/** A table of texts: those with parameters are functions. */
export type Texts = TextsOf<Messages> & {
  /** Tag (BCP 47) by which times are written; '': that of the page or browser. */
  locale: string;
};

/** Texts for `mergeTexts`. What is left out stays as it is. */
export type TextOverrides = {
  [Section in keyof TextsOf<Messages>]?: Texts[Section] extends string | ((...args: never[]) => string)
    ? Texts[Section]
    : Partial<Texts[Section]>;
};

/** @param translated messages in the language of the locale; what it leaves out is English */
export const createTexts = (translated: object, locale: string): Texts => ({
  ...textsOf(englishMessages, translated, locale),
  locale,
});

/** The texts in English. */
export const englishTexts: Texts = createTexts(englishMessages, 'en');

/**
 * Returns a table with the given entries instead of its own.
 * @param overrides the entries to replace, by section
 * @param base the other entries, such as `await loadTexts('de')`; default: English
 */
export function mergeTexts(overrides: TextOverrides, base: Texts = englishTexts): Texts {
  const merged: Record<string, unknown> = { ...base };
  for (const [section, entries] of Object.entries(overrides)) {
    const own = merged[section];
    merged[section] = typeof own === 'object' && typeof entries === 'object' ? { ...own, ...entries } : entries;
  }
  // In whichever language the entries are: the page knows.
  if (base === englishTexts) merged.locale = '';
  return merged as Texts;
}

/** The entry of a table for this code, or its `other`. */
export function byCode<T>(table: Readonly<Record<string, T>> & { readonly other: T }, code: string): T {
  return Object.hasOwn(table, code) ? (table[code] ?? table.other) : table.other;
}
