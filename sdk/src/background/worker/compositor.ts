import type { Mask } from './segmenter.ts';

export interface Size {
  width: number;
  height: number;
}

export type Picture = VideoFrame | ImageBitmap | OffscreenCanvas;

/** Puts a person in front of their blurred surroundings. */
export interface Compositor {
  /** @returns the picture in the form in which it is best drawn several times */
  read(picture: Picture, size: Size): Picture;
  /** @returns a canvas of this size, which is drawn over by the next call */
  compose(picture: Picture, size: Size, mask: Mask): OffscreenCanvas;
}

/** Below the first likelihood everything is blurred, above the second nothing, in between partly. */
export const edge = { from: 0.4, to: 0.75 } as const;

/**
 * The surroundings are blurred at this many pixels of width, whatever the camera: what is left to be seen of them does
 * not depend on it.
 */
export const blurredWidth = 160;
/** Standard deviation of the blur at that width, in pixels: 3% of the picture. */
export const blurredDeviation = 5;

export const blurredSizeOf = ({ width, height }: Size): Size => ({
  width: blurredWidth,
  height: Math.max(1, Math.round((blurredWidth * height) / width)),
});
