/** Lost packets, by RTP sequence numbers (RFC 3550, 5.1). */
import type { Arrival } from '../clients/hearing.ts';

/** For each track, every sequence number between its first and last arrival in that time, as whether it arrived. */
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

/** Extends 16-bit sequence numbers, roughly in sending order, to numbers without wrap-around. */
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
