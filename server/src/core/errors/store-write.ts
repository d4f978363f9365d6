/** All writes use this: any failure of the store becomes one error code, and the cause is reported to monitoring. */

import type { ServerObserver } from '../events/observer.ts';
import { AppError } from './errors.ts';

/** Throws `storage-unavailable` for any error of the store; an AppError is thrown unchanged. */
export function attemptWrite<T>(observer: ServerObserver, roomId: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refusedBy(observer, roomId, error);
  }
}

/** Same as `attemptWrite`, for a write that is stored when its promise resolves. */
export async function attemptAsyncWrite<T>(
  observer: ServerObserver,
  roomId: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refusedBy(observer, roomId, error);
  }
}

/**
 * Reports the error to monitoring.
 * @returns the error for the caller
 */
export function refusedBy(observer: ServerObserver, roomId: string, error: unknown): AppError {
  observer.emit('storeFailed', { roomId, error });
  return new AppError('storage-unavailable', undefined, { cause: error });
}
