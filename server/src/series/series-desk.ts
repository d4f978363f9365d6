/** What callers do with series: reads them, changes them, and tells the room keeper that there is something to do. */
import { AppError } from '../core/errors/errors.ts';
import { attemptAsyncWrite } from '../core/errors/store-write.ts';
import { type ChangeType, nameOfKey } from '../core/events/domain-events.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { Clock } from '../core/time/clock.ts';
import { type CalendarFile, calendarFile } from './calendar/calendar-file.ts';
import type { SeriesRecord, SeriesStore } from './ports.ts';
import { deleteSeries } from './rules/change-series.ts';
import { roomChanges, tidy } from './rules/plan.ts';
import { numberChanges } from './rules/sequences.ts';
import type { SeriesState } from './rules/state.ts';

export interface SeriesDeskOptions {
  store: SeriesStore;
  observer: ServerObserver;
  clock: Pick<Clock, 'now'>;
  /** Called when something may have to be done at once. */
  onChanged: () => void;
}

/** Title of calendar files, unless the series has its own: others may see the calendar of a person. */
export const neutralTitle = 'Appointment';
/** A change that another one has come before is tried again so often. */
const maxAttempts = 5;

type Edit = (series: SeriesState, now: number) => SeriesState;

interface Editing {
  apiKeyId: string;
  /** The version that the caller has seen; undefined: any. */
  version?: number | undefined;
}

export class SeriesDesk {
  readonly #options: SeriesDeskOptions;

  constructor(options: SeriesDeskOptions) {
    this.#options = options;
  }

  /**
   * @param id the same again is answered with the series that exists
   * @param createdFrom stands for what it is created from, and tells nothing of it: another one under the same id is a
   *   `conflict`
   */
  async create(
    id: string,
    createdFrom: string,
    created: SeriesState,
    apiKeyId: string,
  ): Promise<{ record: SeriesRecord; created: boolean }> {
    const now = this.#options.clock.now();
    const { series, changed } = numberChanges(null, created);
    const record: SeriesRecord = {
      ...{ id, createdFrom, version: 1, revision: 1, state: series },
      ...{ dueAt: now, awaitsRooms: false, createdAt: now, updatedAt: now },
    };
    const isNew = await this.#write(() =>
      this.#options.store.insert(record, {
        changes: [entry('series.created', id, now, apiKeyId)],
        events: changed.length > 0 ? [{ type: 'series.changed', seriesId: id, members: changed, at: now }] : [],
      }),
    );
    if (isNew) {
      this.#options.onChanged();
      return { record, created: true };
    }
    const existing = await this.#find(id);
    if (existing.state.deletedAt !== null || existing.createdFrom !== createdFrom) throw new AppError('conflict');
    return { record: existing, created: false };
  }

  /** Rejects with `not-found`, also for one that was deleted. */
  async get(id: string): Promise<SeriesRecord> {
    const record = await this.#find(id);
    if (record.state.deletedAt !== null) throw new AppError('not-found');
    return record;
  }

  async #find(id: string): Promise<SeriesRecord> {
    const record = await this.#write(() => this.#options.store.get(id));
    if (!record) throw new AppError('not-found');
    return record;
  }

  list(page: { limit: number; cursor: string | null }): ReturnType<SeriesStore['list']> {
    return this.#options.store.list(page);
  }

  /** Rejects with `not-found`, `precondition-failed`, `storage-unavailable`, and with what the edit throws. */
  async edit(id: string, edit: Edit, { apiKeyId, version }: Editing): Promise<SeriesRecord> {
    for (let attempt = 1; ; attempt += 1) {
      const record = await this.get(id);
      if (version !== undefined && record.version !== version) throw new AppError('precondition-failed');
      const now = this.#options.clock.now();
      const edited = edit(record.state, now);
      if (edited === record.state) return record;
      const saved = await this.#save(record, edited, now, 'series.changed', apiKeyId);
      if (saved) return saved;
      if (attempt >= maxAttempts) throw new AppError('storage-unavailable');
    }
  }

  /** What is left makes calendar files cancel. Rejects with `not-found`, `storage-unavailable`. */
  async delete(id: string, apiKeyId: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const record = await this.get(id);
      const now = this.#options.clock.now();
      const deleted = deleteSeries(record.state, now, neutralTitle);
      // What it was created from contained names.
      if (await this.#save({ ...record, createdFrom: '' }, deleted, now, 'series.deleted', apiKeyId)) return;
      if (attempt >= maxAttempts) throw new AppError('storage-unavailable');
    }
  }

  async #save(
    record: SeriesRecord,
    edited: SeriesState,
    now: number,
    what: ChangeType,
    apiKeyId: string,
  ): Promise<SeriesRecord | null> {
    const { series, changed } = numberChanges(record.state, tidy(edited, now));
    const next: SeriesRecord = {
      ...record,
      ...{ version: record.version + 1, revision: record.revision + 1, state: series },
      ...{ dueAt: now, awaitsRooms: roomChanges(series, now).length > 0, updatedAt: now },
    };
    const events =
      changed.length > 0 ? [{ type: 'series.changed', seriesId: record.id, members: changed, at: now } as const] : [];
    const notes = { changes: [entry(what, record.id, now, apiKeyId)], events };
    if (!(await this.#write(() => this.#options.store.save(next, record.revision, notes)))) return null;
    this.#options.onChanged();
    return next;
  }

  /**
   * The calendar file of a member, also of one who was removed, and of a deleted series. Rejects with `not-found`.
   * @param link the member's personal link, and when it was created
   */
  async calendarFile(id: string, memberId: string, link?: CalendarFile['link']): Promise<string> {
    const { state, updatedAt } = await this.#find(id);
    const member = Object.hasOwn(state.members, memberId) ? state.members[memberId] : undefined;
    if (!member) throw new AppError('not-found');
    return calendarFile({ seriesId: id, series: state, memberId, member, updatedAt, ...(link && { link }) });
  }

  #write<T>(write: () => Promise<T>): Promise<T> {
    return attemptAsyncWrite(this.#options.observer, '', write);
  }
}

const entry = (what: ChangeType, seriesId: string, at: number, apiKeyId: string) => ({
  ...{ what, roomId: null, by: nameOfKey(apiKeyId), seatId: null, at },
  detail: { series: seriesId },
});
