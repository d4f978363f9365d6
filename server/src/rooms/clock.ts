/** The rooms' time: whole milliseconds since 1970 on a clock that never goes back, whatever the machine's clock is set to meanwhile. */
export interface Clock {
  now(): number;
}

export function createMonotonicClock(): Clock {
  const startedAt = Date.now() - performance.now();
  // Whole: clients are told these times as integers.
  return { now: () => Math.floor(startedAt + performance.now()) };
}
