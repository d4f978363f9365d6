/** What a node knows of the database's clock. */

/** The database's clock minus the monotonic clock, measured by one request. */
export interface ClockSample {
  offsetMs: number;
  /** At most: half of the time that the request took. */
  errorMs: number;
  at: number;
}

/** By how much two clocks drift apart at most. */
const drift = 0.000_5;

/** The answer to a request may come late, on a busy machine by seconds: an older, exact measurement is better then. */
export function betterSample(
  known: ClockSample | null,
  found: ClockSample,
): { sample: ClockSample; isClockSet: boolean } {
  if (known === null) return { sample: found, isClockSet: false };
  const errorOfKnown = known.errorMs + (found.at - known.at) * drift;
  const isClockSet = Math.abs(found.offsetMs - known.offsetMs) > found.errorMs + errorOfKnown;
  return { sample: isClockSet || found.errorMs <= errorOfKnown ? found : known, isClockSet };
}
