/** Composes with 2D canvases, where there is no WebGL 2 or no graphics card. */
import { blurredDeviation, blurredSizeOf, type Compositor, edge, type Picture, type Size } from './compositor.ts';
import type { Mask } from './segmenter.ts';

/** How much larger than the picture its blur is drawn: at its borders a blurred picture is transparent. */
const overscan = 1.16;

export class CanvasCompositor implements Compositor {
  readonly #picture = createCanvas();
  readonly #result = createCanvas();
  readonly #person = createCanvas();
  readonly #small = createCanvas();
  readonly #surroundings = createCanvas();

  /** Once: without a graphics card most of the time goes into the conversion of a camera's colours. */
  read(picture: Picture, size: Size): Picture {
    const { context, canvas } = resized(this.#picture, size);
    context.drawImage(picture, 0, 0, size.width, size.height);
    return canvas;
  }

  compose(picture: Picture, size: Size, mask: Mask): OffscreenCanvas {
    const { context, canvas } = resized(this.#result, size);
    context.globalCompositeOperation = 'copy';
    context.drawImage(this.#personOf(mask), 0, 0, size.width, size.height);
    context.globalCompositeOperation = 'source-in';
    context.drawImage(picture, 0, 0, size.width, size.height);
    context.globalCompositeOperation = 'destination-over';
    const around = this.#blur(picture, blurredSizeOf(size));
    const [width, height] = [size.width * overscan, size.height * overscan];
    context.drawImage(around, (size.width - width) / 2, (size.height - height) / 2, width, height);
    return canvas;
  }

  /** The mask as the opacity of a picture. */
  #personOf(mask: Mask): OffscreenCanvas {
    const { context, canvas } = resized(this.#person, mask);
    const image = context.createImageData(mask.width, mask.height);
    for (const [index, likelihood] of mask.likelihood.entries()) image.data[index * 4 + 3] = opacities[likelihood] ?? 0;
    context.putImageData(image, 0, 0);
    return canvas;
  }

  #blur(picture: CanvasImageSource, { width, height }: Size): OffscreenCanvas {
    const hasFilter = 'filter' in this.#surroundings.context;
    // Safari before 18 has no filter: there the picture is made so small that as little is left of it.
    const divisor = hasFilter ? 1 : 2 * blurredDeviation;
    const small = resized(this.#small, { width: Math.ceil(width / divisor), height: Math.ceil(height / divisor) });
    small.context.drawImage(picture, 0, 0, small.canvas.width, small.canvas.height);
    const { context, canvas } = resized(this.#surroundings, { width, height });
    if (hasFilter) context.filter = `blur(${blurredDeviation}px)`;
    context.drawImage(small.canvas, 0, 0, width, height);
    return canvas;
  }
}

/** By likelihood, as the smoothstep of GLSL. */
const opacities = Uint8Array.from({ length: 256 }, (_, likelihood) => {
  const part = Math.min(1, Math.max(0, (likelihood / 255 - edge.from) / (edge.to - edge.from)));
  return Math.round(255 * part * part * (3 - 2 * part));
});

interface Drawing {
  canvas: OffscreenCanvas;
  context: OffscreenCanvasRenderingContext2D;
}

function createCanvas(): Drawing {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no 2D canvas');
  return { canvas, context };
}

function resized(drawing: Drawing, { width, height }: Size): Drawing {
  const { canvas } = drawing;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return drawing;
}
