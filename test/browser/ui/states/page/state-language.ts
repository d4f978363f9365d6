/**
 * The language in which the page of states is drawn: `?language=ar`, or `pseudo`, in which no text has ASCII letters.
 * `&locale=ar-EG` names the region as well.
 */
import { englishMessages } from '../../../../../sdk/ui/texts/english-messages.ts';
import { messages as arabic } from '../../../../../sdk/ui/texts/languages/ar.ts';
import { messages as german } from '../../../../../sdk/ui/texts/languages/de.ts';
import { messages as spanish } from '../../../../../sdk/ui/texts/languages/es.ts';
import { messages as french } from '../../../../../sdk/ui/texts/languages/fr.ts';
import { messages as ukrainian } from '../../../../../sdk/ui/texts/languages/uk.ts';
import { directionOf, type Language, languages } from '../../../../../sdk/ui/texts/languages.ts';
import { pseudoOf } from '../../../../support/ui/pseudo-texts.ts';

const tables: Readonly<Record<string, object>> = {
  en: englishMessages,
  de: german,
  fr: french,
  es: spanish,
  ar: arabic,
  uk: ukrainian,
  pseudo: pseudoOf(englishMessages),
};

const query = new URLSearchParams(location.search);
const asked = query.get('language') ?? 'en';
/** The invented alphabet has the times of German, which have no letters. */
const language: Language = asked === 'pseudo' ? 'de' : (languages.find((one) => one === asked) ?? 'en');

export const stateLanguage = {
  messages: tables[asked] ?? englishMessages,
  locale: query.get('locale') ?? language,
  dir: directionOf(language),
};
