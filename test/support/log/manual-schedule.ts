/** A manual schedule for log lines that are written once a minute: the test advances it. */
import type { Schedule } from '../../../server/src/core/time/schedule.ts';

export function manualSchedule(): { schedule: Schedule; passMinute: () => void; waiting: () => number } {
  const works = new Set<() => void>();
  const schedule: Schedule = (work) => {
    works.add(work);
    return () => void works.delete(work);
  };
  const passMinute = (): void => {
    const due = [...works];
    works.clear();
    for (const work of due) work();
  };
  return { schedule, passMinute, waiting: () => works.size };
}
