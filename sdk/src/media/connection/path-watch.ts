/**
 * Watches the network path of media: asks for an ICE restart when it is lost, and for new transports when that fails.
 */
import type { types } from 'mediasoup-client';

export interface PathWatchOptions {
  /** Returns the current state. */
  readState: () => types.ConnectionState;
  restartIce: () => Promise<void>;
  /** It did not connect, or the restart failed or had no effect. */
  handleBroken: () => void;
  /** For tests. */
  delays?: Delays;
}

interface Delays {
  connectingMs: number;
  disconnectedMs: number;
  restartMs: number;
}

/**
 * `disconnected` often ends by itself within a second or two (a handover between access points). A restart that has not
 * connected after some seconds will not. Browsers give ICE up after 15 to 30 s, but never a DTLS handshake whose packets
 * don't arrive.
 */
const defaultDelays: Delays = { connectingMs: 25_000, disconnectedMs: 2_000, restartMs: 8_000 };

export class PathWatch {
  readonly #options: PathWatchOptions;
  readonly #delays: Delays;
  #state: 'well' | 'connecting' | 'doubtful' | 'restarting' | 'closed' = 'well';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** For `session.simulate`: the path is treated as lost, whatever state is reported. */
  #isTakenForLost = false;

  constructor(options: PathWatchOptions) {
    this.#options = options;
    this.#delays = options.delays ?? defaultDelays;
  }

  handleState(reported: types.ConnectionState): void {
    if (this.#state === 'closed') return;
    const state = this.#isTakenForLost ? 'disconnected' : reported;
    if (state === 'connected' || state === 'new') this.#enter('well');
    else if (state === 'failed') this.restart();
    else if (state === 'connecting' && this.#state === 'well') {
      this.#enter('connecting');
      this.#timer = setTimeout(() => this.#giveUp(), this.#delays.connectingMs);
    } else if (state === 'disconnected' && (this.#state === 'well' || this.#state === 'connecting')) {
      this.#enter('doubtful');
      this.#timer = setTimeout(() => this.restart(), this.#delays.disconnectedMs);
    }
  }

  takeForLost(isLost: boolean): void {
    this.#isTakenForLost = isLost;
    this.handleState(this.#options.readState());
  }

  /** Restarts ICE now, unless a restart is in progress. */
  restart(): void {
    if (this.#state === 'restarting' || this.#state === 'closed') return;
    this.#enter('restarting');
    this.#timer = setTimeout(() => this.#judge(), this.#delays.restartMs);
    this.#options.restartIce().catch(() => this.#judge());
  }

  close(): void {
    this.#enter('closed');
  }

  #enter(state: 'well' | 'connecting' | 'doubtful' | 'restarting' | 'closed'): void {
    clearTimeout(this.#timer);
    this.#state = state;
  }

  #judge(): void {
    if (this.#state !== 'restarting') return;
    // A path that stayed connected changes to the new one without a change of state.
    if (!this.#isTakenForLost && this.#options.readState() === 'connected') {
      this.#enter('well');
      return;
    }
    this.#giveUp();
  }

  #giveUp(): void {
    this.close();
    this.#options.handleBroken();
  }
}
