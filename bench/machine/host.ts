/** Describes the machine on which a result was measured. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

export interface Host {
  cpu: string;
  cores: number;
  memoryGb: number;
  os: string;
  kernel: string;
  /** Load averages (1, 5, 15 minutes) at the start of the run: above one core, the figures are not reliable. */
  loadAtStart: number[];
  /** Whether the load average of the last minute was below 0.5 at the start; otherwise the report mentions it. */
  isQuiet: boolean;
}

export function describeHost(): Host {
  const loadAtStart = loadavg().map((value) => Math.round(value * 100) / 100);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: readOsName(),
    kernel: release(),
    loadAtStart,
    isQuiet: (loadAtStart[0] ?? 0) < 0.5,
  };
}

function readOsName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
