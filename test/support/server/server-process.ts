/** The server as a separate process, as an operator runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverOptions } from '../../../server/setup/install/compiled.mjs';
import { workerBin } from '../media/worker-bin.ts';
import { testKey } from './test-server.ts';

const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));

export class ServerProcess {
  readonly child: ChildProcess;
  readonly dataDir: string;
  /** Everything it printed. */
  output = '';
  /** The part of it on standard output. */
  stdout = '';
  /** Exit code, or null if a signal ended it. */
  readonly exited: Promise<number | null>;

  private constructor(child: ChildProcess, dataDir: string) {
    this.child = child;
    this.dataDir = dataDir;
    child.stdout?.on('data', (text) => {
      this.stdout += String(text);
      this.output += String(text);
    });
    child.stderr?.on('data', (text) => {
      this.output += String(text);
    });
    this.exited = new Promise((resolve) => child.on('close', (code) => resolve(code)));
  }

  /**
   * Starts it, without waiting until it listens or fails.
   * @param wrapper a program with arguments that becomes the server, such as `prlimit --nofile=100`
   */
  static async start(
    env: Record<string, string> = {},
    args: string[] = [],
    wrapper: readonly string[] = [],
  ): Promise<ServerProcess> {
    const dataDir = await mkdtemp(join(tmpdir(), 'hearthroom-process-'));
    const [program = process.execPath, ...rest] = [...wrapper, process.execPath, ...serverOptions, main, ...args];
    const child = spawn(program, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HEARTHROOM_PORT: '0',
        HEARTHROOM_MEDIA_PORT: '0',
        HEARTHROOM_WORKERS: '1',
        HEARTHROOM_WORKER_BIN: workerBin(),
        HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}`,
        HEARTHROOM_DATA_DIR: dataDir,
        ...env,
      },
    });
    return new ServerProcess(child, dataDir);
  }

  /** The address it listens on, once it does. */
  async url(): Promise<string> {
    for (;;) {
      const [address] = this.output.match(/https?:\/\/\d+\.\d+\.\d+\.\d+:\d+/) ?? [];
      if (address) return address;
      if (this.child.exitCode !== null) throw new Error(`It did not start: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async remove(): Promise<void> {
    if (this.child.exitCode === null) this.child.kill('SIGKILL');
    await this.exited;
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
