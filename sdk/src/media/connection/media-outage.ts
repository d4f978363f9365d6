/**
 * Detects that no media gets through, and that it does again. One outage is reported once, however many attempts are
 * made meanwhile.
 */
import type { types } from 'mediasoup-client';

export interface OutageWatchOptions {
  /** No media gets through: the first attempt failed, or a path was lost and an ICE restart did not restore it. */
  handleBegun: () => void;
  handleEnded: () => void;
  /** Milliseconds that connecting may take before it counts as failed; default 10,000. */
  connectTimeoutMs?: number;
}

/**
 * Browsers give up after 15 to 30 s; ICE changes to TCP or a relay within a few seconds. Connecting later ends the
 * outage.
 */
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

  /** @param state current state of the pair of transports in use */
  handleState(state: types.ConnectionState): void {
    if (state === 'connecting') this.#startConnecting();
    else if (state === 'connected') this.#handleConnected();
    // A path that was connected before is restarted first.
    else if (state === 'failed' && this.#state === 'connecting') this.handleFailed();
  }

  /** A path was lost, and no other one was found. */
  handleFailed(): void {
    if (this.#state === 'outage' || this.#state === 'closed') return;
    this.#enter('outage');
    this.#options.handleBegun();
  }

  /** Nothing is attempted now: the server is not reached, or the transports are closed. */
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
