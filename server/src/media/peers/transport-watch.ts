/**
 * Watches whether a transport connects, from when its client begins to connect it, and whether its path is lost later.
 */

import type { types } from 'mediasoup';
import type { ConnectStage, Direction, MediaPath } from '../../core/events/media-events.ts';

/** `idle`: the client has not begun to connect it. */
export type WatchState = 'idle' | 'connecting' | 'connected' | 'failed' | 'closed';

/** An observed change. Times in milliseconds, rounded. */
export type PathChange =
  | { type: 'connected'; path: MediaPath; afterMs: number }
  /** At most once per transport; `connected` may still follow. */
  | { type: 'failed'; stage: ConnectStage; afterMs: number }
  /** `agoMs`: how long ago the path was lost. */
  | { type: 'lost'; agoMs: number }
  /** `afterMs`: how long it was lost. */
  | { type: 'restored'; path: MediaPath; afterMs: number }
  | { type: 'changed'; path: MediaPath };

export interface TransportWatchOptions {
  timeoutMs: number;
  /** Seconds without a consent check (RFC 7675) after which the path counts as lost. */
  consentTimeoutS: number;
  /** Is this the address of a relay? */
  isRelay: (address: string) => boolean;
  onChange: (direction: Direction, change: PathChange) => void;
}

export class TransportWatch {
  readonly #transport: types.WebRtcTransport;
  readonly #options: TransportWatchOptions;
  #state: WatchState = 'idle';
  #stage: ConnectStage = 'ice';
  #timer: NodeJS.Timeout | undefined;
  readonly #direction: Direction;
  #startedAt = 0;
  #connectedAt = 0;
  #path: MediaPath | null = null;
  /** When the path was lost; null: it isn't lost. */
  #lostAt: number | null = null;

  constructor(transport: types.WebRtcTransport, direction: Direction, options: TransportWatchOptions) {
    this.#transport = transport;
    this.#direction = direction;
    this.#options = options;
    transport.on('icestatechange', (state) => this.#handleIce(state));
    transport.on('iceselectedtuplechange', () => this.#handlePath());
    transport.on('dtlsstatechange', (state) => this.#handleDtls(state));
  }

  get state(): WatchState {
    return this.#state;
  }

  /** It did not connect in time, or lost its path later. */
  get isLost(): boolean {
    if (this.#state === 'idle') return false;
    const { iceState, dtlsState } = this.#transport;
    return this.#state === 'failed' || iceState === 'disconnected' || dtlsState === 'failed';
  }

  /** The client has sent its DTLS parameters: ICE begins. */
  start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'connecting';
    this.#startedAt = performance.now();
    this.#timer = setTimeout(() => this.#fail(), this.#options.timeoutMs);
    this.#timer.unref();
  }

  /** The worker refused the client's parameters: nothing was begun, and the client may try again. */
  cancel(): void {
    if (this.#state !== 'connecting') return;
    clearTimeout(this.#timer);
    this.#state = 'idle';
  }

  /** Nothing is reported afterwards. Idempotent. */
  close(): void {
    clearTimeout(this.#timer);
    this.#state = 'closed';
  }

  #handleIce(state: types.IceState): void {
    if (state === 'connected' || state === 'completed') {
      this.#stage = 'dtls';
      this.#handleRestored();
    } else if (state === 'disconnected') this.#handleLost(this.#silentMs);
  }

  #handleDtls(state: types.DtlsState): void {
    if (this.#state === 'closed') return;
    if (state === 'failed') {
      this.#stage = 'dtls';
      this.#handleLost(0);
      this.#fail();
    } else if (state === 'connected') {
      clearTimeout(this.#timer);
      this.#state = 'connected';
      this.#connectedAt = performance.now();
      this.#path = this.#findPath();
      this.#tell({ type: 'connected', path: this.#path, afterMs: since(this.#startedAt) });
    }
  }

  #handleLost(agoMs: number): void {
    if (this.#state !== 'connected' || this.#lostAt !== null) return;
    this.#lostAt = performance.now() - agoMs;
    this.#tell({ type: 'lost', agoMs });
  }

  /** How long nothing was received when ICE gives up a path. A closed TCP connection is noticed at once. */
  get #silentMs(): number {
    return this.#path === 'tcp' ? 0 : Math.min(this.#options.consentTimeoutS * 1_000, since(this.#connectedAt));
  }

  #handleRestored(): void {
    if (this.#state !== 'connected' || this.#lostAt === null) return;
    const afterMs = since(this.#lostAt);
    this.#lostAt = null;
    this.#path = this.#findPath();
    this.#tell({ type: 'restored', path: this.#path, afterMs });
  }

  /** Reports only a change of kind: changes between paths of the same kind are frequent and have no effect. */
  #handlePath(): void {
    if (this.#state !== 'connected' || this.#lostAt !== null || !this.#transport.iceSelectedTuple) return;
    const path = this.#findPath();
    if (path === this.#path) return;
    this.#path = path;
    this.#tell({ type: 'changed', path });
  }

  #findPath(): MediaPath {
    const tuple = this.#transport.iceSelectedTuple;
    if (!tuple) return 'udp';
    return tuple.remoteIp !== undefined && this.#options.isRelay(tuple.remoteIp) ? 'relay' : tuple.protocol;
  }

  #tell(change: PathChange): void {
    this.#options.onChange(this.#direction, change);
  }

  #fail(): void {
    if (this.#state !== 'connecting') return;
    clearTimeout(this.#timer);
    this.#state = 'failed';
    this.#tell({ type: 'failed', stage: this.#stage, afterMs: since(this.#startedAt) });
  }
}

const since = (start: number): number => Math.round(performance.now() - start);
