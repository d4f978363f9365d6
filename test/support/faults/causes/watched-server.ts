/** A server in a separate process that reports its resource counts, to find leaks and measure memory. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverOptions } from '../../../../server/setup/install/compiled.mjs';
import type { SignalingLimits } from '../../../../server/src/signaling/limits.ts';
import { workerBin } from '../../media/worker-bin.ts';
import { testKey } from '../../server/test-server.ts';

/** Taken after garbage collection. */
export interface Census {
  /** Routers, transports, producers, consumers and observers in all media workers. */
  held: number;
  /** In the JavaScript heap and outside it. */
  usedBytes: number;
  residentBytes: number;
  /** That keep the process running. */
  timers: number;
  /** All that are set. */
  allTimers: number;
  sockets: number;
  /** Rooms in memory. */
  rooms: number;
}

const main = fileURLToPath(new URL('./watched-server-main.ts', import.meta.url));

export class WatchedServer {
  readonly child: ChildProcess;
  readonly dataDir: string;
  readonly url: string;
  /** Everything it printed. */
  output = '';

  static async start(
    options: { env?: Record<string, string>; limits?: Partial<SignalingLimits> } = {},
  ): Promise<WatchedServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'hearthroom-faults-'));
    const child = fork(main, [JSON.stringify(options.limits ?? {})], {
      execArgv: [...serverOptions, '--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env.PATH ?? '',
        HEARTHROOM_PORT: '0',
        HEARTHROOM_MEDIA_PORT: '0',
        HEARTHROOM_WORKERS: '2',
        HEARTHROOM_WORKER_BIN: workerBin(),
        HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}`,
        HEARTHROOM_DATA_DIR: dataDir,
        HEARTHROOM_API_REQUESTS_PER_MINUTE: '1000000',
        ...options.env,
      },
    });
    const [message] = await once(child, 'message');
    return new WatchedServer(child, dataDir, urlOf(message));
  }

  private constructor(child: ChildProcess, dataDir: string, url: string) {
    this.child = child;
    this.dataDir = dataDir;
    this.url = url;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        this.output += String(text);
      });
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async census(): Promise<Census> {
    const answer = once(this.child, 'message');
    this.child.send('census');
    const [message] = await answer;
    if (!isCensus(message)) throw new Error(`no census: ${JSON.stringify(message)}`);
    return message.census;
  }

  async remove(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await gone;
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

function urlOf(message: unknown): string {
  const isNamed = typeof message === 'object' && message !== null && 'url' in message;
  if (!isNamed || typeof message.url !== 'string') throw new Error('The server did not say where it is');
  return message.url;
}

const isCensus = (message: unknown): message is { census: Census } =>
  typeof message === 'object' && message !== null && 'census' in message;
