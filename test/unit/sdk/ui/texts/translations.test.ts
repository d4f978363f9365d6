import t from 'tap';
import { leavesOf } from '../../../../../sdk/translations/arb.ts';
import { englishMessages } from '../../../../../sdk/ui/texts/english-messages.ts';
import { importLanguage } from '../../../../../sdk/ui/texts/import-language.ts';
import { languages } from '../../../../../sdk/ui/texts/languages.ts';
import type { Checked, Translation } from '../../../../../sdk/ui/texts/messages.ts';

const loaded = languages.filter((language) => language !== 'en');

t.test('every plural has the forms that its language has', async (t) => {
  for (const language of loaded) {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const { messages } = await importLanguage(language, 0);
    for (const [path, message] of leavesOf(messages))
      if (typeof message !== 'string') t.same(Object.keys(message).sort(), categories, `${language} ${path}`);
  }
});

t.test('no translation shouts, is empty or was forgotten', async (t) => {
  const english = new Map(leavesOf(englishMessages));
  for (const language of loaded) {
    const { messages } = await importLanguage(language, 0);
    for (const [path, message] of leavesOf(messages)) {
      const texts = typeof message === 'string' ? [message] : Object.values(message);
      for (const text of texts) {
        t.notMatch(text, /[!¡]|\p{L}[*·_]\p{L}|\p{Lu}{6}/u, `${language} ${path}`);
        if (path !== 'host.roles.client') t.not(text.trim(), '', `${language} ${path}`);
        // A sentence that is the same as in English was not translated.
        if (text.includes(' ') && text.length > 20) t.not(text, english.get(path), `${language} ${path}`);
      }
    }
  }
});

t.test(
  'the spoken name of a button contains the words that are on it, for people who speak to their device',
  async (t) => {
    const words = (text: string): string => ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')} `;
    for (const language of loaded) {
      const { messages } = await importLanguage(language, 0);
      const texts = new Map(leavesOf(messages));
      for (const [path, spoken] of texts) {
        const written = texts.get(path.replace(/Name$/, ''));
        if (!path.endsWith('Name') || typeof written !== 'string' || typeof spoken !== 'string') continue;
        t.ok(words(spoken).includes(words(written)), `${language} ${path}: ${spoken}`);
      }
    }
  },
);

t.test('the compiler refuses entries and parameters that English has not, or that are missing', async (t) => {
  type English = {
    readonly title: 'Hello';
    readonly waits: '{name} waits.';
    readonly people: { readonly '{count}': { readonly one: '1'; readonly other: '{count}' } };
  };
  const right = {
    title: 'Hallo',
    waits: '{name} wartet.',
    people: { '{count}': { one: 'x', other: '{count}' } },
  } as const satisfies Translation<English, 'de'>;
  const checked: Checked<typeof right, English> = right;
  t.equal(checked, right);
  // @ts-expect-error a missing entry
  ({ title: 'Hallo', waits: '{name}' }) satisfies Translation<English, 'de'>;
  // @ts-expect-error an entry that English has not
  ({ ...right, title: 'Hallo', more: 'x' }) satisfies Translation<English, 'de'>;
  // @ts-expect-error a form that Ukrainian needs is missing
  right satisfies Translation<English, 'uk'>;
  const stray = { ...right, waits: '{nmae} {name}' } as const;
  // @ts-expect-error a parameter that English has not
  const first: Checked<typeof stray, English> = stray;
  const without = { ...right, waits: 'wartet' } as const;
  // @ts-expect-error a parameter is missing
  const second: Checked<typeof without, English> = without;
  t.ok(first && second);
});
