/** Records of media events as they are stored, and the interface of their store. */
import { type Static, type TProperties, Type } from 'typebox';
import type { MediaEvent } from '../core/events/media-events.ts';

/** `limit`: the room reached its maximum number of records. `store`: the store refused them. */
export const gapCauses = ['limit', 'store'] as const;

const closed = { additionalProperties: false } as const;
const event = <const W extends string, P extends TProperties>(what: W, properties: P) =>
  Type.Object({ what: Type.Literal(what), ...properties }, closed);

/** Events about the records themselves. */
export const JournalEvent = Type.Union([
  /** The first record of this room by this process. */
  event('journal.started', {}),
  /** The room has ended, or the server was shut down normally. */
  event('journal.stopped', {}),
  /** Records of the `missingMs` before this one are missing. */
  event('journal.gap', { cause: Type.Enum([...gapCauses]), missingMs: Type.Integer({ minimum: 0 }) }),
  /** The clock was set: earlier records have times on the old clock, on which this moment was `stepMs` earlier. */
  event('journal.clock-stepped', { stepMs: Type.Integer() }),
]);
export type JournalEvent = Static<typeof JournalEvent>;

/** Never stored: represents a record that this version can't read. */
export interface Unreadable {
  what: 'journal.unreadable';
}

export interface JournalRecord {
  roomId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  at: number;
  event: MediaEvent | JournalEvent | Unreadable;
  /**
   * Number of merged events of this kind and subject since the previous record, including this one, which is the last
   * of them; usually 1.
   */
  count: number;
}

/** Stores the records; part of the store. Nothing of a write is stored when its promise rejects. */
export interface JournalStore {
  /** Adds records in order, except those of rooms that the store doesn't have, and keeps each room within its limit. */
  add(records: readonly JournalRecord[]): Promise<void>;
  /** As AuditStore.prune, without an entry. @returns how many were removed */
  prune(olderThan: number, now: number): Promise<number>;
  removeAll(): Promise<void>;
}
