import { AppError } from '../../core/errors/errors.ts';
import { toAppError } from './media-errors.ts';

/**
 * Carries out a request to mediasoup for an object that may be closed before or meanwhile: it rejects with
 * `media-unavailable` then, and otherwise with what `toAppError` makes of the error.
 */
export async function whileOpen<T>(isClosed: () => boolean, request: () => Promise<T>): Promise<T> {
  if (isClosed()) throw new AppError('media-unavailable');
  try {
    return await request();
  } catch (error) {
    throw isClosed() ? new AppError('media-unavailable', undefined, { cause: error }) : toAppError(error);
  }
}
