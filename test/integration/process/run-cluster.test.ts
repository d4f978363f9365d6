/** `npm run cluster`, without its set-up: the demo of several nodes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { rmSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { serverOptions } from '../../../server/setup/install/compiled.mjs';
import { workerBin } from '../../support/media/worker-bin.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const program = fileURLToPath(new URL('../../../server/src/commands/run-cluster/run-cluster.ts', import.meta.url));
/** Outside the range of ports that the kernel gives out; with those of nodes, database and media up to 235 more. */
const port = 20_000 + (process.pid % 40) * 250;

class Demo {
  readonly child: ChildProcess;
  output = '';
  readonly #news = new EventEmitter();

  constructor(t: Test) {
    this.child = spawn(process.execPath, [...serverOptions, program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        ...(process.env.POSTGRES_BIN && { POSTGRES_BIN: process.env.POSTGRES_BIN }),
        HEARTHROOM_PORT: String(port),
        HEARTHROOM_MEDIA_PORT: String(port + 205),
        HEARTHROOM_WORKER_BIN: workerBin(),
        HEARTHROOM_DATA_DIR: t.testdir(),
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#news.emit('news');
      });
    this.child.once('exit', () => this.#news.emit('news'));
    t.teardown(async () => {
      await this.end();
      rmSync(`/var/tmp/hearthroom-cluster-${port + 200}`, { recursive: true, force: true });
    });
  }

  async says(expected: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = expected.exec(this.output);
      if (found) return found;
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.output}`);
      await once(this.#news, 'news');
    }
  }

  async end(): Promise<number | null> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGINT');
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }
}

t.test(
  'the demo of several nodes prints links that work, starts a killed node again, and stops all of it',
  async (t) => {
    const demo = new Demo(t);
    await demo.says(/Stop everything with Ctrl\+C/);
    const [, code = ''] = await demo.says(/\/j\/(\S+)/);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ code });
    const answer = await fetch(`http://127.0.0.1:${port}/j/token`, { method: 'POST', headers, body });
    const token = String((await answer.json()).token);
    const { client, arrival } = await RawClient.join(`http://127.0.0.1:${port}`, { token });
    t.teardown(() => client.socket.terminate());
    t.match(arrival, { snapshot: { state: 'admitted' } });
    const [, pid = ''] = await demo.says(/node-2: process (\d+)/);
    process.kill(Number(pid), 'SIGKILL');
    await demo.says(/node-2: ended \(SIGKILL\); it is started again/);
    t.equal(await demo.end(), 0);
    await t.rejects(fetch(`http://127.0.0.1:${port + 1}/healthz`), 'no node is left');
  },
);
