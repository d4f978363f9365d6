/** Resources that a process has used so far, as accounted by the kernel (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** User and system time. */
  cpuSeconds: number;
  residentMb: number;
}

/** The kernel reports to user space in hundredths of a second, on every supported architecture. */
const ticksPerSecond = 100;

/** Null if the process does not exist (any more). */
export function readUsage(pid: number): ProcessUsage | null {
  try {
    const counted = parseCpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    // That of threads which have ended is in the first figure alone.
    const cpuSeconds = Math.max(counted, readRunningTime(pid));
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { cpuSeconds, residentMb: Number(kilobytes) / 1_024 };
  } catch {
    return null;
  }
}

/** @param stat text of /proc/<pid>/stat; the process name in it may contain spaces and parentheses */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks = 0, systemTicks = 0] = fields.slice(11, 13).map(Number);
  return (userTicks + systemTicks) / ticksPerSecond;
}

/** Of all current threads; exact, unlike the hundredths above. 0 where the kernel doesn't tell it. */
function readRunningTime(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => {
    try {
      return parseRunningTime(readFileSync(`/proc/${pid}/task/${thread}/sched`, 'utf8'));
    } catch {
      return 0;
    }
  });
  return threads.reduce((total, seconds) => total + seconds, 0);
}

/** @param sched text of /proc/<pid>/task/<thread>/sched, in milliseconds. @returns seconds */
export function parseRunningTime(sched: string): number {
  const [, milliseconds = '0'] = /^se\.sum_exec_runtime\s*:\s*([\d.]+)$/m.exec(sched) ?? [];
  return Number(milliseconds) / 1_000;
}

/** Child processes of a process. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
