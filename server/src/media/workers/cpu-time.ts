/** CPU time of a process, read from the kernel (/proc) without asking the process. */
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
