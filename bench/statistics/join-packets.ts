/**
 * Matches packets that entered a server with the copies that left it. A server encrypts again and changes SSRCs; some
 * also renumber timestamps and sequence numbers, but both keep a constant distance from the original's, per stream.
 */
import type { PacketColumns } from '../clients/process-messages.ts';
import { countPackets, findSource, groupByStream, indexSources, type Original, type Source } from './find-source.ts';

export interface Joined {
  /** From entering to leaving, one for each matched copy. */
  latenciesMs: Float64Array;
  /** Copies without a matching original. */
  unmatched: number;
}

export function joinPackets(ingress: PacketColumns, egress: PacketColumns): Joined {
  const sources = indexSources(ingress);
  const latencies: number[] = [];
  let unmatched = 0;
  for (const copies of groupByStream(egress).values()) {
    const source = findSource(sources, copies);
    const found = source ? joinStream(source, copies) : [];
    for (const latency of found) latencies.push(latency);
    unmatched += countPackets(copies) - found.length;
  }
  return { latenciesMs: Float64Array.from(latencies), unmatched };
}

function joinStream({ frames: originals, distance }: Source, copies: ReadonlyMap<number, Original[]>): number[] {
  const originalsOf = (timestamp: number) => originals.get((timestamp - distance) >>> 0) ?? [];
  const votes = new Map<number, number>();
  for (const [timestamp, frame] of copies) {
    // If packets were reordered within a frame, these two do not match; in most frames they were not.
    const [original] = originalsOf(timestamp);
    const [copy] = frame;
    if (!original || !copy) continue;
    const shift = (copy.sequenceNumber - original.sequenceNumber) & 0xffff;
    votes.set(shift, (votes.get(shift) ?? 0) + 1);
  }
  const shift = winnerOf(votes);
  const latencies: number[] = [];
  for (const [timestamp, frame] of copies) {
    for (const { sequenceNumber, timeMs } of frame) {
      const wanted = (sequenceNumber - (shift ?? 0)) & 0xffff;
      const original = originalsOf(timestamp).find((candidate) => candidate.sequenceNumber === wanted);
      if (original) latencies.push(timeMs - original.timeMs);
    }
  }
  return latencies;
}

function winnerOf(votes: ReadonlyMap<number, number>): number | null {
  let winner: number | null = null;
  let most = 0;
  for (const [candidate, count] of votes) {
    if (count <= most) continue;
    winner = candidate;
    most = count;
  }
  return winner;
}
