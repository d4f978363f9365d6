/**
 * Keeps one pair of transports open while the server is reached: opens it, watches its path, retries when opening
 * fails, and replaces it when it is broken. What is sent and received over it is decided by SessionMedia.
 */
import type { Device, types } from 'mediasoup-client';
import type { Result } from '../../../protocol/messages/messages.ts';
import type { RtpCapabilities } from '../../../protocol/schemas/rtp-schemas.ts';
import type { Environment } from '../../core/environment.ts';
import { type HearthroomError, toHearthroomError } from '../../core/hearthroom-error.ts';
import type { Request } from '../../core/wire.ts';
import type { MediaCipher } from '../media-cipher.ts';
import type { MediaQueues } from '../media-queues.ts';
import { writeCapabilities } from '../wire/wire-media.ts';
import { loadDevice } from './load-device.ts';
import { MediaConnection, type MediaConnectionOptions } from './media-connection.ts';
import { OutageWatch } from './media-outage.ts';
import type { MediaServerAddress } from './media-server-address.ts';
import { PathWatch } from './path-watch.ts';
import { holdBack } from './simulated-loss.ts';

export interface ConnectionKeeperOptions {
  environment: Environment;
  request: Request;
  queues: MediaQueues;
  /**
   * For the next pair of transports; null: their media is not encrypted end to end, and can't be later. Always null with an
   * injected WebRTC, which has no transforms.
   */
  cipher: () => MediaCipher | null;
  /** Whether the server knows replaced tracks and the sound of screens. */
  takesScreenAudio: () => boolean;
  handlers: {
    /** A new connection is being opened: everything that is wanted must be done on it. */
    opening(): void;
    opened(connection: MediaConnection): void;
    /**
     * Everything on this connection is void; null: everything that was offered for a connection that was never opened.
     */
    dropped(connection: MediaConnection | null): void;
    failed(error: HearthroomError): void;
    /** No media reaches these addresses of the server. */
    outageBegun(servers: MediaServerAddress[]): void;
    outageEnded(): void;
    /** This source, or with null everything, can't be encrypted. */
    encryptionFailed(source: string | null): void;
  };
}

export type AuthenticatedMedia = Pick<Result<'authenticate'>, 'routerRtpCapabilities' | 'iceServers' | 'transports'>;

const firstRetryDelayMs = 500;
const longestRetryDelayMs = 8_000;

