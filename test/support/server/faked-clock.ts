/** Sets the clock of a server process while it runs, with libfaketime; its monotonic clock is not affected. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';

const program = () => process.env.FAKETIME_BIN ?? 'faketime';

/** The library that `faketime` preloads, or null if it cannot be run. */
function findLibrary(): string | null {
  const { status, stdout } = spawnSync(program(), ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** @returns why no clock can be faked here, or null */
export function whyNoFakedClock(): string | null {
  return findLibrary() === null ? 'there is no faketime here: install faketime, or set FAKETIME_BIN' : null;
}

export class FakedClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hearthroom-clock-'));
  /** How far the server's clock is ahead of this process's, in seconds. */
  aheadS = 0;

  constructor(aheadS = 0) {
    this.set(aheadS);
  }

  /** The environment of a process with this clock. */
  get env(): Record<string, string> {
    return {
      LD_PRELOAD: findLibrary() ?? '',
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_NO_CACHE: '1',
    };
  }

  get #file(): string {
    return join(this.#folder, 'faketimerc');
  }

  set(aheadS: number): void {
    // Replaced by rename: the server reads the file at every clock read, and must never see a partial file.
    writeFileSync(`${this.#file}.new`, `${aheadS < 0 ? '' : '+'}${aheadS}\n`);
    renameSync(`${this.#file}.new`, this.#file);
    this.aheadS = aheadS;
  }

  now(): number {
    return Date.now() + this.aheadS * 1_000;
  }

  /** Runs a function of this process with that clock, as a backend that makes tokens. */
  async by<T>(make: () => Promise<T>): Promise<T> {
    const now = this.now();
    const faked = mock.method(Date, 'now', () => now);
    try {
      return await make();
    } finally {
      faked.mock.restore();
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
