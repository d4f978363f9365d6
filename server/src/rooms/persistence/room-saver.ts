/** Writes one room, with what its steps leave in the audit log, the receipts and the outbox; keeps trying where it must. */
import { isDeepStrictEqual } from 'node:util';
import type { ServerObserver } from '../../core/observer.ts';
import { attemptWrite } from '../../core/store-write.ts';
import { scrubEnded } from '../machine/index.ts';
import type { RoomNotes, RoomRecord, RoomStore } from '../ports.ts';

export interface RoomSaverOptions {
  store: RoomStore;
  observer: ServerObserver;
  /** The room as it is at any moment. */
  newest: () => RoomRecord;
}

const retryMs = 1_000;
const noNotes: RoomNotes = { changes: [], receipts: [] };

export class RoomSaver {
  readonly #options: RoomSaverOptions;
  #retry: NodeJS.Timeout | undefined;
  /** What facts left to be written while the store refused. */
  #owed: RoomNotes = noNotes;

  constructor(options: RoomSaverOptions) {
    this.#options = options;
  }

  /** The store has not taken the newest state yet. */
  get isUnsaved(): boolean {
    return this.#retry !== undefined;
  }

  /**
   * Durable when it returns. A step that leaves the room as it was but for the time (a message, a mute) writes its notes alone.
   * @param isFact it happened, whether or not the store takes it now: it is tried again. Otherwise throws `storage-unavailable`
   */
  write(before: RoomRecord, after: RoomRecord, notes: RoomNotes, isFact: boolean): void {
    const isSame = isDeepStrictEqual(before.state, { ...after.state, now: before.state.now });
    if (!isSame || before.version !== after.version || isFact) this.#save(after, notes, isFact);
    else this.addNotes(notes);
  }

  /** Of no step. Throws `storage-unavailable`. */
  addNotes(notes: RoomNotes): void {
    if (notes.changes.length + notes.receipts.length > 0) this.#attempt(() => this.#options.store.addNotes(notes));
  }

  #save(record: RoomRecord, notes: RoomNotes, isFact: boolean): void {
    const all = merge(this.#owed, notes);
    clearTimeout(this.#retry);
    try {
      this.#attempt(() => this.#options.store.saveRoom(asStored(record), all));
      this.#owed = noNotes;
      this.#retry = undefined;
    } catch (error) {
      const mustRetry = isFact || this.#retry !== undefined;
      if (isFact) this.#owed = all;
      if (mustRetry) this.#retry = setTimeout(() => this.#save(this.#options.newest(), noNotes, true), retryMs);
      if (!isFact) throw error;
    }
  }

  #attempt(write: () => void): void {
    attemptWrite(this.#options.observer, this.#options.newest().id, write);
  }

  close(): void {
    clearTimeout(this.#retry);
  }
}

/** What is stored of people dies with the room. */
export function asStored(record: RoomRecord): RoomRecord {
  return record.state.phase === 'ended' ? { ...record, state: scrubEnded(record.state) } : record;
}

const merge = (one: RoomNotes, other: RoomNotes): RoomNotes => ({
  changes: [...one.changes, ...other.changes],
  receipts: [...one.receipts, ...other.receipts],
});
