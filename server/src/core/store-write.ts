/** Every write of a room goes through here: what the store refuses has one code, and monitoring is told the cause. */
import { AppError } from './errors.ts';
import type { ServerObserver } from './observer.ts';

/** Throws `storage-unavailable` for whatever the store throws; an AppError stays what it is. */
export function attemptWrite<T>(observer: ServerObserver, roomId: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof AppError) throw error;
    observer.emit('storeFailed', { roomId, error });
    throw new AppError('storage-unavailable', undefined, { cause: error });
  }
}
