/** What didn't arrive, by RTP sequence numbers (RFC 3550, 5.1). */
import type { Arrival } from '../clients/hearing.ts';

/** Sequence numbers between the first and the last arrival of each track in that time, and whether each of them came. */
function seen(arrivals: readonly Arrival[], from: number, to: number): boolean[][] {
  const byTrack = Map.groupBy(
    arrivals.filter(({ at }) => at > from && at < to),
    ({ track }) => track,
  );
  return [...byTrack.values()].map((ofTrack) => {
    const numbers = unwrap(ofTrack.map(({ sequenceNumber }) => sequenceNumber));
    const first = Math.min(...numbers);
    const came = new Array<boolean>(Math.max(...numbers) - first + 1).fill(false);
    for (const number of numbers) came[number - first] = true;
    return came;
  });
}

/** 16 bits that wrap around, in about the order of sending, as numbers that only grow. */
function unwrap(sequenceNumbers: readonly number[]): number[] {
  let last = sequenceNumbers[0] ?? 0;
  return sequenceNumbers.map((number) => {
    const distance = ((number - last + 0x8000) & 0xffff) - 0x8000;
    const unwrapped = last + distance;
    last = Math.max(last, unwrapped);
    return unwrapped;
  });
}

export function countMissing(arrivals: readonly Arrival[], from: number, to: number): number {
  return seen(arrivals, from, to).reduce((total, came) => total + came.filter((did) => !did).length, 0);
}
