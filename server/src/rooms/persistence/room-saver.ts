/** Writes one room, with what its steps leave in the audit log, the receipts and the outbox, in one transaction. */
import { isDeepStrictEqual } from 'node:util';
import { refusedBy } from '../../core/errors/store-write.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { scrubEnded } from '../machine/index.ts';
import { OutcomeUnknown, OwnershipLost, type RoomNotes, type RoomRecord, type RoomStore } from '../ports.ts';
import { confirmRevision } from './confirm.ts';

export interface RoomSaverOptions {
  store: RoomStore;
  observer: ServerObserver;
  /** Another node owns the room: nothing more is to be carried out. */
  onLost: () => void;
}

/** Steps that are stored together. */
export interface Batch {
  /** The room as it is stored, or would be if the store had not refused facts. */
  before: RoomRecord;
  after: RoomRecord;
  notes: RoomNotes;
  /** Saves the room also where only its time has changed: for facts, and for what is owed. */
  mustSave: boolean;
}

export const noNotes: RoomNotes = { changes: [], receipts: [] };

export class RoomSaver {
  readonly #options: RoomSaverOptions;
  /** What facts left to be written while the store refused; null: the store has everything. */
  #owed: RoomNotes | null = null;
  #isUnsure = false;
  #isClosing = false;

  constructor(options: RoomSaverOptions) {
    this.#options = options;
  }

  /** The store has not taken the newest state yet. */
  get isUnsaved(): boolean {
    return this.#owed !== null;
  }

  /** What became of a write is not known, and could not be found out yet. */
  get isUnsure(): boolean {
    return this.#isUnsure;
  }

  /**
   * Steps that change only the room's time (a message, a mute) write their notes alone, and nothing where they have none,
   * also while something is owed.
   * @returns whether it is stored. A write includes what was owed; if it fails, nothing of it is stored
   */
  async write({ before, after, notes, mustSave }: Batch): Promise<boolean> {
    const isNew = mustSave || !isSame(before, after);
    if (!isNew && linesIn(notes) === 0) return true;
    const all = merge(this.#owed ?? noNotes, notes);
    const { store } = this.#options;
    const isStored = await this.#attempt(after, () =>
      isNew || this.isUnsaved ? store.saveRoom(asStored(after), all) : store.addNotes(all, after),
    );
    if (isStored) this.#owed = null;
    return isStored;
  }

  /** Facts that the store refused have happened all the same: the room is as they left it, and the next write stores that. */
  owe(notes: RoomNotes): void {
    this.#owed = merge(this.#owed ?? noNotes, notes);
  }

  async #attempt({ id, revision }: RoomRecord, write: () => Promise<void>): Promise<boolean> {
    const startedAt = performance.now();
    try {
      await write();
      this.#options.observer.emit('committed', { ms: performance.now() - startedAt });
      return true;
    } catch (error) {
      if (error instanceof OwnershipLost) return this.#lose();
      refusedBy(this.#options.observer, id, error);
      return error instanceof OutcomeUnknown && (await this.#isStored(id, revision));
    }
  }

  #lose(): false {
    this.#options.observer.emit('writeFenced');
    this.#options.onLost();
    return false;
  }

  /** Asks until the store says what became of a write. */
  async #isStored(roomId: string, revision: number): Promise<boolean> {
    try {
      const stored = await confirmRevision({
        ...this.#options,
        roomId,
        isClosing: () => this.#isClosing,
        onSilence: () => {
          this.#isUnsure = true;
        },
      });
      this.#isUnsure = false;
      return typeof stored === 'number' && stored >= revision;
    } catch (error) {
      if (error instanceof OwnershipLost) return this.#lose();
      throw error;
    }
  }

  /** From now on a store that doesn't answer is asked once more at most. */
  stopAsking(): void {
    this.#isClosing = true;
  }
}

/** What is stored of people dies with the room. */
export function asStored(record: RoomRecord): RoomRecord {
  return record.state.phase === 'ended' ? { ...record, state: scrubEnded(record.state) } : record;
}

/** But for the time, the count of its steps and the check-in, which is not stored. */
const isSame = ({ version, state: { now, checkIn, ...before } }: RoomRecord, after: RoomRecord): boolean =>
  version === after.version && isDeepStrictEqual({ ...before, now, checkIn }, { ...after.state, now, checkIn });

const linesIn = ({ changes, receipts }: RoomNotes): number => changes.length + receipts.length;

export const merge = (one: RoomNotes, other: RoomNotes): RoomNotes => ({
  changes: [...one.changes, ...other.changes],
  receipts: [...one.receipts, ...other.receipts],
});
