import { encryptionTexts } from './encryption.ts';
import { enteringTexts } from './entering.ts';
import { hostingTexts } from './hosting.ts';
import { seenTexts } from './seen.ts';
import { takingPartTexts } from './taking-part.ts';

/**
 * Every text of the interface, in English: the one table to translate, in five parts. Texts with variable parts are
 * functions. People in distress read them: use short sentences and plain words, without blame and exclamation marks.
 */
export const englishTexts = {
  ...enteringTexts,
  ...takingPartTexts,
  ...hostingTexts,
  ...seenTexts,
  ...encryptionTexts,
  documentTitle: (count: number, title: string) => `(${count}) ${title}`,
  time: {
    underMinute: 'less than a minute',
    minutes: (count: number) => (count === 1 ? '1 minute' : `${count} minutes`),
    hours: (count: number) => (count === 1 ? '1 hour' : `${count} hours`),
  },
};

/** The type of a table of texts. */
export type Texts = typeof englishTexts;

/** Texts for `mergeTexts`. A translation may omit entries: they stay English. */
export type TextOverrides = {
  [Section in keyof Texts]?: Texts[Section] extends (...args: never[]) => string
    ? Texts[Section]
    : Partial<Texts[Section]>;
};

/**
 * Returns the English table with the given entries instead of its own.
 * @param overrides the entries to replace, by section
 */
export function mergeTexts(overrides: TextOverrides): Texts {
  const merged: Record<string, unknown> = { ...englishTexts };
  for (const [section, entries] of Object.entries(overrides)) {
    const base = merged[section];
    merged[section] = typeof base === 'object' && typeof entries === 'object' ? { ...base, ...entries } : entries;
  }
  return merged as Texts;
}

/** The entry of a table for this code, or its `other`. */
export function byCode<T>(table: Readonly<Record<string, T>> & { readonly other: T }, code: string): T {
  return Object.hasOwn(table, code) ? (table[code] ?? table.other) : table.other;
}
