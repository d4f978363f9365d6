/** A server process: starts it, waits until it is ready, and makes sure that it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const startTimeoutMs = 20_000;
const endTimeoutMs = 5_000;
const keptCharacters = 20_000;

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  #output = '';

  constructor([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    });
    const keep = (text: unknown) => {
      this.#output = (this.#output + String(text)).slice(-keptCharacters);
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.#exited = new Promise((resolve) => {
      this.#child.once('close', () => resolve());
      this.#child.once('error', (error) => {
        keep(error.message);
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits for output that matches. @returns the match */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    const giveUpAt = performance.now() + startTimeoutMs;
    for (;;) {
      const found = pattern.exec(this.#output);
      if (found) return found;
      const isOver = this.#child.exitCode !== null || this.pid === 0 || performance.now() > giveUpAt;
      if (isOver) throw new Error(`A server did not start: ${this.#output.trim().slice(-2_000)}`);
      await delay(20);
    }
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), endTimeoutMs);
    await this.#exited;
    clearTimeout(timer);
  }
}
