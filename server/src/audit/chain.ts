/**
 * The audit log as a hash chain: every line contains the hash of the previous one, so changing, removing or reordering
 * any line breaks it. Somebody who can rewrite the whole log can make a new chain, so keep exports, or the head's hash,
 * in another place.
 */
import { createHash } from 'node:crypto';

/** The content of a line; `detail` has only codes, numbers and names of settings. */
export interface AuditEntry {
  /** Counts from 1, without gaps. */
  seq: number;
  /** ISO 8601, UTC. */
  at: string;
  roomId: string | null;
  by: string | null;
  what: string;
  seatId: string | null;
  detail?: Record<string, string | number | string[]>;
  /** Its place in the chain in which it was stored first. */
  chain?: PartPlace;
}

/**
 * A place in a chain that is a part of the log: of one room, or of the server (`id` empty). A store with many writers
 * seals an entry in such a chain in the transaction that it belongs to, and puts it into the log soon after.
 */
export interface PartPlace {
  id: string;
  /** Counts from 1 in this chain, without gaps. */
  seq: number;
  /** Hash of the entry before it in this chain. */
  previous: string;
  hash: string;
}

/** A position in the chain; verification can continue from it without earlier entries. */
export interface AuditPlace {
  seq: number;
  hash: string;
}

/** Before the first entry. */
export const chainStart: AuditPlace = { seq: 0, hash: '0'.repeat(64) };

/** JSON with sorted keys and no spaces, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

export const hashOfEntry = (previous: string, entry: object): string =>
  createHash('sha256').update(previous).update(canonicalJson(entry)).digest('hex');

/** @param entry without its place in the log */
export function hashOfPart(entry: object, { id, seq, previous }: Pick<PartPlace, 'id' | 'seq' | 'previous'>): string {
  return hashOfEntry(previous, { ...entry, chain: { id, seq } });
}

/** @returns the entry's line, without a line break, and its hash */
export function sealEntry(entry: AuditEntry, previous: string): { line: string; hash: string } {
  const hash = hashOfEntry(previous, entry);
  return { line: canonicalJson({ ...entry, prev: previous, hash }), hash };
}

/** The first line of an export: the position before its first entry. */
export const anchorLine = (anchor: AuditPlace): string => canonicalJson({ anchor });
/** The last line of an export: the position of its last entry, so that missing last lines are detected. */
export const headLine = (head: AuditPlace): string => canonicalJson({ head });
