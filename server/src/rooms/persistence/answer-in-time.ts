import { AppError } from '../../core/errors/errors.ts';
import { within } from '../../core/time/within.ts';

/**
 * Clients wait for ten seconds for an answer. A store that neither writes nor refuses, such as a database that waits for
 * its standby server, may take longer.
 */
const answerWithinMs = 8_000;
export const notKnown = 'The server did not learn in time whether this is stored; it may be carried out later';

/** @returns what the request is answered with. Rejects with `storage-unavailable` when that takes too long; the work goes on */
export async function answerInTime<T>(work: Promise<T>): Promise<T> {
  return await within(answerWithinMs, work, (): never => {
    throw new AppError('storage-unavailable', notKnown);
  });
}
