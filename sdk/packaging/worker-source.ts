/**
 * Bundles the script of the worker that encrypts into a text inside the code that starts it: a worker must have the origin
 * of its page, and the SDK is often loaded from another one.
 */
import { dirname, join } from 'node:path';
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
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** Replaces sdk/src/e2ee/worker/worker-source.ts. Every build of the sources for browsers needs it. */
export const withWorkerSource: Plugin = {
  name: 'with-worker-source',
  setup({ onLoad }) {
    onLoad({ filter: /e2ee[\\/]worker[\\/]worker-source\.ts$/ }, async ({ path }) => {
      const source = await bundleWorker(join(dirname(path), 'e2ee-worker.ts'));
      return { contents: `export const workerSource = ${JSON.stringify(source)};`, loader: 'js' };
    });
  },
};
