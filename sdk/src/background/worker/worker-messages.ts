/** What the page and the worker that blurs tell each other. */
import type { BlurFiles } from '../blur-files.ts';

export type ToBlurWorker =
  | { type: 'load'; files: BlurFiles }
  /** Blurs all pictures of one stream into the other. */
  | { type: 'streams'; readable: ReadableStream<VideoFrame>; writable: WritableStream<VideoFrame> }
  /** For browsers without such streams: asks for a picture at this interval, also in a hidden page. */
  | { type: 'ask'; everyMs: number }
  | { type: 'picture'; picture: ImageBitmap };

export type FromBlurWorker =
  | { type: 'ready' }
  /** `isSupported`: another attempt may succeed. */
  | { type: 'failed'; isSupported: boolean; message: string }
  | { type: 'asks' }
  /** A picture is blurred, which took so long; with streams it was sent there. */
  | { type: 'blurred'; workMs: number; picture: ImageBitmap | null };
