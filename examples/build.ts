/**
 * Builds the examples into examples/dist, which the demo serves as static files. Run it with Node 24 and
 * --conditions=hearthroom-source.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const dist = at('./dist');

const pages = [
  {
    from: './group-room',
    to: dist,
    script: 'page',
    files: ['index.html', 'therapist.html', 'client.html', 'page.css', 'icon.svg'],
  },
  { from: './minimal', to: `${dist}/minimal`, script: 'client', files: ['index.html', 'client.css'] },
];

await rm(dist, { recursive: true, force: true });
for (const { from, to, script, files } of pages) {
  await mkdir(to, { recursive: true });
  for (const file of files) await cp(at(`${from}/${file}`), `${to}/${file}`);
  await build({
    entryPoints: [at(`${from}/${script}.ts`)],
    outfile: `${to}/${script}.js`,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome120', 'edge120', 'firefox121', 'safari17'],
    conditions: ['hearthroom-source'],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}
