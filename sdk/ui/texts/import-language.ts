/**
 * Imports the messages of a language, which are no part of what a page loads at first. For the files for script tags the
 * build replaces this file (sdk/packaging/bundles/lazy-chunks.ts).
 */
import type { LoadedLanguage } from './languages.ts';

type Importer = () => Promise<{ messages: object }>;

/** Paths are written out, so that bundlers find them. */
const importers: Readonly<Record<LoadedLanguage, Importer>> = {
  de: () => import('./languages/de.ts'),
  fr: () => import('./languages/fr.ts'),
  es: () => import('./languages/es.ts'),
  ar: () => import('./languages/ar.ts'),
  uk: () => import('./languages/uk.ts'),
};

/** @param _attempt counted from 0. Browsers that remember a failed import fail again: only another address helps there */
export const importLanguage = (language: LoadedLanguage, _attempt: number): ReturnType<Importer> =>
  importers[language]();
