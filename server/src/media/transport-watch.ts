/** Watches whether a transport connects, from the moment its client begins to connect it. */
import type { types } from 'mediasoup';

export const connectStages = ['ice', 'dtls'] as const;
/** How far a transport came that did not connect: no ICE check reached the server, or the DTLS handshake was not completed. */
export type ConnectStage = (typeof connectStages)[number];

/** `idle`: its client has not begun to connect it. */
export type WatchState = 'idle' | 'connecting' | 'connected' | 'failed' | 'closed';

export interface TransportWatchOptions {
  timeoutMs: number;
  onConnected: () => void;
  /** Called once for each transport; `onConnected` may still follow. */
  onFailed: (stage: ConnectStage) => void;
}

export class TransportWatch {
  readonly #transport: types.WebRtcTransport;
  readonly #options: TransportWatchOptions;
  #state: WatchState = 'idle';
  #stage: ConnectStage = 'ice';
  #timer: NodeJS.Timeout | undefined;

  constructor(transport: types.WebRtcTransport, options: TransportWatchOptions) {
    this.#transport = transport;
    this.#options = options;
    transport.on('icestatechange', (state) => {
      if (state === 'connected' || state === 'completed') this.#stage = 'dtls';
    });
    transport.on('dtlsstatechange', (state) => this.#handleDtls(state));
  }

  get state(): WatchState {
    return this.#state;
  }

  /** It never connected in time, or its path was lost afterwards. */
  get isLost(): boolean {
    if (this.#state === 'idle') return false;
    const { iceState, dtlsState } = this.#transport;
    return this.#state === 'failed' || iceState === 'disconnected' || dtlsState === 'failed';
  }

  /** The client has sent what the handshake needs: ICE begins. */
  start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'connecting';
    this.#timer = setTimeout(() => this.#fail(), this.#options.timeoutMs);
    this.#timer.unref();
  }

  /** The worker refused what the client sent: nothing was begun, and the client may try again. */
  cancel(): void {
    if (this.#state !== 'connecting') return;
    clearTimeout(this.#timer);
    this.#state = 'idle';
  }

  /** Nothing is reported any more. Idempotent. */
  close(): void {
    clearTimeout(this.#timer);
    this.#state = 'closed';
  }

  #handleDtls(state: types.DtlsState): void {
    if (this.#state === 'closed') return;
    if (state === 'failed') {
      this.#stage = 'dtls';
      this.#fail();
    } else if (state === 'connected') {
      clearTimeout(this.#timer);
      this.#state = 'connected';
      this.#options.onConnected();
    }
  }

  #fail(): void {
    if (this.#state !== 'connecting') return;
    clearTimeout(this.#timer);
    this.#state = 'failed';
    this.#options.onFailed(this.#stage);
  }
}
