/** Runs in the browser: a picture as a VP8 key frame, which synthetic participants send so that browsers can decode it. */

const [width, height] = [320, 180];

/**
 * A WebP picture contains one VP8 key frame (RFC 9649).
 *
 * @param paint on a plain picture; more in it makes the frame larger
 */
export async function vp8KeyFrame(
  paint: (context: OffscreenCanvasRenderingContext2D, size: { width: number; height: number }) => void = () => {},
): Promise<number[]> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  context.fillStyle = '#486';
  context.fillRect(0, 0, width, height);
  paint(context, { width, height });
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.5 })).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const [riffHeaderBytes, chunkHeaderBytes, vp8] = [12, 8, 0x56503820];
  for (let offset = riffHeaderBytes; offset + chunkHeaderBytes <= bytes.length; ) {
    const length = view.getUint32(offset + 4, true);
    const start = offset + chunkHeaderBytes;
    if (view.getUint32(offset) === vp8) return [...bytes.subarray(start, start + length)];
    offset = start + length + (length % 2);
  }
  throw new Error('This browser makes no lossy WebP');
}
