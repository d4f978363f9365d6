/** tcpdump as a child process, which writes a capture file with nanoseconds. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

export interface TcpdumpOptions {
  /** Name of a network interface. */
  interface: string;
  /** As in pcap-filter(7). */
  filter: string;
  /** What of each packet is written. */
  snapshotBytes: number;
  /** The capture file. */
  file: string;
  /** Writes each packet at once, so that the file can be read meanwhile: for a few thousand packets per second. */
  isImmediate?: boolean;
}

const startMs = 5_000;

export class Tcpdump {
  readonly #child: ChildProcess;
  #messages = '';

  /** Resolves when it captures; throws with what it says if it cannot. */
  static async start(options: TcpdumpOptions): Promise<Tcpdump> {
    const capture = new Tcpdump(options);
    const giveUpAt = performance.now() + startMs;
    while (!capture.#messages.includes('listening on')) {
      const hasFailed = capture.#child.exitCode !== null || performance.now() > giveUpAt;
      if (hasFailed) {
        capture.#child.kill();
        throw new Error(`tcpdump did not start: ${capture.#messages.trim()}`);
      }
      await delay(20);
    }
    return capture;
  }

  private constructor({ filter, snapshotBytes, file, isImmediate = false, ...options }: TcpdumpOptions) {
    const asIs = process.getuid?.() === 0 ? ['-Z', 'root'] : [];
    const how = isImmediate ? ['--immediate-mode', '-U'] : [];
    const flags = ['-i', options.interface, '-n', '-s', String(snapshotBytes), '-B', '65536', ...asIs, ...how];
    const output = ['--time-stamp-precision=nano', '-w', file];
    this.#child = spawn(process.env.TCPDUMP_BIN ?? 'tcpdump', [...flags, ...output, filter], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.on('data', (text) => {
      this.#messages += String(text);
    });
    this.#child.on('error', (error) => {
      this.#messages += error.message;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Stops the capture; its file is complete then. @returns how many packets the kernel dropped */
  async stop(): Promise<number> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) {
      this.#child.kill('SIGINT');
      await once(this.#child, 'close');
    }
    return Number(/(\d+) packets? dropped by kernel/.exec(this.#messages)?.[1] ?? 0);
  }
}
