/** Notices that no media gets through at all, and that it does again. One outage is told once, however often a path is tried meanwhile. */
import type { types } from 'mediasoup-client';

/** Where a media server is reached. */
export interface MediaServerAddress {
  protocol: 'udp' | 'tcp';
  /** IP address or host name. */
  address: string;
  port: number;
}

export interface OutageWatchOptions {
  /** No media gets through: the first attempt failed, or a path was lost and a restart did not bring it back. */
  handleBegun: () => void;
  handleEnded: () => void;
  /** How long connecting may take before it counts as failed; 10 s without it. */
  connectTimeoutMs?: number;
}

/** Browsers give up after 15 to 30 s; ICE goes over to TCP or a relay within a few. What connects later ends the outage. */
const defaultConnectTimeoutMs = 10_000;

export class OutageWatch {
  readonly #options: OutageWatchOptions;
  #state: 'idle' | 'connecting' | 'outage' | 'closed' = 'idle';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutageWatchOptions) {
    this.#options = options;
  }

  get isOutage(): boolean {
    return this.#state === 'outage';
  }

  /** @param state of the pair of transports in use, as it is now */
  handleState(state: types.ConnectionState): void {
    if (state === 'connecting') this.#startConnecting();
    else if (state === 'connected') this.#handleConnected();
    // A path that was connected before is restarted first.
    else if (state === 'failed' && this.#state === 'connecting') this.handleFailed();
  }

  /** A path was lost, and looking for another one came to nothing. */
  handleFailed(): void {
    if (this.#state === 'outage' || this.#state === 'closed') return;
    this.#enter('outage');
    this.#options.handleBegun();
  }

  /** Nothing is tried for now: the server is out of reach, or the transports are given up. */
  pause(): void {
    if (this.#state === 'connecting') this.#enter('idle');
  }

  close(): void {
    this.#enter('closed');
  }

  #startConnecting(): void {
    if (this.#state !== 'idle') return;
    this.#enter('connecting');
    const { connectTimeoutMs = defaultConnectTimeoutMs } = this.#options;
    this.#timer = setTimeout(() => this.handleFailed(), connectTimeoutMs);
  }

  #handleConnected(): void {
    const before = this.#state;
    if (before === 'closed') return;
    this.#enter('idle');
    if (before === 'outage') this.#options.handleEnded();
  }

  #enter(state: 'idle' | 'connecting' | 'outage' | 'closed'): void {
    clearTimeout(this.#timer);
    this.#state = state;
  }
}
