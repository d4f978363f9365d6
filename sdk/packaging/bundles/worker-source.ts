/**
 * Bundles the script of each worker (encryption, blur) as a text inside the code that starts the worker: a worker must
 * have the origin of its page, and the SDK is often loaded from another origin.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** @param entry the file of the worker */
export async function bundleWorker(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    // In parts of MediaPipe that a browser doesn't run.
    external: ['node:*'],
    plugins: [withModuleFactory],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** The code around MediaPipe's WebAssembly is a classic script in a package of modules. */
const withModuleFactory: Plugin = {
  name: 'with-module-factory',
  setup({ onLoad }) {
    onLoad({ filter: /tasks-vision[\\/]wasm[\\/]vision_wasm_internal\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport default ModuleFactory;`,
      loader: 'js',
    }));
  },
};

/** The file of each worker, by the folder of its worker-source.ts. */
const entries: Readonly<Record<string, string>> = { e2ee: 'e2ee-worker.ts', background: 'blur-worker.ts' };

/** Replaces each worker-source.ts in sdk/src. Every build of the sources for browsers needs it. */
export const withWorkerSource: Plugin = {
  name: 'with-worker-source',
  setup({ onLoad }) {
    onLoad({ filter: /(e2ee|background)[\\/]worker[\\/]worker-source\.ts$/ }, async ({ path }) => {
      const folder = dirname(path);
      const source = await bundleWorker(join(folder, entries[basename(dirname(folder))] ?? ''));
      return { contents: `export const workerSource = ${JSON.stringify(source)};`, loader: 'js' };
    });
  },
};
