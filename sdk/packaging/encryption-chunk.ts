/**
 * The code of end-to-end encryption for pages with script tags: an ES module beside the two scripts, which load it when a
 * session connects. It shares no code with them, so that neither needs another file before.
 */
import { basename } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/** The name has a hash of the content, with which servers let it be cached for good (server/src/http/sdk). */
export async function buildEncryptionChunk(options: BuildOptions): Promise<{ name: string; metafile: Metafile }> {
  const { metafile } = await build({
    ...options,
    entryPoints: { 'hearthroom-encryption': 'src/e2ee/index.ts' },
    entryNames: '[name]-[hash].min',
    format: 'esm',
    metafile: true,
  });
  const [path] = Object.keys(metafile.outputs).filter((output) => output.endsWith('.js'));
  if (path === undefined) throw new Error('there is no chunk of the encryption');
  return { name: basename(path), metafile };
}

/** Replaces sdk/src/e2ee/import-encryption.ts, for a script that has this chunk beside it. */
export const withEncryptionChunk = (name: string, format: 'esm' | 'iife'): Plugin => ({
  name: 'with-encryption-chunk',
  setup({ onLoad }) {
    onLoad({ filter: /e2ee[\\/]import-encryption\.ts$/ }, () => ({
      contents: `${readFragment}\n${importers[format](JSON.stringify(`./${name}`))}`,
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

/**
 * A classic script imports relative to its own address, except one of another origin that was loaded without the
 * attribute `crossorigin`: that has none (HTML, "muted errors"), so its element is asked while it runs.
 */
const importers = {
  // As a URL: of a sum of two texts esbuild would bundle every file that fits it.
  esm: (chunk: string) =>
    `export const importEncryption = (attempt) => import(new URL(${chunk} + fragmentOf(attempt), import.meta.url).href);`,
  iife: (chunk: string) => `const address = globalThis.document?.currentScript?.src;
export const importEncryption = (attempt) => {
  const chunk = ${chunk} + fragmentOf(attempt);
  return import(chunk).catch((error) => {
    if (!address) throw error;
    return import(new URL(chunk, address).href);
  });
};`,
};
