import { HearthroomError } from '../../core/hearthroom-error.ts';

/** Runs WebRTC calls of the browser; errors become HearthroomErrors with `media-unsupported`. */
export async function withMediaErrorCode<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HearthroomError) throw error;
    throw new HearthroomError('media-unsupported', error instanceof Error ? error.message : undefined, {
      cause: error,
    });
  }
}
