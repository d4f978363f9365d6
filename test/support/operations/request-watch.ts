/** Requests the room from the server repeatedly, as a customer's backend does, and counts the answers. */
import { sleep } from '../faults/wait.ts';
import type { Deployment } from './deployment.ts';

export interface RequestCounts {
  asked: number;
  /** Answered with an error. */
  refused: number;
  /** Not answered, or answered by the proxy that the server is unavailable. */
  unreachable: number;
}

const pauseMs = 100;
/** Sent only by the proxy: 502 and 504. */
const isFromProxy = (status: number): boolean => status === 502 || status === 504;

export class RequestWatch {
  readonly #deployment: Deployment;
  readonly #room: string;
  #counts: RequestCounts = { asked: 0, refused: 0, unreachable: 0 };
  #isClosed = false;

  constructor(deployment: Deployment, room: string) {
    this.#deployment = deployment;
    this.#room = room;
    void this.#run();
  }

  get counts(): Readonly<RequestCounts> {
    return { ...this.#counts };
  }

  close(): void {
    this.#isClosed = true;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      await this.#ask();
      await sleep(pauseMs);
    }
  }

  async #ask(): Promise<void> {
    const status = await this.#deployment.api('GET', `/v1/rooms/${this.#room}`).then(
      ({ status }) => status,
      () => 502,
    );
    this.#counts.asked += 1;
    if (isFromProxy(status)) this.#counts.unreachable += 1;
    else if (status >= 400) this.#counts.refused += 1;
  }
}
