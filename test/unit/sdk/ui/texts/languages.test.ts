import t from 'tap';
import { chooseLanguage } from '../../../../../sdk/ui/texts/languages.ts';

t.test('the first locale decides whose language there is', async (t) => {
  t.same(chooseLanguage(['da', 'de-AT', 'en']), { language: 'de', locale: 'de-AT' });
  t.equal(chooseLanguage(['da', 'ja']), null);
  t.equal(chooseLanguage([]), null);
  t.same(chooseLanguage(['DE-at']), { language: 'de', locale: 'de-AT' });
  t.same(chooseLanguage(['de-u-nu-arab']), { language: 'de', locale: 'de-u-nu-arab' });
});

t.test('a tag without a region is written as the browser writes that language', async (t) => {
  t.same(chooseLanguage(['en', 'de-DE', 'en-GB']), { language: 'en', locale: 'en-GB' });
  t.same(chooseLanguage(['en', 'de-DE']), { language: 'en', locale: 'en' });
});

t.test('what is no tag is passed over', async (t) => {
  t.same(chooseLanguage(['de_DE', '', '!', 'de']), { language: 'de', locale: 'de' });
});
