/**
 * What the worker that blurs loads: the code of MediaPipe, and the model that tells people from their surroundings. Both
 * are beside the SDK's code. Bundlers copy such files; the build replaces this file for the files for script tags.
 */
export interface BlurFiles {
  wasm: string;
  model: string;
}

export const blurFiles: BlurFiles = {
  wasm: new URL('./hearthroom-blur.wasm', import.meta.url).href,
  model: new URL('./hearthroom-blur.tflite', import.meta.url).href,
};
