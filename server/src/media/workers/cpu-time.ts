/** CPU time of a process, and how long it waits for a core, read from the kernel (/proc) without asking the process. */
import { readFileSync } from 'node:fs';

/** Linux reports times in this unit on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** User and system time so far, in seconds; null where there is no /proc, or no such process. */
export function cpuSecondsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself contain spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks / ticksPerSecond : null;
  } catch {
    return null;
  }
}

/** How often the first thread of a process has got a core, and how long it has waited for one, in total. */
export interface CoreWaits {
  runs: number;
  waitedMs: number;
}

/** Null where the kernel doesn't count it (it has CONFIG_SCHED_INFO in most distributions), or without such a process. */
export function coreWaitsOf(pid: number): CoreWaits | null {
  try {
    // Documentation/scheduler/sched-stats.rst: time on the core and time waited, in nanoseconds; times it has run.
    const [, waitedNs, runs] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').trim().split(' ').map(Number);
    return waitedNs === undefined || runs === undefined ? null : { runs, waitedMs: waitedNs / 1e6 };
  } catch {
    return null;
  }
}
