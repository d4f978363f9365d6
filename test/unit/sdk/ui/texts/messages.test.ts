import t from 'tap';
import { textsOf } from '../../../../../sdk/ui/texts/messages.ts';

const english = {
  title: 'Hello',
  page: {
    waits: '{name} is waiting since {time}.',
    place: 'Number {number}',
    people: { '{count}': { one: '{name} and 1 person', other: '{name} and {count} people' } },
  },
} as const;

t.test('a message with parameters is a function of their values, in the order of English', async (t) => {
  const texts = textsOf(english, { page: { waits: 'Seit {time}: {name}, {name}.' } }, 'de');
  t.equal(texts.page.waits('Anna', '18:00'), 'Seit 18:00: Anna, Anna.');
  t.equal(texts.title, 'Hello', 'what a translation leaves out stays English');
  t.equal(texts.page.place(1_234), 'Number 1.234', 'numbers are written as in the locale');
  t.equal(textsOf(english, {}, 'ar-EG').page.place(12), 'Number ١٢');
});

t.test('values are no patterns: a name may contain dollars and braces', async (t) => {
  const { page } = textsOf(english, {}, 'en');
  t.equal(page.waits('$& {time}', '$1'), '$& {time} is waiting since $1.');
});

t.test('the form of a plural is chosen by the rules of the language', async (t) => {
  const people = (forms: Record<string, string>, locale: string) =>
    textsOf(english, { page: { people: { '{count}': forms } } }, locale).page.people;
  const ukrainian = people({ one: '{count} o', few: '{count} f', many: '{count} m', other: '{count} x' }, 'uk');
  t.same(
    [1, 2, 5, 11, 21, 22, 25].map((count) => ukrainian('Anna', count)),
    ['1 o', '2 f', '5 m', '11 m', '21 o', '22 f', '25 m'],
  );
  const arabic = people({ zero: 'z', one: 'o', two: 't', few: 'f', many: 'm', other: 'x' }, 'ar');
  t.equal([0, 1, 2, 3, 11, 100].map((count) => arabic('Anna', count)).join(''), 'zotfmx');
  t.equal(people({ other: 'alle {count} {name}' }, 'de')('Anna', 1), 'alle 1 Anna', 'other stands in for the rest');
});
