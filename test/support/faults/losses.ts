/** What didn't arrive, by RTP sequence numbers (RFC 3550, 5.1). */
import type { Arrival } from './hearing.ts';

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

/**
 * Of sound in Opus with forward error correction a lost packet is made good by its successor (RFC 6716, 2.1.7): what is heard
 * as a gap is a lost packet whose successor is lost as well. @returns the share of such packets, and of all that were lost
 */
export function audibleLoss(arrivals: readonly Arrival[], from: number, to: number): { lost: number; gaps: number } {
  const came = seen(arrivals, from, to);
  const total = came.reduce((sum, { length }) => sum + length, 0);
  const lost = came.reduce((sum, flags) => sum + flags.filter((did) => !did).length, 0);
  const gaps = came.reduce(
    (sum, flags) => sum + flags.filter((did, index) => !did && flags[index + 1] === false).length,
    0,
  );
  return { lost: lost / total, gaps: gaps / total };
}
