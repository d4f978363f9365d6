/**
 * Messages are the data that is translated; the texts of a locale are made of them. A message is a text with parameters
 * in braces, `{name} is waiting.`, or, where a number decides, its forms by Intl.PluralRules:
 * `{ '{count}': { one: '1 person', other: '{count} people' } }`.
 */
import type { Language } from './languages.ts';

/** The forms that each language has (Unicode CLDR, plural rules for cardinals). */
interface Forms {
  en: 'one' | 'other';
  de: 'one' | 'other';
  fr: 'one' | 'many' | 'other';
  es: 'one' | 'many' | 'other';
  ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
  uk: 'one' | 'few' | 'many' | 'other';
}

interface Plural<Other extends string = string> {
  readonly '{count}': { readonly other: Other };
}

/** The names in braces, in the order in which they first appear. */
type Names<
  Message extends string,
  Seen extends readonly string[] = [],
> = Message extends `${string}{${infer Name}}${infer Rest}`
  ? Names<Rest, Name extends Seen[number] ? Seen : [...Seen, Name]>
  : Seen;

type WithoutCount<List extends readonly string[]> = List extends readonly [
  infer First extends string,
  ...infer Rest extends readonly string[],
]
  ? First extends 'count'
    ? Rest
    : [First, ...WithoutCount<Rest>]
  : [];

type ValuesOf<List extends readonly string[]> = {
  [Index in keyof List]: List[Index] extends 'number' ? number : string;
};

/**
 * The texts of messages. One with parameters is a function of their values, in the order in which they first appear in
 * English; `{number}` is a number, and the count of a plural comes last.
 */
export type TextsOf<Messages> = Messages extends string
  ? Names<Messages> extends []
    ? string
    : (...values: ValuesOf<Names<Messages>>) => string
  : Messages extends Plural<infer Other>
    ? (...values: [...ValuesOf<WithoutCount<Names<Other>>>, count: number]) => string
    : { -readonly [Key in keyof Messages]: TextsOf<Messages[Key]> };

/** What a translation has to have: the entries of English, no others, and the forms of its language. */
export type Translation<Messages, To extends Language> = Messages extends string
  ? string
  : Messages extends Plural
    ? { readonly '{count}': Readonly<Record<Forms[To], string>> }
    : { readonly [Key in keyof Messages]: Translation<Messages[Key], To> };

/** A translation in which every message has the parameters of the English one; `never` in place of one that has not. */
export type Checked<Translated, Messages> = Messages extends string
  ? WithNames<Translated, Names<Messages>[number]>
  : Messages extends Plural<infer Other>
    ? CheckedPlural<Translated, Names<Other>[number]>
    : {
        readonly [Key in keyof Messages]: Key extends keyof Translated
          ? Checked<Translated[Key], Messages[Key]>
          : never;
      };

/** A form may leave the number out: `two people`. */
type CheckedPlural<Translated, Name> = {
  readonly [Key in keyof Translated]: {
    readonly [Form in keyof Translated[Key]]:
      | WithNames<Translated[Key][Form], Exclude<Name, 'count'>>
      | WithNames<Translated[Key][Form], Name | 'count'>;
  };
};

type WithNames<Text, Name> = Text extends string
  ? [Names<Text>[number], Name] extends [Name, Names<Text>[number]]
    ? Text
    : never
  : never;

type Value = string | number;

const parameter = /\{(\w+)\}/g;

/** The names of parameters, in the order in which they first appear. */
export const namesIn = (message: string): string[] => [
  ...new Set([...message.matchAll(parameter)].map(([, name = '']) => name)),
];

/** The forms of a plural; undefined: it is none. */
export const formsOf = (message: object): Readonly<Record<string, string>> | undefined =>
  (message as Partial<Record<'{count}', Record<string, string>>>)['{count}'];

/**
 * Makes the texts of a locale.
 * @param messages in English: their entries, parameters and the order of these
 * @param translated what it leaves out stays English
 */
export function textsOf<const Messages extends object>(
  messages: Messages,
  translated: object,
  locale: string,
): TextsOf<Messages> {
  const numbers = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const filled = (message: string, names: readonly string[], values: readonly Value[]): string =>
    message.replace(parameter, (_, name: string) => {
      const value = values[names.indexOf(name)] ?? '';
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  const textOf = (message: string | object, other: unknown): unknown => {
    if (typeof message === 'string') {
      const names = namesIn(message);
      return names.length === 0 ? other : (...values: Value[]) => filled(String(other), names, values);
    }
    const forms = formsOf(other as object);
    if (!forms) return tableOf(message, other as object);
    const names = [...namesIn(formsOf(message)?.other ?? '').filter((name) => name !== 'count'), 'count'];
    return (...values: Value[]) =>
      filled(forms[rules.select(Number(values[names.length - 1]))] ?? forms.other ?? '', names, values);
  };
  const tableOf = (messages: object, translated: object): object =>
    Object.fromEntries(
      Object.entries(messages).map(([key, message]: [string, string | object]) => [
        key,
        textOf(message, (translated as Readonly<Record<string, unknown>>)[key] ?? message),
      ]),
    );
  return tableOf(messages, translated) as TextsOf<Messages>;
}
