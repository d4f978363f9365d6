/**
 * The time as black and white fields of a picture, large enough to be readable in a camera's smallest layer after
 * encoding.
 */

const columns = 6;
const rows = 4;
const bits = columns * rows;
const range = 2 ** bits;

/** Brightness, 0 to 255, at a position given as shares of width and height. */
export type PixelReader = (x: number, y: number) => number;

/** Whether each field is white, row by row. @param epochMs milliseconds since 1970, an integer */
export function encodeTime(epochMs: number): boolean[] {
  const value = epochMs % range;
  return Array.from({ length: bits }, (_, bit) => Math.floor(value / 2 ** bit) % 2 === 1);
}

export function fieldOf(bit: number): { x: number; y: number; width: number; height: number } {
  return { x: (bit % columns) / columns, y: Math.floor(bit / columns) / rows, width: 1 / columns, height: 1 / rows };
}

/** The age of a picture in ms. Null if the fields cannot be a time code of the last seconds. */
export function readAge(read: PixelReader, nowEpochMs: number, maxAgeMs = 5_000): number | null {
  let value = 0;
  for (let bit = 0; bit < bits; bit += 1) {
    const { x, y, width, height } = fieldOf(bit);
    if (read(x + width / 2, y + height / 2) > 127) value += 2 ** bit;
  }
  const age = ((nowEpochMs % range) - value + range) % range;
  return age <= maxAgeMs ? age : null;
}
