/**
 * The files that the worker that blurs loads, from their npm packages: the WebAssembly of MediaPipe, and the model with
 * its metadata. They are beside the SDK's code in the npm package, and beside its chunks where a server hands it out.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { addModelMetadata } from './segmentation-model.ts';

/** Names of the files. */
export interface BlurFileNames {
  wasm: string;
  model: string;
}

/** As sdk/src/background/blur-files.ts has them. */
export const blurFileNames: BlurFileNames = { wasm: 'hearthroom-blur.wasm', model: 'hearthroom-blur.tflite' };

const pathOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));
const wasm = pathOf('@mediapipe/tasks-vision/vision_wasm_internal.wasm');
const model = join(dirname(pathOf('@mediapipe/selfie_segmentation/package.json')), 'selfie_segmentation.tflite');

/** Folders of the packages whose content is in the files. */
export const blurPackages: readonly string[] = [join(dirname(wasm), '..'), dirname(model)];

export async function readBlurFiles(): Promise<Record<keyof BlurFileNames, Uint8Array>> {
  return { wasm: await readFile(wasm), model: addModelMetadata(await readFile(model)) };
}

/** Writes the files into a folder of built pages or of the package. */
export async function writeBlurFiles(folder: string, names: BlurFileNames = blurFileNames): Promise<void> {
  const contents = await readBlurFiles();
  await writeFile(join(folder, names.wasm), contents.wasm);
  await writeFile(join(folder, names.model), contents.model);
}

/** Names with a hash of the content, with which servers let them be cached for good (server/src/http/sdk). */
export async function hashedBlurFileNames(): Promise<BlurFileNames> {
  const contents = await readBlurFiles();
  const hashed = (name: string, content: Uint8Array): string => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
    return name.replace('.', `-${hash}.`);
  };
  return {
    wasm: hashed(blurFileNames.wasm, contents.wasm),
    model: hashed(blurFileNames.model, contents.model),
  };
}

/** Replaces sdk/src/background/blur-files.ts, for a chunk that has files of these names beside it. */
export const withBlurFiles = ({ wasm, model }: BlurFileNames): Plugin => ({
  name: 'with-blur-files',
  setup({ onLoad }) {
    onLoad({ filter: /background[\\/]blur-files\.ts$/ }, () => ({
      contents: `export const blurFiles = {
  wasm: new URL(${JSON.stringify(`./${wasm}`)}, import.meta.url).href,
  model: new URL(${JSON.stringify(`./${model}`)}, import.meta.url).href,
};`,
      loader: 'js',
    }));
  },
});
