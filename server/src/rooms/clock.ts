/** The rooms' time: milliseconds since 1970 on a clock that never goes back, whatever the machine's clock is set to meanwhile. */
export interface Clock {
  now(): number;
}

export function createMonotonicClock(): Clock {
  const startedAt = Date.now() - performance.now();
  return { now: () => startedAt + performance.now() };
}
