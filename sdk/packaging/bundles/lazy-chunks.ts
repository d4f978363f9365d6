/**
 * Code that pages with script tags load later: ES modules beside the two scripts. They share no code with them, so that
 * neither needs another file before.
 */
import { basename } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { type LoadedLanguage, languages } from '../../ui/texts/languages.ts';

export type LazyCode = 'encryption' | 'echo' | 'preflight' | 'background' | LoadedLanguage;

/** All languages but English, which is part of the interface. */
export const loadedLanguages = languages.filter((language) => language !== 'en');

const languageEntries = Object.fromEntries(
  loadedLanguages.map((language) => [language, `ui/texts/languages/${language}.ts`]),
) as Record<LoadedLanguage, string>;

const entryPoints: Readonly<Record<LazyCode, string>> = {
  encryption: 'src/e2ee/index.ts',
  echo: 'src/echo/index.ts',
  preflight: 'src/preflight/index.ts',
  background: 'src/background/index.ts',
  ...languageEntries,
};

export const lazyCodes = Object.keys(entryPoints) as LazyCode[];

/** The name has a hash of the content, with which servers let it be cached for good (server/src/http/sdk). */
export async function buildLazyChunk(
  code: LazyCode,
  options: BuildOptions,
): Promise<{ name: string; metafile: Metafile }> {
  const { metafile } = await build({
    ...options,
    entryPoints: { [`hearthroom-${code}`]: entryPoints[code] },
    entryNames: '[name]-[hash].min',
    format: 'esm',
    metafile: true,
  });
  const [path] = Object.keys(metafile.outputs).filter((output) => output.endsWith('.js'));
  if (path === undefined) throw new Error(`there is no chunk of ${code}`);
  return { name: basename(path), metafile };
}

/**
 * Replaces import-encryption.ts, import-echo.ts, import-preflight.ts, import-background.ts and import-language.ts, for a
 * script that has these chunks beside it.
 */
export const withLazyChunks = (names: Readonly<Record<LazyCode, string>>, format: 'esm' | 'iife'): Plugin => ({
  name: 'with-lazy-chunks',
  setup({ onLoad }) {
    const { importEncryption, importOnce } = importers[format];
    onLoad({ filter: /e2ee[\\/]import-encryption\.ts$/ }, () => ({
      contents: `${readFragment}\n${importEncryption(JSON.stringify(`./${names.encryption}`))}`,
      loader: 'js',
    }));
    onLoad({ filter: /echo[\\/]import-echo\.ts$/ }, () => ({
      contents: importOnce('importEcho', JSON.stringify(`./${names.echo}`)),
      loader: 'js',
    }));
    onLoad({ filter: /preflight[\\/]import-preflight\.ts$/ }, () => ({
      contents: importOnce('importPreflight', JSON.stringify(`./${names.preflight}`)),
      loader: 'js',
    }));
    onLoad({ filter: /background[\\/]import-background\.ts$/ }, () => ({
      contents: importOnce('importBackground', JSON.stringify(`./${names.background}`)),
      loader: 'js',
    }));
    onLoad({ filter: /texts[\\/]import-language\.ts$/ }, () => ({
      contents: `${readFragment}\n${importLanguage(names)}`,
      loader: 'js',
    }));
  },
});

/**
 * Chromium remembers that an import has failed, by its address with the fragment, which servers never see. The
 * `integrity` of an import map holds for an address: there no fragment is added, so that nothing is imported unchecked.
 */
const readFragment = `const fragmentOf = (attempt) =>
  attempt && !document.querySelector('script[type=importmap]') ? '#' + attempt : '';`;

/** The interface is an ES module only. */
function importLanguage(names: Readonly<Record<LazyCode, string>>): string {
  const chunks = Object.fromEntries(loadedLanguages.map((language) => [language, `./${names[language]}`]));
  return `const chunks = ${JSON.stringify(chunks)};
export const importLanguage = (language, attempt) => import(new URL(chunks[language] + fragmentOf(attempt), import.meta.url).href);`;
}

/** A classic script's own address, asked of its element while it runs. */
const readAddress = 'const address = globalThis.document?.currentScript?.src;';

/**
 * A classic script imports relative to its own address, except one of another origin that was loaded without the
 * attribute `crossorigin`: that has none (HTML, "muted errors"), so that its element is asked. The others are imported once only.
 */
const importers = {
  // As a URL: of a sum of two texts esbuild would bundle every file that fits it.
  esm: {
    importEncryption: (chunk: string) =>
      `export const importEncryption = (attempt) => import(new URL(${chunk} + fragmentOf(attempt), import.meta.url).href);`,
    importOnce: (name: string, chunk: string) =>
      `export const ${name} = () => import(new URL(${chunk}, import.meta.url).href);`,
  },
  iife: {
    importEncryption: (chunk: string) => `${readAddress}
export const importEncryption = (attempt) => {
  const chunk = ${chunk} + fragmentOf(attempt);
  return import(chunk).catch((error) => {
    if (!address) throw error;
    return import(new URL(chunk, address).href);
  });
};`,
    importOnce: (name: string, chunk: string) => `${readAddress}
export const ${name} = () => import(new URL(${chunk}, address || document.baseURI).href);`,
  },
};
