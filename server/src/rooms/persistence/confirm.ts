/** Finds out what became of a write when the store could not say. */
import { AppError } from '../../core/errors/errors.ts';
import { refusedBy } from '../../core/errors/store-write.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { OutcomeUnknown, OwnershipLost, type RoomStore } from '../ports.ts';
import { notKnown } from './answer-in-time.ts';

export const retryMs = 1_000;

export interface Confirming {
  store: RoomStore;
  observer: ServerObserver;
  roomId: string;
  /** Nobody waits for the answer any more. */
  isClosing: () => boolean;
  /** Called when the store gave no answer, before it is asked again. */
  onSilence?: () => void;
}

/**
 * Asks until the store answers. Rejects with OwnershipLost.
 * @returns the stored revision; null: there is no such room; undefined: closed meanwhile
 */
export async function confirmRevision(options: Confirming): Promise<number | null | undefined> {
  const { store, observer, roomId, isClosing, onSilence = () => {} } = options;
  for (;;) {
    try {
      return await store.confirm(roomId);
    } catch (error) {
      if (error instanceof OwnershipLost) throw error;
      refusedBy(observer, roomId, error);
    }
    if (isClosing()) return undefined;
    onSilence();
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/**
 * A write of a room as a whole. Rejects with `storage-unavailable` for whatever the store rejects with.
 * @param wasDone says of the revision that is stored whether the write was, should the store not know
 * @returns what the store said, or true
 */
export async function writeWhole<T>(
  options: Confirming,
  write: () => Promise<T>,
  wasDone: (revision: number | null) => boolean,
): Promise<T | true> {
  const { observer, roomId } = options;
  try {
    return await write();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const refusal = refusedBy(observer, roomId, error);
    if (!(error instanceof OutcomeUnknown)) throw refusal;
    const revision = await confirmRevision(options).catch(nothingIfLost);
    if (revision === undefined) throw new AppError('storage-unavailable', notKnown, { cause: error });
    if (!wasDone(revision)) throw refusal;
    return true;
  }
}

/** Nobody can say it any more: the room may have been changed since. */
function nothingIfLost(error: unknown): undefined {
  if (!(error instanceof OwnershipLost)) throw error;
}
