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

/** Replaces sdk/src/e2ee/load-encryption.ts, for a script that has this chunk beside it. */
export const withEncryptionChunk = (name: string, format: 'esm' | 'iife'): Plugin => ({
  name: 'with-encryption-chunk',
  setup({ onLoad, onResolve }) {
    const chunk = `./${name}`;
    onResolve({ filter: /^\.\/hearthroom-encryption-/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /e2ee[\\/]load-encryption\.ts$/ }, () => ({
      contents: `${loaders[format](JSON.stringify(chunk))}\n${afterLoading}`,
      loader: 'js',
    }));
  },
});

const afterLoading = `export async function loadEncryption() {
  const code = await load();
  await code.prepareWorker();
  return code;
}`;

/**
 * A classic script imports relative to its own address, except one of another origin that was loaded without the
 * attribute `crossorigin`: that has none (HTML, "muted errors"), so its element is asked while it runs.
 */
const loaders = {
  esm: (chunk: string) => `const load = () => import(${chunk});`,
  iife: (chunk: string) => `const address = globalThis.document?.currentScript?.src;
const load = () => import(${chunk}).catch((error) => {
  if (!address) throw error;
  return import(new URL(${chunk}, address).href);
});`,
};
