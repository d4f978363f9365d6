import t from 'tap';
import { ShownLanguage } from '../../../../../sdk/ui/controllers/shown-language.ts';
import type { LanguageChoice } from '../../../../../sdk/ui/texts/languages.ts';
import { createTexts, englishTexts, mergeTexts, type Texts } from '../../../../../sdk/ui/texts/texts.ts';

/** A language that is loaded when the test says so. */
function stage() {
  const loads: { choice: LanguageChoice; finish: (texts: Texts) => void; fail: (error: Error) => void }[] = [];
  let changes = 0;
  const load = (choice: LanguageChoice) =>
    new Promise<Texts>((finish, fail) => {
      loads.push({ choice, finish, fail });
    });
  const language = new ShownLanguage(() => {
    changes += 1;
  }, load);
  const choose = (locale: string, around: string[] = [], texts: Texts = englishTexts) =>
    language.choose({ locale, around, texts });
  return { language, loads, choose, changes: () => changes };
}

const german = createTexts({ lobby: { join: 'Hineingehen' } }, 'de-AT');

async function warningsOf(act: () => unknown): Promise<string[]> {
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => warnings.push(text);
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return warnings;
}

t.test('English is shown until the language is loaded', async (t) => {
  const { language, loads, choose, changes } = stage();
  choose('', ['de-AT', 'en']);
  t.equal(language.texts, englishTexts);
  t.same(language.shown, { lang: 'en', dir: 'ltr' });
  t.same(loads[0]?.choice, { language: 'de', locale: 'de-AT' });
  choose('', ['de-AT', 'en']);
  t.equal(loads.length, 1, 'it is loaded once');
  loads[0]?.finish(german);
  await Promise.resolve();
  t.equal(language.texts, german);
  t.same(language.shown, { lang: 'de-AT', dir: 'ltr' });
  t.equal(changes(), 1);
});

t.test(
  'the locale of the element comes before those of the page, and a later choice before an earlier one',
  async (t) => {
    const { language, loads, choose } = stage();
    choose('de', ['en']);
    choose('en', ['de']);
    loads[0]?.finish(german);
    await Promise.resolve();
    t.equal(language.texts, englishTexts);
  },
);

t.test('when loading fails English stays, and the developer is told', async (t) => {
  const { language, loads, choose } = stage();
  const warnings = await warningsOf(async () => {
    choose('de');
    loads[0]?.fail(new Error('offline'));
    await new Promise(setImmediate);
  });
  t.equal(language.texts, englishTexts);
  t.match(warnings, [/^Hearthroom: the texts in de were not loaded: Error: offline/]);
});

t.test('a locale that is none, or that there is no language for, is told once, and the page’s is shown', async (t) => {
  const { language, choose } = stage();
  const warnings = await warningsOf(() => {
    choose('en_GB', ['en-GB']);
    t.equal(language.texts.locale, 'en-GB');
    choose('tlh', ['en-GB']);
    t.equal(language.texts.locale, 'en-GB');
    stage().choose('en_GB');
    stage().choose('tlh');
  });
  t.equal(warnings.length, 2);
  t.match(warnings[0], /no language for locale="en_GB"; use a tag like de or de-AT, of en, de/);
  t.match(warnings[1], /no language for locale="tlh"/);
});

t.test('the page’s own texts are shown in any locale, in the direction of the page', async (t) => {
  const { language, loads, choose } = stage();
  const danish = mergeTexts({ lobby: { join: 'Gå ind' } });
  const warnings = await warningsOf(() => choose('da', ['de'], danish));
  t.same(warnings, []);
  t.equal(language.texts.lobby.join, 'Gå ind');
  t.equal(language.texts.locale, 'da', 'times are written in Danish');
  t.equal(language.shown, null);
  const { texts } = language;
  choose('da', ['de'], danish);
  t.equal(language.texts, texts, 'the same table as before');
  choose('', ['de'], mergeTexts({ lobby: { join: 'Los' } }, german));
  t.equal(language.texts.locale, 'de-AT', 'a table that is made of a language is in that language');
  t.same(language.shown, { lang: 'de-AT', dir: 'ltr' });
  t.equal(loads.length, 0);
});
