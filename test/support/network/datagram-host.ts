/** A process on a host of a network, which sends numbered datagrams and knows those that it got. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type FromDatagramHost =
  | { type: 'listening'; port: number }
  | { type: 'received'; number: number; from: string }
  /** All that were asked for have left. */
  | { type: 'sent'; first: number };

export interface ToDatagramHost {
  /** Numbers of the datagrams: from `first` on, `count` of them. */
  first: number;
  count: number;
  bytes: number;
  address: string;
  port: number;
}

const script = fileURLToPath(new URL('./datagram-host-main.ts', import.meta.url));

export class DatagramHost {
  readonly #child: ChildProcess;
  readonly #checks = new Set<() => void>();
  readonly received: { number: number; from: string }[] = [];
  readonly #sent = new Set<number>();
  port = 0;

  /** @param place the command line that runs one on the host */
  static async start(place: (command: readonly string[]) => string[]): Promise<DatagramHost> {
    const [program = '', ...args] = place([process.execPath, '--conditions=hearthroom-source', script]);
    const host = new DatagramHost(spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
    await host.#until(() => host.port > 0);
    return host;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: FromDatagramHost) => {
      if (message.type === 'listening') this.port = message.port;
      else if (message.type === 'sent') this.#sent.add(message.first);
      else this.received.push({ number: message.number, from: message.from });
      for (const check of this.#checks) check();
    });
  }

  /** Resolves when all have left this host. */
  send(message: ToDatagramHost): Promise<void> {
    this.#child.send(message);
    return this.#until(() => this.#sent.has(message.first));
  }

  /** Resolves when this datagram, or a later one, has arrived. */
  arrival(number: number): Promise<void> {
    return this.#until(() => this.received.some((one) => one.number >= number));
  }

  close(): void {
    this.#child.kill();
  }

  #until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!holds()) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      check();
    });
  }
}
