/** Every write goes through here: what the store refuses has one code, and monitoring is told the cause. */
import { AppError } from './errors.ts';
import type { ServerObserver } from './observer.ts';

/** Throws `storage-unavailable` for whatever the store throws; an AppError stays what it is. */
export function attemptWrite<T>(observer: ServerObserver, roomId: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refusedBy(observer, roomId, error);
  }
}

/** Tells monitoring. @returns what the caller is told */
export function refusedBy(observer: ServerObserver, roomId: string, error: unknown): AppError {
  observer.emit('storeFailed', { roomId, error });
  return new AppError('storage-unavailable', undefined, { cause: error });
}
