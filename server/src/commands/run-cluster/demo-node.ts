/** One node of the demo: a server process of its own, started again when it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface DemoNodeOptions {
  /** Beginning with 1. */
  number: number;
  port: number;
  nodePort: number;
  mediaPort: number;
  folder: string;
  databaseUrl: string;
  keys: string;
  /** Receives what the node writes to its log. */
  onLine: (line: string) => void;
}

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const restartAfterMs = 1_000;

export class DemoNode {
  readonly #options: DemoNodeOptions;
  #process: ChildProcess | null = null;
  #restarting: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: DemoNodeOptions) {
    this.#options = options;
    this.#start();
  }

  get name(): string {
    return `node-${this.#options.number}`;
  }

  get port(): number {
    return this.#options.port;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  #start(): void {
    const { port, nodePort, mediaPort, folder, databaseUrl, keys, onLine } = this.#options;
    const dataDir = join(folder, this.name);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const node = spawn(process.execPath, [...process.execArgv, main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HEARTHROOM_DATABASE_URL: databaseUrl,
        HEARTHROOM_NODE_NAME: this.name,
        HEARTHROOM_NODE_PORT: String(nodePort),
        HEARTHROOM_HOST: '127.0.0.1',
        HEARTHROOM_PORT: String(port),
        HEARTHROOM_MEDIA_PORT: String(mediaPort),
        HEARTHROOM_WORKERS: '1',
        HEARTHROOM_KEYS: keys,
        HEARTHROOM_DEMO: 'true',
        HEARTHROOM_DATA_DIR: dataDir,
        // Ctrl+C ends all nodes at once: there is no other one to go to.
        HEARTHROOM_DRAIN_LIMIT_SECONDS: '0',
        HEARTHROOM_LOG_LEVEL: process.env.HEARTHROOM_LOG_LEVEL ?? 'warn',
      },
    });
    this.#process = node;
    for (const stream of [node.stdout, node.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n').filter(Boolean)) onLine(line);
      });
    }
    node.once('exit', (code, signal) => this.#handleExit(code, signal));
  }

  #handleExit(code: number | null, signal: NodeJS.Signals | null): void {
    this.#process = null;
    if (this.#isStopping) return;
    this.#options.onLine(`ended (${signal ?? code}); it is started again`);
    this.#restarting = setTimeout(() => this.#start(), restartAfterMs);
  }

  /** Resolves when /readyz answers that it is ready. */
  async untilReady(): Promise<void> {
    while (!this.#isStopping) {
      const isReady = await fetch(`http://127.0.0.1:${this.port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restarting);
    const node = this.#process;
    if (!node) return;
    const ended = once(node, 'exit');
    node.kill('SIGTERM');
    await ended;
  }
}
