/** CPU cores used by named processes between two times. */
import { nowMs } from '../clients/client-clock.ts';
import { type ProcessUsage, readUsage } from './process-usage.ts';

export interface ProcessLoad {
  /** 1 = one full core. */
  cores: number;
  residentMb: number;
}

export class CpuMeter {
  readonly #pids: Readonly<Record<string, number>>;
  readonly #before: Map<string, ProcessUsage | null>;
  readonly #startedAt = nowMs();

  constructor(pids: Readonly<Record<string, number>>) {
    this.#pids = pids;
    this.#before = new Map(Object.entries(pids).map(([name, pid]) => [name, readUsage(pid)]));
  }

  /** Throws if one of the processes has ended: the measurement would be wrong. */
  read(): Record<string, ProcessLoad> {
    const seconds = (nowMs() - this.#startedAt) / 1_000;
    const loads = Object.entries(this.#pids).map(([name, pid]) => {
      const before = this.#before.get(name);
      const after = readUsage(pid);
      if (!before || !after) throw new Error(`The process ${name} ended during the measurement`);
      const cores = (after.cpuSeconds - before.cpuSeconds) / seconds;
      return [name, { cores, residentMb: after.residentMb }] as const;
    });
    return Object.fromEntries(loads);
  }
}
