/** How busy all cores of the machine were since this was made, as counted by the kernel. */
import { cpus } from 'node:os';

export class MachineLoad {
  readonly #before = readTimes();

  /** @returns 0: idle; 1: all cores were used all the time */
  read(): number {
    const { total, idle } = readTimes();
    const passed = total - this.#before.total;
    return passed === 0 ? 0 : 1 - (idle - this.#before.idle) / passed;
  }
}

function readTimes(): { total: number; idle: number } {
  const all = cpus().map(({ times }) => times);
  const sum = (read: (times: (typeof all)[number]) => number) => all.reduce((total, times) => total + read(times), 0);
  return {
    total: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
    idle: sum(({ idle }) => idle),
  };
}
