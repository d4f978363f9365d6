/**
 * Notices that a peer does not answer although its connections are open: a process that is stopped, or a network that
 * drops packets. One connection per peer, while it is used.
 */
import { WebSocket } from 'ws';

export const heartbeatPath = '/link/heartbeat';

/** The part of a WebSocket that is used here. */
export interface HeartbeatSocket {
  readonly readyState: number;
  on(event: 'open' | 'pong' | 'error', listener: () => void): unknown;
  ping(): void;
  terminate(): void;
}

export interface HeartbeatTimings {
  /** Between two pings. */
  readonly heartbeatMs: number;
  /** Intervals without an answer after which the peer is given up. */
  readonly maxMissed: number;
}

export class Heartbeat {
  readonly #dial: () => HeartbeatSocket;
  readonly #onMissed: () => void;
  readonly #maxMissed: number;
  readonly #interval: NodeJS.Timeout;
  #socket: HeartbeatSocket;
  #isHeard = false;
  /** Intervals are counted, not milliseconds: after a pause of this process itself it is one interval. */
  #missed = 0;

  /**
   * @param dial opens a connection to `heartbeatPath` of the peer
   * @param onMissed the peer is given up; again for as long as it does not answer
   */
  constructor(dial: () => HeartbeatSocket, onMissed: () => void, { heartbeatMs, maxMissed }: HeartbeatTimings) {
    this.#dial = dial;
    this.#onMissed = onMissed;
    this.#maxMissed = maxMissed;
    this.#socket = this.#open();
    this.#interval = setInterval(() => this.#beat(), heartbeatMs);
  }

  #open(): HeartbeatSocket {
    const socket = this.#dial();
    const hear = (): void => {
      this.#isHeard = true;
    };
    socket.on('open', hear);
    socket.on('pong', hear);
    socket.on('error', () => {});
    return socket;
  }

  #beat(): void {
    this.#missed = this.#isHeard ? 0 : this.#missed + 1;
    this.#isHeard = false;
    const isGivenUp = this.#missed >= this.#maxMissed;
    // TCP doubles its retry interval, so this connection may stay silent long after the link is back; a new one does not.
    if (isGivenUp && this.#socket.readyState === WebSocket.OPEN) this.#socket.terminate();
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
    else if (this.#socket.readyState === WebSocket.CLOSED) this.#socket = this.#open();
    if (isGivenUp) this.#onMissed();
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#interval);
    this.#socket.terminate();
  }
}
