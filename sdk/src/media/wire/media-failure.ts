import { HearthroomError } from '../../core/hearthroom-error.ts';

/** Runs what the browser's WebRTC does; what it throws becomes a HearthroomError, `media-unsupported`. */
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
