/** Manages the client processes: one that sends, and as many receivers as the load needs. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClientMethod, ClientRequests, ReplyMessage } from './process-messages.ts';

const script = fileURLToPath(new URL('./client-process.ts', import.meta.url));

export class ClientProcess {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  #nextId = 1;

  constructor() {
    this.#child = fork(script, [], {
      execArgv: ['--conditions=hearthroom-source', '--max-semi-space-size=32'],
      serialization: 'advanced',
    });
    this.#child.on('message', (reply: ReplyMessage) => this.#handleReply(reply));
    this.#child.on('exit', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('A client process ended'));
      this.#pending.clear();
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('A client process did not start');
    return this.#child.pid;
  }

  request<M extends ClientMethod>(
    method: M,
    params: ClientRequests[M]['params'],
  ): Promise<ClientRequests[M]['result']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      // Both ends are in this folder, and the method determines the type of the answer.
      this.#pending.set(id, { resolve: (result) => resolve(result as ClientRequests[M]['result']), reject });
      this.#child.send({ id, method, params });
    });
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  #handleReply(reply: ReplyMessage): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('error' in reply) pending?.reject(new Error(reply.error));
    else pending?.resolve(reply.result);
  }
}

/** Packets per second that one process can easily handle. */
const packetsPerReceiver = 25_000;

export class ClientPool {
  readonly sender = new ClientProcess();
  readonly receivers: readonly ClientProcess[];

  /** @param expectedPps packets per second that will arrive, for all clients together */
  constructor(expectedPps: number) {
    const count = Math.max(1, Math.ceil(expectedPps / packetsPerReceiver));
    this.receivers = Array.from({ length: count }, () => new ClientProcess());
  }

  /** The receiving process for this client. */
  receiverFor(index: number): ClientProcess {
    const receiver = this.receivers[index % this.receivers.length];
    if (!receiver) throw new Error('A pool without receivers');
    return receiver;
  }

  get pids(): number[] {
    return [this.sender, ...this.receivers].map(({ pid }) => pid);
  }

  async close(): Promise<void> {
    await Promise.all([this.sender, ...this.receivers].map((client) => client.close()));
  }
}
