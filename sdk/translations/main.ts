/**
 * Files for translators (docs/translating.md).
 *
 *     npm run translations -- export de     # writes de.arb, an Application Resource Bundle, into this folder
 *     npm run translations -- import de.arb # writes sdk/ui/texts/languages/de.ts
 *
 * With `pages` behind it: the texts of the pages behind personal links, in de-pages.arb and server/pages/link/texts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { languages } from '../ui/texts/languages.ts';
import { fromBundle, toBundle } from './arb.ts';
import { descriptionsIn } from './descriptions.ts';
import { pluralFormsOf, sourceOf } from './language-source.ts';
import { type TextTable, tables } from './text-tables.ts';

const isTranslated = (language: string): boolean => language !== 'en' && languages.some((one) => one === language);

async function exportLanguage(language: string, { suffix, messages, sources, import: load }: TextTable): Promise<void> {
  const translated = isTranslated(language) ? await load(language) : {};
  const descriptions = new Map(sources.flatMap((file) => [...descriptionsIn(readFileSync(file, 'utf8'))]));
  const bundle = toBundle({ messages, translated, language, descriptions });
  const file = `${language}${suffix}.arb`;
  writeFileSync(file, `${JSON.stringify(bundle, null, 2)}\n`);
  console.log(`${file} is written.`);
}

function importFile(file: string, { messages, pathOf, source }: TextTable): void {
  const bundle: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const tag = typeof bundle === 'object' && bundle !== null && '@@locale' in bundle ? String(bundle['@@locale']) : '';
  if (!/^[a-z]{2,3}$/.test(tag) || tag === 'en') throw new Error('"@@locale" has to name the language, such as "de"');
  const { table, problems } = fromBundle(bundle, messages, pluralFormsOf(tag));
  if (problems.length > 0) throw new Error(`Nothing was written:\n${problems.join('\n')}`);
  writeFileSync(pathOf(tag), sourceOf(tag, table, source));
  console.log(`${pathOf(tag)} is written. Run npm run format, npm run types and npm run test:languages.`);
}

const [command, argument = '', name = 'interface'] = process.argv.slice(2);
try {
  const table = tables.get(name);
  if (command === 'export' && argument !== '' && table) await exportLanguage(argument, table);
  else if (command === 'import' && argument !== '' && table) importFile(argument, table);
  else throw new Error('Usage: npm run translations -- export <language> [pages] | import <file.arb> [pages]');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
