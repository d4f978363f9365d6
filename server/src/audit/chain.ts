/**
 * The audit log as a chain: every line holds the hash of the one before it, so that changing, removing or reordering any line
 * breaks it. Who can rewrite the whole log can make a new chain: keep exports, or the head's hash, somewhere else.
 */
import { createHash } from 'node:crypto';

/** What a line says; `detail` has codes, numbers and names of settings alone. */
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
}

/** A place in the chain: nothing before it is needed to go on. */
export interface AuditPlace {
  seq: number;
  hash: string;
}

/** Before the first entry. */
export const chainStart: AuditPlace = { seq: 0, hash: '0'.repeat(64) };

/** JSON with sorted keys and no spaces: the same value is the same text. */
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

/** @returns the entry's line, without a line break, and its hash */
export function sealEntry(entry: AuditEntry, previous: string): { line: string; hash: string } {
  const hash = hashOfEntry(previous, entry);
  return { line: canonicalJson({ ...entry, prev: previous, hash }), hash };
}

/** The first line of an export: where it begins. */
export const anchorLine = (anchor: AuditPlace): string => canonicalJson({ anchor });
/** The last line of an export: where it ends, so that missing last lines are missed. */
export const headLine = (head: AuditPlace): string => canonicalJson({ head });
