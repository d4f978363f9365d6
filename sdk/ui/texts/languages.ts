/** The languages of the interface, and which of them a person gets. Pure. */

/** English is part of the interface; the others are loaded when somebody needs them. */
export const languages = ['en', 'de', 'fr', 'es', 'ar', 'uk'] as const;

export type Language = (typeof languages)[number];
/** Those that are loaded. */
export type LoadedLanguage = Exclude<Language, 'en'>;

export interface LanguageChoice {
  language: Language;
  /** For numbers and times: the tag that was asked for, such as `de-AT`. */
  locale: string;
}

/** @returns null for what is no tag of a language (BCP 47) */
export function parseLocale(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}

/**
 * The first locale whose language there is. If it names no region, the first further one of the same language that does
 * decides how times are written: a page in `en` shows 18:30 to a browser set to `en-GB`.
 */
export function chooseLanguage(tags: readonly string[]): LanguageChoice | null {
  const locales = tags.map(parseLocale).filter((locale) => locale !== null);
  for (const locale of locales) {
    const language = languages.find((one) => one === locale.language);
    if (!language) continue;
    const regional = locales.find((one) => one.language === language && one.region !== undefined);
    return { language, locale: String(locale.region === undefined ? (regional ?? locale) : locale) };
  }
  return null;
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');
