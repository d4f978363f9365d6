/** What series need of the store. */
import type { Change } from '../core/events/domain-events.ts';
import type { SeriesState } from './rules/state.ts';

export interface SeriesRecord {
  id: string;
  /** Stands for what it was created from: the same creation again is answered with this series. */
  createdFrom: string;
  /** Grows with every change by a caller of the REST API: its ETag. */
  version: number;
  /** Grows with every write. */
  revision: number;
  state: SeriesState;
  /** When it has to be looked at, milliseconds since 1970-01-01 UTC; null: never. */
  dueAt: number | null;
  /** Rooms that were made have to be changed, each by the server that runs it. */
  awaitsRooms: boolean;
  createdAt: number;
  updatedAt: number;
}

/** An event for webhooks, without its number. */
export type SeriesEvent =
  | { type: 'series.changed'; seriesId: string; members: string[]; at: number }
  | {
      type: 'session.upcoming';
      seriesId: string;
      occurrence: string;
      roomId: string;
      startsAt: number;
      endsAt: number;
      members: string[];
      at: number;
    };

/** What is written together with a series, or not at all. */
export interface SeriesNotes {
  changes: Change[];
  events: SeriesEvent[];
}

/** As store/store.ts promises. */
export interface SeriesStore {
  /** @returns false: there is one with this id */
  insert(record: SeriesRecord, notes: SeriesNotes): Promise<boolean>;
  /** @returns false: another write came first, or the series is gone; nothing is stored */
  save(record: SeriesRecord, readRevision: number, notes: SeriesNotes): Promise<boolean>;
  get(id: string): Promise<SeriesRecord | null>;
  /** Those that are not deleted, newest first. */
  list(page: { limit: number; cursor: string | null }): Promise<{ records: SeriesRecord[]; nextCursor: string | null }>;
  /** Those that are due. Where several servers share the store no other one gets them for a while. */
  claimDue(now: number, limit: number): Promise<SeriesRecord[]>;
  /** All that are not deleted are due. */
  makeAllDue(now: number): Promise<void>;
  /** Those with rooms that have to be changed, by id, behind this one. */
  awaitingRooms(limit: number, after: string): Promise<SeriesRecord[]>;
  /** Removes a series for good; false: another write came first. */
  remove(id: string, readRevision: number): Promise<boolean>;
}
