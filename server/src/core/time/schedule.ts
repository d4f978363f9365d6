/** Timers that don't keep the process alive, as a parameter, so that tests can control the time. */

/**
 * Runs `work` later.
 * @returns a function that cancels it
 */
export type Schedule = (work: () => void, afterMs: number) => () => void;

export const scheduleWithTimer: Schedule = (work, afterMs) => {
  const timer = setTimeout(work, afterMs).unref();
  return () => clearTimeout(timer);
};
