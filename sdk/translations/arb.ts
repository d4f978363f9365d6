/**
 * Messages as an Application Resource Bundle (ARB): the JSON file that translators work on. Plurals are in ICU
 * MessageFormat: `{count, plural, one{1 person} other{{count} people}}`.
 */
import { formsOf, namesIn } from '../ui/texts/messages.ts';

/** What translators are told about a message. */
interface Attributes {
  description?: string;
  /** The message in English. */
  source_text: string;
  placeholders?: Record<string, { type: 'String' | 'int' }>;
}

export type Bundle = Record<string, string | Attributes>;

export interface ToTranslate {
  /** In English, with all entries. */
  messages: object;
  translated: object;
  language: string;
  /** Comments of the source, by the path of the message. */
  descriptions: ReadonlyMap<string, string>;
}

/** A message by its path, such as `waiting.because.put-back`. */
export type Leaf = readonly [path: string, message: string | Readonly<Record<string, string>>];

/** All messages of a table, in their order. */
export function leavesOf(messages: object, path = ''): Leaf[] {
  return Object.entries(messages).flatMap(([key, value]: [string, string | object]): Leaf[] => {
    const own = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[own, value]];
    const forms = formsOf(value);
    return forms ? [[own, forms]] : leavesOf(value, own);
  });
}

const nameOfCount = /^\{(\w+), plural,\s*(.*)\}$/s;

/** @returns the message in ICU MessageFormat. Apostrophes in it stand for themselves only as ’, which all texts use */
export function toIcu(message: Leaf[1]): string {
  if (typeof message === 'string') return message;
  const forms = Object.entries(message).map(([form, text]) => `${form}{${text}}`);
  return `{count, plural, ${forms.join(' ')}}`;
}

/** @throws Error that says what is wrong */
export function fromIcu(text: string): Leaf[1] {
  const [, name, list = ''] = nameOfCount.exec(text) ?? [];
  if (name === undefined) return text;
  if (name !== 'count') throw new Error(`a plural is chosen by count, not by ${name}`);
  const forms: Record<string, string> = {};
  let rest = list.trim();
  while (rest !== '') {
    const [head = '', form = ''] = /^(\w+)\s*\{/.exec(rest) ?? [];
    if (head === '') throw new Error(`a form of a plural is expected at: ${rest.slice(0, 30)}`);
    const length = lengthOfBraces(rest.slice(head.length));
    forms[form] = rest.slice(head.length, head.length + length);
    rest = rest.slice(head.length + length + 1).trim();
  }
  return forms;
}

/** @returns how many characters are before the brace that closes one that is open already */
function lengthOfBraces(text: string): number {
  let open = 1;
  for (const [index, character] of [...text].entries()) {
    if (character === '{') open += 1;
    if (character === '}') open -= 1;
    if (open === 0) return [...text].slice(0, index).join('').length;
  }
  throw new Error('a brace is not closed');
}

const isPlural = (message: Leaf[1]): boolean => typeof message !== 'string';

/** The names of the parameters of a message; of a plural, those of all its forms. */
export const parametersOf = (message: Leaf[1]): string[] =>
  typeof message === 'string' ? namesIn(message) : [...new Set([...namesIn(Object.values(message).join()), 'count'])];

export function toBundle({ messages, translated, language, descriptions }: ToTranslate): Bundle {
  const own = new Map(leavesOf(translated));
  const bundle: Bundle = { '@@locale': language };
  for (const [path, message] of leavesOf(messages)) {
    bundle[path] = toIcu(own.get(path) ?? '');
    const description = descriptions.get(path);
    const names = parametersOf(message);
    bundle[`@${path}`] = {
      ...(description === undefined ? {} : { description }),
      source_text: toIcu(message),
      ...(names.length > 0 && {
        placeholders: Object.fromEntries(
          names.map((name) => [
            name,
            { type: name === 'count' || name === 'number' ? ('int' as const) : ('String' as const) },
          ]),
        ),
      }),
    };
  }
  return bundle;
}

/**
 * Reads the translation of a bundle.
 * @returns the table in the order of English, and what is wrong with it, one sentence each
 */
export function fromBundle(
  bundle: unknown,
  messages: object,
  forms: readonly string[],
): { table: object; problems: string[] } {
  const problems: string[] = [];
  const entries = typeof bundle === 'object' && bundle !== null ? (bundle as Record<string, unknown>) : {};
  const known = new Set(leavesOf(messages).map(([path]) => path));
  for (const key of Object.keys(entries))
    if (!key.startsWith('@') && !known.has(key)) problems.push(`${key}: there is no such text`);
  const table = {};
  for (const [path, message] of leavesOf(messages)) {
    try {
      put(table, path.split('.'), readMessage(entries[path], message, forms));
    } catch (error) {
      problems.push(`${path}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { table, problems };
}

function readMessage(value: unknown, message: Leaf[1], forms: readonly string[]): string | object {
  if (typeof value !== 'string' || (value.trim() === '' && message !== '')) throw new Error('it is not translated');
  const read = fromIcu(value);
  if (isPlural(read) !== isPlural(message))
    throw new Error(isPlural(message) ? 'it has to be a plural' : 'it is no plural');
  if (typeof read === 'string') {
    checkNames(read, parametersOf(message), []);
    return read;
  }
  const missing = forms.filter((form) => !read[form]);
  if (missing.length > 0) throw new Error(`the form ${missing.join(', ')} is missing`);
  for (const form of Object.keys(read)) if (!forms.includes(form)) throw new Error(`the language has no form ${form}`);
  const names = parametersOf(message);
  for (const text of Object.values(read)) checkNames(text, names, ['count']);
  return { '{count}': Object.fromEntries(forms.map((form) => [form, read[form]])) };
}

/** @param optional those that may be left out */
function checkNames(text: string, names: readonly string[], optional: readonly string[]): void {
  const own = namesIn(text);
  for (const name of own) if (!names.includes(name)) throw new Error(`{${name}} is not one of its parameters`);
  for (const name of names)
    if (!own.includes(name) && !optional.includes(name)) throw new Error(`the parameter {${name}} is missing`);
  if (/[{}]/.test(text.replace(/\{\w+\}/g, ''))) throw new Error('a brace does not belong to a parameter');
}

function put(table: object, [first = '', ...rest]: readonly string[], value: unknown): void {
  const entries = table as Record<string, unknown>;
  if (rest.length === 0) {
    entries[first] = value;
    return;
  }
  entries[first] ??= {};
  put(entries[first] as object, rest, value);
}
