const order = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** The forms of plurals that a language has (Unicode CLDR). */
export const pluralFormsOf = (language: string): string[] => {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return order.filter((form) => pluralCategories.some((category) => category === form));
};

export interface SourceNames {
  /** What the file contains, for its first line. */
  what: string;
  /** The type of the English messages. */
  type: string;
  /** The module that checks them, from the folder of the languages. */
  mechanism: string;
}

export const interfaceNames: SourceNames = { what: 'texts', type: 'Messages', mechanism: '../messages.ts' };

/** The source of a language's file. Not formatted yet. */
export function sourceOf(
  language: string,
  table: object,
  { what, type, mechanism }: SourceNames = interfaceNames,
): string {
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(language);
  return `/** The ${what} in ${name}. docs/translating.md has the rules and the words for what recurs. */
import type { Checked, Translation } from '${mechanism}';
import type { ${type} } from '../english-messages.ts';

const table = ${JSON.stringify(table, null, 2)} as const satisfies Translation<${type}, '${language}'>;

export const messages: Checked<typeof table, ${type}> = table;
`;
}
