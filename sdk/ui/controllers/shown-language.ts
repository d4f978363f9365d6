import { chooseLanguage, directionOf, type LanguageChoice, languages, parseLocale } from '../texts/languages.ts';
import { loadChoice } from '../texts/load-texts.ts';
import { createTexts, englishTexts, type Texts } from '../texts/texts.ts';

export interface LanguageWishes {
  /** The page's own table; `englishTexts`: none. */
  texts: Texts;
  /** The attribute of the element; '': none. */
  locale: string;
  /** Tags of the page, then of the browser. */
  around: readonly string[];
}

/** What was told to developers already: each mistake once, for all elements of a page. */
const told = new Set<string>();

/**
 * The language in which the interface is shown: the page's own texts, or those of the element's locale, the page or the
 * browser. English until another one is loaded, and if that fails.
 */
export class ShownLanguage {
  texts: Texts = englishTexts;
  /** For `lang` and `dir`; null: those of the page, whose own texts are shown. */
  shown: { lang: string; dir: 'ltr' | 'rtl' } | null = null;
  readonly #changed: () => void;
  readonly #load: typeof loadChoice;
  #asked: readonly unknown[] = [];

  /** @param changed called when a language is loaded */
  constructor(changed: () => void, load = loadChoice) {
    this.#changed = changed;
    this.#load = load;
  }

  choose({ texts, locale, around }: LanguageWishes): void {
    const asked = [texts, locale, ...around];
    if (asked.length === this.#asked.length && asked.every((one, index) => one === this.#asked[index])) return;
    this.#asked = asked;
    const isOwn = texts !== englishTexts;
    if (locale !== '' && !(isOwn ? parseLocale(locale) : chooseLanguage([locale])))
      warn(`there is no language for locale="${locale}"; use a tag like de or de-AT, of ${languages.join(', ')}`);
    const tags = [locale, ...around].filter(parseLocale);
    if (!isOwn) this.#showLanguage(chooseLanguage(tags) ?? { language: 'en', locale: 'en' });
    // A table that is no language of the interface is written as the page and its browser are.
    else if (texts.locale === '') this.#show({ ...texts, locale: tags[0] ?? '' }, null);
    else this.#show(texts, chooseLanguage([texts.locale]));
  }

  #showLanguage(choice: LanguageChoice): void {
    const { language, locale } = choice;
    const asked = this.#asked;
    if (language === 'en') {
      this.#show(locale === 'en' ? englishTexts : createTexts({}, locale), choice);
      return;
    }
    if (!this.shown) this.#show(englishTexts, { language: 'en', locale: 'en' });
    this.#load(choice).then(
      (texts) => {
        if (this.#asked !== asked) return;
        this.#show(texts, choice);
        this.#changed();
      },
      (error: unknown) => warn(`the texts in ${language} were not loaded: ${error}`),
    );
  }

  #show(texts: Texts, choice: LanguageChoice | null): void {
    this.texts = texts;
    this.shown = choice && { lang: choice.locale, dir: directionOf(choice.language) };
  }
}

function warn(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  // biome-ignore lint/suspicious/noConsole: only the developer of the page can mend it.
  console.warn(`Hearthroom: ${message}`);
}
