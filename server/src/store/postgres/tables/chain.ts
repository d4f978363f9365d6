/** The chains in which entries of the audit log are stored first: one for each room, and one for the server. */
import { canonicalJson, chainStart, hashOfPart } from '../../../audit/chain.ts';
import type { Change } from '../../../core/events/domain-events.ts';

/** The end of a chain. */
export interface ChainEnd {
  seq: number;
  hash: string;
}

/** The chain of entries that are not part of a room's step. */
export const serverChain = '';

export const emptyChain: ChainEnd = { seq: chainStart.seq, hash: chainStart.hash };

/** Columns of `audit_pending`, each as an array, for `unnest`. */
export type EntryColumns = [seq: number[], previous: string[], hash: string[], at: number[], entry: string[]];

export const entryColumns = (first: number): string =>
  ['bigint', 'text', 'text', 'double precision', 'text']
    .map((type, index) => `$${first + index}::${type}[]`)
    .join(', ');

/** Seals the entries of these changes. @returns the new end, and what to store */
export function extendChain(
  id: string,
  end: ChainEnd,
  changes: readonly Change[],
): { end: ChainEnd; columns: EntryColumns } {
  const columns: EntryColumns = [[], [], [], [], []];
  let { seq, hash: previous } = end;
  for (const { at, ...change } of changes) {
    seq += 1;
    const entry = { at: new Date(at).toISOString(), ...change };
    const hash = hashOfPart(entry, { id, seq, previous });
    const [seqs, before, hashes, times, entries] = columns;
    seqs.push(seq);
    before.push(previous);
    hashes.push(hash);
    times.push(at);
    entries.push(canonicalJson(entry));
    previous = hash;
  }
  return { end: { seq, hash: previous }, columns };
}
