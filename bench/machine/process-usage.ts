/** What a process has used so far, by the kernel's own accounting (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** User and system time. */
  cpuSeconds: number;
  residentMb: number;
}

/** The kernel counts for user space in hundredths of a second, on every architecture that runs this. */
const ticksPerSecond = 100;

/** Null when there is no such process (any more). */
export function readUsage(pid: number): ProcessUsage | null {
  try {
    const cpuSeconds = parseCpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { cpuSeconds, residentMb: Number(kilobytes) / 1_024 };
  } catch {
    return null;
  }
}

/** @param stat text of /proc/<pid>/stat; the name in it may hold spaces and parentheses */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks = 0, systemTicks = 0] = fields.slice(11, 13).map(Number);
  return (userTicks + systemTicks) / ticksPerSecond;
}

/** Processes that a process started. */
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
