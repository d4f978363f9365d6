/**
 * Notices that a peer does not answer although its connections are open: a process that is stopped, or a network that
 * drops packets. One connection per peer, while it is used.
 */
import { WebSocket } from 'ws';

export const heartbeatPath = '/link/heartbeat';

export interface HeartbeatTimings {
  /** Between two pings. */
  readonly heartbeatMs: number;
  /** Intervals without an answer after which the peer is given up. */
  readonly maxMissed: number;
}

export class Heartbeat {
  readonly #dial: () => WebSocket;
  readonly #onMissed: () => void;
  readonly #maxMissed: number;
  readonly #interval: NodeJS.Timeout;
  #socket: WebSocket;
  #isHeard = false;
  /** Intervals are counted, not milliseconds: after a pause of this process itself it is one interval. */
  #missed = 0;

  /**
   * @param dial opens a connection to `heartbeatPath` of the peer
   * @param onMissed the peer is given up; again for as long as it does not answer
   */
  constructor(dial: () => WebSocket, onMissed: () => void, { heartbeatMs, maxMissed }: HeartbeatTimings) {
    this.#dial = dial;
    this.#onMissed = onMissed;
    this.#maxMissed = maxMissed;
    this.#socket = this.#open();
    this.#interval = setInterval(() => this.#beat(), heartbeatMs);
  }

  #open(): WebSocket {
    const socket = this.#dial();
    const hear = (): void => {
      this.#isHeard = true;
    };
    return socket
      .on('open', hear)
      .on('pong', hear)
      .on('error', () => {});
  }

  #beat(): void {
    this.#missed = this.#isHeard ? 0 : this.#missed + 1;
    this.#isHeard = false;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
    else if (this.#socket.readyState === WebSocket.CLOSED) this.#socket = this.#open();
    if (this.#missed >= this.#maxMissed) this.#onMissed();
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#interval);
    this.#socket.terminate();
  }
}
