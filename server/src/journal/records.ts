/** Records of what happened to media, as they are kept, and where. */
import { type Static, type TProperties, Type } from 'typebox';
import type { MediaEvent } from '../core/media-events.ts';

/** `limit`: a room has so many records at most. `store`: the store refused them. */
export const gapCauses = ['limit', 'store'] as const;

const closed = { additionalProperties: false } as const;
const event = <const W extends string, P extends TProperties>(what: W, properties: P) =>
  Type.Object({ what: Type.Literal(what), ...properties }, closed);

/** What is known of the records themselves. */
export const JournalEvent = Type.Union([
  /** Nothing of this room was recorded by this process before. */
  event('journal.started', {}),
  /** The room has ended, or the server was stopped in order. */
  event('journal.stopped', {}),
  /** Records of the time before this one, so long back, are missing. */
  event('journal.gap', { cause: Type.Enum([...gapCauses]), missingMs: Type.Integer({ minimum: 0 }) }),
  /** The clock was set: records before this one have their times by the clock as it was, `stepMs` less than by this one. */
  event('journal.clock-stepped', { stepMs: Type.Integer() }),
]);
export type JournalEvent = Static<typeof JournalEvent>;

/** Never written: stands where a record is that this version can't read. */
export interface Unreadable {
  what: 'journal.unreadable';
}

export interface JournalRecord {
  roomId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  at: number;
  event: MediaEvent | JournalEvent | Unreadable;
  /** How many events of this kind and subject since the record before it are gathered in this one, which is the last of them; usually 1. */
  count: number;
}

/** Where records are; a part of the store. */
export interface JournalStore {
  /** Adds them in their order, those of rooms that the store doesn't have left out, and keeps each room within its limit. */
  add(records: readonly JournalRecord[]): void;
  /** @returns how many were removed */
  prune(olderThan: number): number;
  removeAll(): void;
}
