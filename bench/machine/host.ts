/** The machine that a result comes from. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

export interface Host {
  cpu: string;
  cores: number;
  memoryGb: number;
  os: string;
  kernel: string;
  /** Load averages (1, 5, 15 minutes) when the run began: below one core's worth, or the figures are not to be trusted. */
  loadAtStart: number[];
  /** Load of the last minute in cores when it began; above 0.5 it is said in the report. */
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
