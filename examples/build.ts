/**
 * Builds the examples into examples/dist, which the demo serves as static files. Run it with Node 24 and
 * --conditions=hearthroom-source.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeBlurFiles } from '../sdk/packaging/blur/blur-files.ts';
import { withWorkerSource } from '../sdk/packaging/bundles/worker-source.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const dist = at('./dist');

const pages = [
  {
    from: './group-room',
    to: dist,
    script: 'page.ts',
    files: ['index.html', 'therapist.html', 'client.html', 'page.css', 'icon.svg'],
  },
  { from: './minimal', to: `${dist}/minimal`, script: 'client.ts', files: ['index.html', 'client.css'] },
  { from: './react', to: `${dist}/react`, script: 'app.tsx', files: ['index.html', 'app.css'] },
];

await rm(dist, { recursive: true, force: true });
for (const { from, to, script, files } of pages) {
  await mkdir(to, { recursive: true });
  for (const file of files) await cp(at(`${from}/${file}`), `${to}/${file}`);
  await writeBlurFiles(to);
  await build({
    entryPoints: [at(`${from}/${script}`)],
    outdir: to,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome120', 'edge120', 'firefox121', 'safari17'],
    conditions: ['hearthroom-source'],
    plugins: [withWorkerSource],
    // In this repository `react` is the version that the test runner needs.
    alias: { react: 'react-19', 'react-dom': 'react-dom-19' },
    define: { 'process.env.NODE_ENV': '"production"' },
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}
