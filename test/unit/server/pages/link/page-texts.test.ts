import t from 'tap';
import { leavesOf, parametersOf } from '../../../../../sdk/translations/arb.ts';
import { languages } from '../../../../../sdk/ui/texts/languages.ts';
import { pageMessages } from '../../../../../server/pages/link/texts/english-messages.ts';
import { messages as ar } from '../../../../../server/pages/link/texts/languages/ar.ts';
import { messages as de } from '../../../../../server/pages/link/texts/languages/de.ts';
import { messages as es } from '../../../../../server/pages/link/texts/languages/es.ts';
import { messages as fr } from '../../../../../server/pages/link/texts/languages/fr.ts';
import { messages as uk } from '../../../../../server/pages/link/texts/languages/uk.ts';
import { pageTexts } from '../../../../../server/pages/link/texts/page-texts.ts';

t.test('every language has each text, in its own words, with the parameters of English', async (t) => {
  const translations = { ar, de, es, fr, uk };
  t.same(Object.keys(translations).sort(), languages.filter((one) => one !== 'en').sort(), 'and none is left out');
  const english = new Map(leavesOf(pageMessages));
  for (const [language, messages] of Object.entries(translations)) {
    const leaves = leavesOf(messages);
    t.same(
      leaves.map(([path]) => path),
      [...english.keys()],
      language,
    );
    for (const [path, message] of leaves) {
      const source = english.get(path) ?? '';
      t.not(message, source, `${language} ${path}`);
      t.same(parametersOf(message).sort(), parametersOf(source).sort(), `${language} ${path}`);
    }
  }
});

t.test('the page is in the first language of the browser that there is', async (t) => {
  t.match(pageTexts(['nl', 'de-AT', 'en']), { language: 'de', locale: 'de-AT', direction: 'ltr' });
  t.match(pageTexts(['ar-EG']), { direction: 'rtl', page: { title: 'الجلسة' } });
  t.match(pageTexts(['nl']), { language: 'en', direction: 'ltr', page: { title: 'Session' } });
  t.equal(
    pageTexts(['de']).client.opens('18:00'),
    'Hineingehen können Sie ab: 18:00. Diese Seite öffnet die Sitzung dann von selbst.',
  );
});
