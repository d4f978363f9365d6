/** The real coturn with the configuration of the examples, in a network of the test. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../../examples/turn/turnserver.conf', import.meta.url));
const program = () => process.env.TURNSERVER_BIN ?? 'turnserver';

export const turnSecret = 'a-secret-of-the-relay-0123456789abcdef';
const port = 3478;

export interface CoturnOptions {
  /** The address on which it listens and relays. */
  address: string;
  /** The media server's address. */
  peerAddress: string;
  /** Lines after those of the example. */
  more?: string[];
}

/** @returns why it cannot be run, or null */
export function whyNoCoturn(): string | null {
  // With -h it exits with or without an error, depending on its version.
  return spawnSync(program(), ['-h']).error ? 'there is no coturn here: install coturn, or set TURNSERVER_BIN' : null;
}

export class Coturn {
  readonly address: string;
  readonly port = port;
  readonly #folder: string;
  #child: ChildProcess;

  static async start(options: CoturnOptions): Promise<Coturn> {
    const folder = mkdtempSync(join(tmpdir(), 'hearthroom-turn-'));
    writeFileSync(join(folder, 'turnserver.conf'), configure(options, folder));
    const coturn = new Coturn(options.address, folder);
    await coturn.#isUp();
    return coturn;
  }

  private constructor(address: string, folder: string) {
    this.address = address;
    this.#folder = folder;
    this.#child = run(folder);
  }

  /** Stops it with all its allocations and starts it again without any. */
  async restart(): Promise<void> {
    await this.#end();
    this.#child = run(this.#folder);
    await this.#isUp();
  }

  async close(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** It starts to listen on UDP and TCP at the same time. */
  async #isUp(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (await accepts(this.address)) return;
      if (this.#child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('coturn did not start');
  }
}

/** The example with this test's values. A line that is not in the example is an error in one of the two. */
function configure({ address, peerAddress, more = [] }: CoturnOptions, folder: string): string {
  const values = {
    'listening-ip': address,
    'relay-ip': address,
    'static-auth-secret': turnSecret,
    'allowed-peer-ip': peerAddress,
  };
  let text = readFileSync(example, 'utf8');
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^${name}=.*$`, 'm');
    if (!line.test(text)) throw new Error(`The example has no line for ${name}`);
    text = text.replace(line, `${name}=${value}`);
  }
  return [text, `userdb=${join(folder, 'turndb')}`, `pidfile=${join(folder, 'pid')}`, ...more, ''].join('\n');
}

const run = (folder: string): ChildProcess =>
  spawn(program(), ['-c', join(folder, 'turnserver.conf')], { stdio: 'ignore' });

function accepts(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const answer = (isUp: boolean) => () => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false));
  });
}
