/** Translates mediasoup's errors to AppErrors. */
import { errors } from 'mediasoup';
import { AppError } from '../../core/errors/errors.ts';

/** The worker's errors about a track that conflicts with others on its transport; only their texts distinguish them. */
const clash = /already exists in RTP listener/;

/**
 * The error to answer when a call of mediasoup failed: `media-unavailable` when the worker died, `media-unsupported`
 * for refused parameters, `not-found` when the object is closed. Any other error is internal and returned unchanged.
 */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof errors.WorkerClosedError) return new AppError('media-unavailable', undefined, { cause: error });
  if (error instanceof errors.NotFoundError) return new AppError('not-found', undefined, { cause: error });
  if (error instanceof TypeError || error instanceof errors.UnsupportedError) {
    return new AppError('media-unsupported', undefined, { cause: error });
  }
  if (error instanceof Error && clash.test(error.message)) {
    return new AppError('media-unsupported', undefined, { cause: error });
  }
  return error;
}

/** The worker died, or the object was closed meanwhile: already handled elsewhere. */
export function isGone(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return cause instanceof errors.WorkerClosedError || cause instanceof errors.NotFoundError;
}
