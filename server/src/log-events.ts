/** One line in the log for each change of a lifecycle. What observers are told has opaque ids only, and so has the log. */
import type { Log } from './log.ts';
import type { ServerObserver } from './observer.ts';

export function logEvents(observer: ServerObserver, log: Log): void {
  observer.on('roomCreated', (ids) => log.info(ids, 'room created'));
  observer.on('roomDeleted', (ids) => log.info(ids, 'room deleted'));
  observer.on('phaseChanged', (change) => log.info(change, 'room phase changed'));
  observer.on('seatChanged', (change) => log.info(change, 'seat changed'));
  observer.on('connectionClosed', (reason) => log.debug(reason, 'connection closed'));
  observer.on('workerStarted', (worker) => log.info(worker, 'media worker started'));
  observer.on('workerDied', (worker) => log.error(worker, 'media worker died'));
  observer.on('storeFailed', ({ roomId, error }) => log.error({ roomId, err: error }, 'store refused a room'));
  observer.on('roomUnreadable', ({ error }) => log.error({ err: error }, 'a stored room cannot be read'));
  observer.on('webhookFailed', (failure) => log.warn(failure, 'webhook not delivered'));
  observer.on('internalError', ({ correlationId, error }) =>
    log.error({ correlationId, err: error }, 'internal error'),
  );
}
