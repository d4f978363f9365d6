/** Loads the texts of a language, with several attempts: a network may fail for a moment. */
import { importLanguage } from './import-language.ts';
import { chooseLanguage, type LanguageChoice } from './languages.ts';
import { createTexts, englishTexts, type Texts } from './texts.ts';

/** After each attempt that has failed. */
const retryDelaysMs = [500, 2_000, 6_000];

/** Rejects with the error of the last attempt. */
export async function loadChoice(
  { language, locale }: LanguageChoice,
  importMessages = importLanguage,
  attempt = 0,
): Promise<Texts> {
  if (language === 'en') return createTexts({}, locale);
  try {
    return createTexts((await importMessages(language, attempt)).messages, locale);
  } catch (error) {
    const delayMs = retryDelaysMs[attempt];
    if (delayMs === undefined) throw error;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return loadChoice({ language, locale }, importMessages, attempt + 1);
  }
}

/**
 * The texts in a language of the interface, such as `de` or `de-AT`, for `mergeTexts`. In English for a language that
 * there is not. Rejects when they can't be loaded.
 */
export async function loadTexts(locale: string): Promise<Texts> {
  const choice = chooseLanguage([locale]);
  return choice ? loadChoice(choice) : englishTexts;
}
