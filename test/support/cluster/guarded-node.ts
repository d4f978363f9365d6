/** A Node process of its own that has media workers and their guard, so that it can be stopped and killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { nodeOptions } from '../../../server/setup/install/compiled.mjs';
import { waitUntil } from '../media/wait-until.ts';
import { workerBin } from '../media/worker-bin.ts';

const main = fileURLToPath(new URL('./guarded-node-main.ts', import.meta.url));

export interface Pids {
  guard: number | null;
  workers: number[];
}

export class GuardedNode {
  readonly child: ChildProcess;
  /** Its events, in their order. */
  readonly events: { event: string; value: unknown }[] = [];

  /** Everything that it started is killed when the test ends. */
  static async start(t: Test, ...args: string[]): Promise<GuardedNode> {
    const child = fork(main, args, {
      execArgv: nodeOptions,
      // A process group of its own, which can be stopped as a whole.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH ?? '', HEARTHROOM_WORKER_BIN: workerBin() },
    });
    const node = new GuardedNode(child);
    t.teardown(() => node.#remove());
    await node.heard('started');
    return node;
  }

  private constructor(child: ChildProcess) {
    this.child = child;
    child.on('message', (message: unknown) => {
      const { event, value } = Object(message);
      this.events.push({ event: String(event), value });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async heard(event: string, count = 1): Promise<void> {
    await waitUntil(() => this.count(event) >= count, `the node says ${event} ${count} times`);
  }

  count(event: string): number {
    return this.events.filter((said) => said.event === event).length;
  }

  async tell(command: string, answer: string): Promise<unknown> {
    const count = this.count(answer) + 1;
    this.child.send(command);
    await this.heard(answer, count);
    return this.events.findLast(({ event }) => event === answer)?.value;
  }

  /** Permits forwarding for this long, again and again in this interval, in milliseconds; 0: once. */
  async extend(durationMs: number, everyMs = 0): Promise<void> {
    await this.tell(`extend ${durationMs} ${everyMs}`, 'extended');
  }

  async pids(): Promise<Pids> {
    const { guard, workers } = Object(await this.tell('pids', 'pids'));
    this.#seen.add(guard);
    for (const pid of workers) this.#seen.add(pid);
    return { guard, workers };
  }

  readonly #seen = new Set<number>();

  async #remove(): Promise<void> {
    const isGone = this.child.exitCode !== null || this.child.signalCode !== null;
    const exited = isGone ? null : once(this.child, 'exit');
    signal([this.pid, ...this.#seen].filter(Boolean), 'SIGKILL');
    await exited;
  }
}

export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended.
    }
  }
}

/** Not ended; one that its stopped parent has not reaped yet has. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

export async function untilGone(pids: readonly number[], what: string): Promise<void> {
  await waitUntil(() => !pids.some(isAlive), what);
}
