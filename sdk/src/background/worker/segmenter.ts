/** Tells people from their surroundings. */
import { ImageSegmenter } from '@mediapipe/tasks-vision';
import moduleFactory from '@mediapipe/tasks-vision/vision_wasm_internal.js';
import type { BlurFiles } from '../blur-files.ts';

/** How likely each point shows a person: 0 to 255, from the upper left. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly likelihood: Uint8Array;
}

/** Width and height of the input of the model; pictures of all shapes are fitted into it. */
const inputSize = { width: 256, height: 256 } as const;

export class Segmenter {
  readonly #segmenter: ImageSegmenter;
  readonly #input: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  #timestampMs = 0;

  private constructor(segmenter: ImageSegmenter) {
    this.#segmenter = segmenter;
    this.#input = new OffscreenCanvas(inputSize.width, inputSize.height);
    const context = this.#input.getContext('2d', { alpha: false });
    if (!context) throw new Error('There is no 2D canvas');
    this.#context = context;
  }

  /** @param handleLost called when the browser takes the graphics away */
  static async create({ wasm, model }: BlurFiles, handleLost: () => void): Promise<Segmenter> {
    const canvas = new OffscreenCanvas(1, 1);
    canvas.addEventListener('webglcontextlost', handleLost);
    // The library expects these, and prints to the console otherwise.
    const silent = { print: () => {}, printErr: () => {} };
    Object.assign(globalThis, { ModuleFactory: moduleFactory, Module: silent, custom_dbg: () => {} });
    const segmenter = await ImageSegmenter.createFromOptions(
      { wasmLoaderPath: '', wasmBinaryPath: wasm },
      {
        baseOptions: { modelAssetBuffer: await load(model), delegate: 'CPU' },
        canvas,
        runningMode: 'VIDEO',
        outputConfidenceMasks: true,
        outputCategoryMask: false,
      },
    );
    return new Segmenter(segmenter);
  }

  /** Throws if there is no mask: such a picture is not to be shown. */
  segment(picture: CanvasImageSource): Mask {
    this.#context.drawImage(picture, 0, 0, inputSize.width, inputSize.height);
    // Increases strictly, as the library demands; the pictures are treated one by one.
    this.#timestampMs += 1;
    let mask: Mask | null = null;
    this.#segmenter.segmentForVideo(this.#input, this.#timestampMs, ({ confidenceMasks }) => {
      const found = confidenceMasks?.at(-1);
      if (found) mask = { width: found.width, height: found.height, likelihood: found.getAsUint8Array().slice() };
    });
    if (mask === null) throw new Error('The segmenter gave no mask');
    return mask;
  }
}

async function load(address: string): Promise<Uint8Array> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
