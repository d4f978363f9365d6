import { readFileSync } from 'node:fs';
import t from 'tap';
import { fromBundle, fromIcu, leavesOf, toBundle, toIcu } from '../../../../sdk/translations/arb.ts';
import { descriptionsIn } from '../../../../sdk/translations/descriptions.ts';
import { pluralFormsOf, sourceOf } from '../../../../sdk/translations/language-source.ts';
import { englishMessages } from '../../../../sdk/ui/texts/english-messages.ts';
import { importLanguage } from '../../../../sdk/ui/texts/import-language.ts';
import { languages } from '../../../../sdk/ui/texts/languages.ts';

const english = {
  title: 'Hello',
  page: { waits: '{name} waits.', people: { '{count}': { one: '1 of {name}', other: '{count} of {name}' } } },
};
const forms = ['one', 'other'];
const exported = (translated: object, descriptions = new Map<string, string>()) =>
  toBundle({ messages: english, translated, language: 'de', descriptions });

t.test('every language is the same after an export and an import', async (t) => {
  for (const language of languages) {
    if (language === 'en') continue;
    const { messages } = await importLanguage(language, 0);
    const bundle = toBundle({ messages: englishMessages, translated: messages, language, descriptions: new Map() });
    const { table, problems } = fromBundle(
      JSON.parse(JSON.stringify(bundle)),
      englishMessages,
      pluralFormsOf(language),
    );
    t.same(problems, [], language);
    t.same(leavesOf(table), leavesOf(messages), language);
    t.match(sourceOf(language, table), `satisfies Translation<Messages, '${language}'>`);
  }
});

t.test('a file for translators has each text with the English one, its parameters and what it is for', async (t) => {
  const translated = { title: 'Hallo', page: { people: { '{count}': { one: 'a', other: 'b {name}' } } } };
  const bundle = exported(translated, new Map([['page.waits', 'In the list.']]));
  t.same(Object.keys(bundle).slice(0, 2), ['@@locale', 'title']);
  t.equal(bundle['page.waits'], '', 'what is not translated is empty');
  t.same(bundle['@page.waits'], {
    description: 'In the list.',
    source_text: '{name} waits.',
    placeholders: { name: { type: 'String' } },
  });
  t.equal(bundle['page.people'], '{count, plural, one{a} other{b {name}}}');
  t.match(bundle['@page.people'], { placeholders: { name: { type: 'String' }, count: { type: 'int' } } });
});

t.test('plurals are read as ICU MessageFormat, also with line breaks and names in them', async (t) => {
  t.same(fromIcu('{count, plural,\n one {{count} A}\n other {{names}: {count} B}}'), {
    one: '{count} A',
    other: '{names}: {count} B',
  });
  t.equal(fromIcu('{name}, {count} plural'), '{name}, {count} plural');
  t.equal(toIcu({ one: 'x', other: 'y' }), '{count, plural, one{x} other{y}}');
  t.throws(() => fromIcu('{number, plural, one{a}}'), /chosen by count/);
  t.throws(() => fromIcu('{count, plural, one{a other{b}}'), /not closed|expected/);
});

t.test('an import says what is wrong with each text', async (t) => {
  const problemsOf = (changes: Record<string, string>) =>
    fromBundle(
      {
        title: 'Hallo',
        'page.waits': '{name} wartet.',
        'page.people': '{count, plural, one{{name}} other{{count} {name}}}',
        ...changes,
      },
      english,
      forms,
    ).problems;
  t.same(problemsOf({}), []);
  t.same(problemsOf({ other: 'x', '@other': 'y' }), ['other: there is no such text']);
  t.same(problemsOf({ title: ' ' }), ['title: it is not translated']);
  t.same(problemsOf({ 'page.waits': 'wartet' }), ['page.waits: the parameter {name} is missing']);
  t.same(problemsOf({ 'page.waits': '{name} {nmae}' }), ['page.waits: {nmae} is not one of its parameters']);
  t.same(problemsOf({ title: 'Hallo {' }), ['title: a brace does not belong to a parameter']);
  t.same(problemsOf({ 'page.people': '{count, plural, other{{name}}}' }), ['page.people: the form one is missing']);
  t.same(problemsOf({ 'page.people': '{count, plural, one{{name}} few{{name}} other{{name}}}' }), [
    'page.people: the language has no form few',
  ]);
  t.same(problemsOf({ 'page.people': '{name}' }), ['page.people: it has to be a plural']);
  t.equal(fromBundle(null, english, forms).problems.length, 3);
});

t.test('comments of the source are descriptions of the texts below them', async (t) => {
  const source = readFileSync(new URL('../../../../sdk/ui/texts/english/hosting.ts', import.meta.url), 'utf8');
  const descriptions = descriptionsIn(source);
  t.match(descriptions.get('help.title'), /^Calls for help, above the session of every host\.$/);
  t.match(descriptions.get('mask.somebody'), /^Shown while a host shares their screen\. In place of a name\.$/);
  t.equal(descriptions.get('host.panel'), undefined);
  const paths = new Set(leavesOf(englishMessages).map(([path]) => path));
  for (const path of descriptions.keys())
    t.ok(
      [...paths].some((one) => one === path || one.startsWith(`${path}.`)),
      `${path} is a text`,
    );
});
