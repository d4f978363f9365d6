/**
 * The texts of the page in the language of the browser. All languages are part of the page, which has to say in words that
 * people understand that nothing can be loaded.
 */
import { chooseLanguage, directionOf, type LoadedLanguage } from '../../../../sdk/ui/texts/languages.ts';
import { type TextsOf, textsOf } from '../../../../sdk/ui/texts/messages.ts';
import { type PageMessages, pageMessages } from './english-messages.ts';
import { messages as ar } from './languages/ar.ts';
import { messages as de } from './languages/de.ts';
import { messages as es } from './languages/es.ts';
import { messages as fr } from './languages/fr.ts';
import { messages as uk } from './languages/uk.ts';

export interface PageTexts extends TextsOf<PageMessages> {
  /** Tags (BCP 47): of the texts, and by which times are written. */
  language: string;
  locale: string;
  direction: 'ltr' | 'rtl';
}

const translations: Readonly<Record<LoadedLanguage, object>> = { ar, de, es, fr, uk };

/** @param tags that the browser prefers, the first one most */
export function pageTexts(tags: readonly string[]): PageTexts {
  const { language, locale } = chooseLanguage(tags) ?? { language: 'en', locale: 'en' };
  const translated = language === 'en' ? pageMessages : translations[language];
  return { ...textsOf(pageMessages, translated, locale), language, locale, direction: directionOf(language) };
}
