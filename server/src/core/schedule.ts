/** Timers that keep no process alive, as a parameter: tests let the time pass themselves. */

/** Runs `work` later. @returns what cancels it */
export type Schedule = (work: () => void, afterMs: number) => () => void;

export const scheduleWithTimer: Schedule = (work, afterMs) => {
  const timer = setTimeout(work, afterMs).unref();
  return () => clearTimeout(timer);
};
