/** The relay, as the bench starts and directs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LineState } from '../scenarios/line-state.ts';
import type { FromRelay, ToRelay } from './relay-messages.ts';

const script = fileURLToPath(new URL('./relay-process.ts', import.meta.url));

export class Relay {
  readonly #child: ChildProcess;
  readonly port: number;

  /**
   * @param place the command line that runs one on the line
   * @param server its media port
   */
  static async start(
    place: (command: readonly string[]) => string[],
    server: { address: string; port: number },
  ): Promise<Relay> {
    const [program = '', ...args] = place([process.execPath, '--conditions=hearthroom-source', script]);
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const exited = once(child, 'exit').then(() => {
      throw new Error('The relay of the line did not start');
    });
    tell(child, { type: 'open', ...server });
    const [reply]: FromRelay[] = await Promise.race([once(child, 'message'), exited]);
    // It may end with its network.
    exited.catch(() => {});
    return new Relay(child, reply?.port ?? 0);
  }

  private constructor(child: ChildProcess, port: number) {
    [this.#child, this.port] = [child, port];
  }

  become({ down, up }: LineState): void {
    tell(this.#child, { type: 'become', down, up });
  }

  close(): void {
    this.#child.kill();
  }
}

const tell = (child: ChildProcess, message: ToRelay): void => void child.send(message);
