import t from 'tap';
import { loadChoice, loadTexts } from '../../../../../sdk/ui/texts/load-texts.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

t.test('a language is loaded again when the network fails for a moment', async (t) => {
  const time = useFakeTime(t);
  const attempts: number[] = [];
  const loading = loadChoice({ language: 'de', locale: 'de-AT' }, async (language, attempt) => {
    attempts.push(attempt);
    if (attempt < 2) throw new Error('offline');
    return { messages: { lobby: { join: `${language}!` } } };
  });
  await time.tickAsync(500);
  t.same(attempts, [0, 1]);
  await time.tickAsync(2_000);
  const texts = await loading;
  t.equal(texts.lobby.join, 'de!');
  t.equal(texts.locale, 'de-AT');
  t.same(attempts, [0, 1, 2]);
});

t.test('loadTexts gives a page the texts of a language, or English', async (t) => {
  t.equal((await loadTexts('de')).waiting.title, 'Warteraum');
  t.equal(await loadTexts('tlh'), englishTexts);
  t.equal((await loadTexts('en-GB')).locale, 'en-GB');
});
