/**
 * Builds the pages that the server serves itself into server/pages/dist (server/src/http/pages serves them). Run it with
 * Node 24 and --conditions=hearthroom-source.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const assets = at('./dist/assets');

await rm(at('./dist'), { recursive: true, force: true });
await mkdir(assets, { recursive: true });
await cp(at('./link/link.html'), at('./dist/link.html'));
for (const file of ['page.css', 'icon.svg']) await cp(at(`./${file}`), `${assets}/${file}`);
await build({
  entryPoints: { link: at('./link/page.ts') },
  outdir: assets,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome120', 'edge120', 'firefox121', 'safari17'],
  conditions: ['hearthroom-source'],
  logLevel: 'warning',
});
