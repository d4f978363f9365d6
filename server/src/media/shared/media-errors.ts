/** mediasoup's errors in this server's words. */
import { errors } from 'mediasoup';
import { AppError } from '../../core/errors.ts';

/** The worker's plain errors about a track that clashes with what its transport has seen; their texts are all that tells them apart. */
const clash = /already exists in RTP listener/;

/**
 * What to answer when a call of mediasoup failed. A dead worker is `media-unavailable`, parameters that it doesn't take are
 * `media-unsupported`, something that is gone is `not-found`; anything else is a failure of ours and stays what it is.
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

/** The worker died, or what was asked for was closed meanwhile: whoever closed it has said so. */
export function isGone(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return cause instanceof errors.WorkerClosedError || cause instanceof errors.NotFoundError;
}
