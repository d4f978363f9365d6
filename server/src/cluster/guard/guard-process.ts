/** The guard process as its node sees it: started, spoken to, and ended. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./guard-program.mjs', import.meta.url));
/** It has few and small objects, and computes nothing: 9 MB of its own, the rest is shared with the node's process. */
const nodeOptions = ['--max-semi-space-size=1', '--v8-pool-size=0'];
/** Enough of an error message of Node. */
const maxErrorLength = 2_000;
const endTimeoutMs = 5_000;

/** Of the environment it gets only what the dynamic loader needs: no secrets, and no options of Node. */
const guardEnvironment = (own: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(own).filter(([name]) => /^((LD|DYLD)_.*|GLIBC_TUNABLES)$/.test(name)));

export interface GuardHandlers {
  onLine: (line: string) => void;
  /** Called once when it ended, after it was ready. */
  onEnd: () => void;
}

export class GuardProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;

  /** Rejects when it doesn't start, or is not ready in time; then it has been killed. */
  static async start(handlers: GuardHandlers, timeoutMs: number): Promise<GuardProcess> {
    // In a session of its own: signals to the node's process group (a terminal's, `kill -STOP -<group>`) don't reach it.
    const child = spawn(process.execPath, [...nodeOptions, program], {
      detached: true,
      env: guardEnvironment(process.env),
      cwd: '/',
    });
    const guard = new GuardProcess(child);
    await guard.#untilReady(handlers, timeoutMs);
    return guard;
  }

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    // It ended: `exit` follows.
    child.stdin.on('error', () => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(line: string): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(`${line}\n`);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** It kills nothing, and ends. */
  async end(): Promise<void> {
    this.send('bye');
    const timer = setTimeout(() => this.kill(), endTimeoutMs);
    await this.#ended;
    clearTimeout(timer);
  }

  #untilReady({ onLine, onEnd }: GuardHandlers, timeoutMs: number): Promise<void> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      let [isReady, problem] = [false, ''];
      const fail = (what: string): void => {
        clearTimeout(timer);
        this.kill();
        reject(new Error(`the guard process of the media workers ${what}${problem && `: ${problem}`}`));
      };
      const timer = setTimeout(() => fail(`was not ready within ${timeoutMs / 1_000} s`), timeoutMs);
      child.stderr.on('data', (text) => {
        problem = `${problem}${text}`.slice(0, maxErrorLength);
      });
      child.once('error', ({ message }) => fail(`did not start: ${message}`));
      child.once('close', (code, signal) => (isReady ? onEnd() : fail(`ended with ${code ?? signal}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (isReady) return onLine(line);
        isReady = line === 'ready';
        if (!isReady) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