export class ConnectionKeeper {
  readonly #options: ConnectionKeeperOptions;
  /** From the current connection to the server; null while there is none. */
  #arrival: AuthenticatedMedia | null = null;
  /** The transports that came with `#arrival`, until they are used. */
  #transports: Result<'openMedia'> | null = null;
  /** For the server's capabilities of this text: those of `hello`, until another server answers. */
  #device: { device: Promise<Device>; capabilities: string } | null = null;
  #connection: MediaConnection | null = null;
  #watch: PathWatch | null = null;
  readonly #outage: OutageWatch;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failedOpenings = 0;
  #simulatedLoss: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionKeeperOptions) {
    this.#options = options;
    this.#outage = new OutageWatch({
      handleBegun: () => options.handlers.outageBegun(this.#connection?.servers ?? []),
      handleEnded: () => options.handlers.outageEnded(),
    });
  }

  /** The pair in use, also while the server is not reached. */
  get connection(): MediaConnection | null {
    return this.#connection;
  }

  /** The server is reached: it can answer requests about media. */
  get isReached(): boolean {
    return this.#arrival !== null;
  }

  /** No media gets through: true from `outageBegun` to `outageEnded`. */
  get isOutage(): boolean {
    return this.#outage.isOutage;
  }

  isCurrent(connection: MediaConnection): boolean {
    return this.#connection === connection && this.isReached;
  }

  /** The capabilities to receive media from this server; null without WebRTC. */
  async findCapabilities(routerRtpCapabilities: unknown): Promise<RtpCapabilities | null> {
    try {
      const device = await this.#loadDevice(routerRtpCapabilities);
      return writeCapabilities(device.recvRtpCapabilities);
    } catch {
      // Reported when media is opened: joining works without it.
      return null;
    }
  }

  /**
   * The server is reached, for the first time or again.
   * @param isKept whether the server still has the previous transports
   * @returns those transports, if they are usable; null: others are being opened
   */
  handleConnected(arrival: AuthenticatedMedia, isKept: boolean): MediaConnection | null {
    // Not in the constructor: a session that is never connected is never closed, and the page would keep it.
    this.#options.environment.signals?.addEventListener('online', this.#handleOnline);
    this.#arrival = arrival;
    const { transports, iceServers, routerRtpCapabilities } = arrival;
    // Those were opened for what `hello` said.
    const isAsSaid = this.#device?.capabilities === JSON.stringify(routerRtpCapabilities);
    this.#transports = transports && isAsSaid ? { ...transports, iceServers } : null;
    const connection = this.#connection;
    if (isKept && connection?.isUsable) {
      this.#watchPath(connection);
      // The request before may have been lost with the connection.
      connection.acceptSources();
      return connection;
    }
    this.reopen();
    return null;
  }

  /** The server is not reached; media continues to flow. */
  handleDisconnected(): void {
    this.#arrival = null;
    this.#watch?.close();
    this.#outage.pause();
    clearTimeout(this.#retry);
  }

  /** Closes the pair in use and opens another one. */
  reopen(): void {
    this.drop();
    this.#options.queues
      .open(() => this.#open())
      .then(
        () => {
          this.#failedOpenings = 0;
        },
        (error: unknown) => this.#handleOpenFailure(toHearthroomError(error)),
      );
    this.#options.handlers.opening();
  }

  drop(): void {
    clearTimeout(this.#retry);
    this.#watch?.close();
    this.#outage.pause();
    this.#options.handlers.dropped(this.#connection);
    this.#connection?.close();
    this.#connection = null;
  }

  /** For `session.simulate`: no media passes for this time. */
  simulateLoss(durationMs: number): void {
    const connection = this.#connection;
    const watch = this.#watch;
    if (!connection || !watch) return;
    const release = holdBack(connection);
    watch.takeForLost(true);
    this.#simulatedLoss = setTimeout(() => {
      release();
      watch.takeForLost(false);
    }, durationMs);
  }

  close(): void {
    clearTimeout(this.#simulatedLoss);
    this.#options.environment.signals?.removeEventListener('online', this.#handleOnline);
    this.#arrival = null;
    this.#outage.close();
    this.drop();
  }

  async #open(): Promise<void> {
    const arrival = this.#arrival;
    // Requested twice, or the server is not reached any more: the next connect opens.
    if (!arrival || this.#connection) return;
    const device = await this.#loadDevice(arrival.routerRtpCapabilities);
    const cipher = this.#options.cipher();
    const connection = await this.#connect(device, cipher);
    // With another cipher now, `reopen` was called meanwhile, and opens the next pair.
    if (this.#arrival !== arrival || this.#options.cipher() !== cipher) {
      connection.close();
      return;
    }
    this.#connection = connection;
    this.#watchPath(connection);
    this.#options.handlers.opened(connection);
  }

  /** Uses the transports that came with the arrival the first time, new ones after that. */
  async #connect(device: Device, cipher: MediaCipher | null): Promise<MediaConnection> {
    const { environment, request, handlers } = this.#options;
    const options: MediaConnectionOptions = {
      device,
      request,
      cameraEncodings: environment.cameraEncodings,
      canPrepare: environment.RTCPeerConnection === null,
      cipher,
      takesScreenAudio: this.#options.takesScreenAudio(),
      handleEncryptionFailed: handlers.encryptionFailed,
      handleStateChange: () => {
        if (this.#connection) this.#handleState(this.#connection.connectionState);
      },
      handleBroken: (error) => this.#handleOpenFailure(error),
    };
    const transports = this.#transports;
    this.#transports = null;
    if (transports) return new MediaConnection(options, transports);
    // What was offered so far was for other transports.
    handlers.dropped(null);
    return await MediaConnection.open(options);
  }

  #loadDevice(routerRtpCapabilities: unknown): Promise<Device> {
    const capabilities = JSON.stringify(routerRtpCapabilities);
    if (this.#device?.capabilities !== capabilities)
      this.#device = { capabilities, device: loadDevice(this.#options.environment, routerRtpCapabilities) };
    return this.#device.device;
  }

  #handleOpenFailure(error: HearthroomError): void {
    if (!this.#arrival || error.code === 'not-admitted') return;
    // A worker is being replaced, usually before the first retry: do not report it yet.
    const isPassing = error.code === 'media-unavailable' && this.#failedOpenings === 0;
    if (!isPassing) this.#options.handlers.failed(error);
    if (error.code === 'media-unsupported') return;
    const delayMs = Math.min(firstRetryDelayMs * 2 ** this.#failedOpenings, longestRetryDelayMs);
    this.#failedOpenings += 1;
    this.#retry = setTimeout(() => this.reopen(), delayMs);
  }

  #watchPath(connection: MediaConnection): void {
    this.#watch?.close();
    const watch = new PathWatch({
      readState: () => connection.connectionState,
      restartIce: () => connection.restartIce(),
      handleBroken: () => {
        if (!this.isCurrent(connection)) return;
        this.#outage.handleFailed();
        this.reopen();
      },
    });
    this.#watch = watch;
    this.#handleState(connection.connectionState);
  }

  #handleState(state: types.ConnectionState): void {
    if (this.isReached) this.#outage.handleState(state);
    this.#watch?.handleState(state);
  }

  readonly #handleOnline = (): void => {
    if (this.#arrival && this.#connection && this.#connection.connectionState !== 'new') this.#watch?.restart();
  };
}
