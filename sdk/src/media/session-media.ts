/**
 * The media of a session: keeps transports open, publishes what the person wants to show and receives what the server
 * offers, through lost connections, changes of admission and media resets. Everything is brought in step with the newest
 * wish by work in one queue, so that nothing needs undoing.
 */
import type { Device } from 'mediasoup-client';
import type { ConsumerDescription, OwnTrack, Result } from '../../protocol/messages.ts';
import type { TrackSource } from '../../protocol/room.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type { Environment } from '../environment.ts';
import { type HearthroomError, toHearthroomError } from '../errors.ts';
import type { Request } from '../wire.ts';
import { layerFor } from './encodings.ts';
import { type Lane, Lanes } from './lanes.ts';
import { loadDevice } from './load-device.ts';
import { MediaConnection, type MediaConnectionOptions } from './media-connection.ts';
import { PathWatch } from './path-watch.ts';
import { adoptTracks, sources, syncSource, type Wanted } from './publishing.ts';
import { Reception } from './reception.ts';
import { holdBack } from './simulated-loss.ts';
import { writeCapabilities } from './wire-media.ts';

export interface SessionMediaOptions {
  environment: Environment;
  request: Request;
  wanted: Wanted;
  handlers: {
    trackReceived(description: ConsumerDescription, track: MediaStreamTrack, isReceived: boolean): void;
    trackClosed(consumerId: string): void;
    receptionChanged(consumerId: string, isReceived: boolean): void;
    /** A host muted this track while the connection was lost. */
    mutedMeanwhile(source: TrackSource): void;
    /** What nobody waits for did not work. */
    failed(error: HearthroomError, source: TrackSource | null): void;
  };
}

/** Whether this client may have media with anybody: in the group, or with one host while waiting. */
export type Sharing = 'on' | 'off';

type Arrival = Pick<Result<'authenticate'>, 'routerRtpCapabilities' | 'iceServers' | 'media' | 'transports'>;

const firstRetryDelayMs = 500;
const longestRetryDelayMs = 8_000;

export class SessionMedia {
  readonly #options: SessionMediaOptions;
  readonly #lanes = new Lanes();
  readonly #reception: Reception;
  /** Of the connection to the server, while there is one. */
  #arrival: Arrival | null = null;
  /** The transports that came with it, until they are used. */
  #transports: Result<'openMedia'> | null = null;
  #sharing: Sharing = 'off';
  #device: Promise<Device> | null = null;
  #connection: MediaConnection | null = null;
  #watch: PathWatch | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failedOpenings = 0;
  #simulatedLoss: ReturnType<typeof setTimeout> | undefined;
  #state: 'open' | 'closed' = 'open';

  constructor(options: SessionMediaOptions) {
    const { handlers } = options;
    this.#options = options;
    this.#reception = new Reception(options.request, {
      trackReceived: handlers.trackReceived,
      trackClosed: handlers.trackClosed,
      receptionChanged: handlers.receptionChanged,
      failed: (error) => this.#fail(error, null),
    });
    options.environment.signals?.addEventListener('online', this.#handleOnline);
  }

  /** What can be received of such a server, told when joining; null without WebRTC. */
  async findCapabilities(routerRtpCapabilities: unknown): Promise<RtpCapabilities | null> {
    try {
      const device = await this.#loadDevice(routerRtpCapabilities);
      return writeCapabilities(device.recvRtpCapabilities);
    } catch {
      // It is told when media is opened: joining does without.
      return null;
    }
  }

  /** There are transports that can go on after a reconnect. */
  get hasTransports(): boolean {
    return this.#connection?.isUsable ?? false;
  }

  /** The server is reached, for the first time or again. */
  handleConnected(arrival: Arrival, sharing: Sharing): void {
    this.#arrival = arrival;
    this.#sharing = sharing;
    const { media, transports, iceServers } = arrival;
    this.#transports = transports ? { ...transports, iceServers } : null;
    const connection = this.#connection;
    if (!media || !connection?.isUsable) {
      this.#reopen();
      return;
    }
    this.#reception.replaceOffers(media.consumers, connection);
    this.#watchPath(connection);
    this.#adopt(media.tracks, connection);
    this.#background('receiving', async () => {
      if (!this.#isCurrent(connection)) return;
      await this.#reception.sync(connection);
      await this.#reception.syncWanted(connection);
    });
    this.#syncAll();
  }

  /** Takes over what the server still has of one's own tracks, once nothing of before is under way. */
  #adopt(tracks: OwnTrack[], connection: MediaConnection): void {
    const before = this.#lanes.settled(sources);
    this.#lanes
      .open(async () => {
        await before;
        if (!this.#isCurrent(connection)) return;
        const muted = await adoptTracks(tracks, connection.senders, this.#options.request);
        for (const source of muted) this.#options.handlers.mutedMeanwhile(source);
      })
      .catch((error: unknown) => this.#fail(toHearthroomError(error), null));
  }

  /** The server is out of reach; media that flows goes on flowing. */
  handleDisconnected(): void {
    this.#arrival = null;
    this.#watch?.close();
    clearTimeout(this.#retry);
  }

  setSharing(sharing: Sharing): void {
    const before = this.#sharing;
    this.#sharing = sharing;
    if (before === sharing) return;
    if (sharing === 'off') {
      // The server has closed all this; the person sees it at once, and what they wanted to show is kept.
      for (const source of sources) this.#connection?.senders.unpublish(source);
      this.#reception.clear(this.#connection);
    } else if (!this.#connection) {
      this.#reopen();
    }
    this.#syncAll();
  }

  get videoReception(): 'on' | 'off' {
    return this.#reception.video;
  }

  /** Rejects with HearthroomError. Without a connection it is remembered for the next one. */
  setVideoReception(video: 'on' | 'off'): Promise<void> {
    this.#reception.setVideo(video);
    return this.#lanes.run('receiving', async () => {
      const connection = this.#connection;
      if (!connection || !this.#arrival) return;
      try {
        await this.#reception.syncWanted(connection);
      } catch (error) {
        if (toHearthroomError(error).code !== 'connection-lost') throw error;
      }
    });
  }

  /** One's own rights changed. */
  handleGrants(): void {
    this.#syncAll();
  }

  handleConsumersAdded(consumers: ConsumerDescription[]): void {
    this.#reception.offer(consumers);
    this.#background('receiving', async () => {
      if (this.#connection) await this.#reception.sync(this.#connection);
    });
  }

  handleConsumerUpdated({ consumerId, paused }: { consumerId: string; paused: boolean }): void {
    this.#reception.handlePaused(consumerId, paused);
  }

  handleConsumersClosed(consumerIds: string[]): void {
    this.#reception.withdraw(consumerIds, this.#connection);
  }

  /** A video is shown at this height now, in pixels of the screen; null: not at all. */
  handleShownHeight(consumerId: string, heightPx: number | null): void {
    this.#reception.handleShown(consumerId, heightPx === null ? null : layerFor(heightPx));
  }

  /** What nobody looks at of one's own camera isn't sent. */
  handleWantedLayers({ trackId, spatialLayer }: { trackId: string; spatialLayer: number }): void {
    this.#background('camera', async () => await this.#connection?.senders.limitLayers(trackId, spatialLayer));
  }

  /** @returns whether this track is published now */
  handleMuted(source: TrackSource, trackId: string): boolean {
    const publication = this.#connection?.senders.publications.get(source);
    if (publication?.trackId !== trackId) return false;
    publication.paused = true;
    return true;
  }

  /** The server lost this client's transports. */
  handleReset(): void {
    this.#reopen();
  }

  /** The server is gone, and the transports with it. */
  handleGone(): void {
    this.#dropConnection();
  }

  /** For `session.simulate`: nothing gets through for a while. */
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

  /** Brings one source in step with what is wanted. Rejects with HearthroomError when that did not work. */
  sync(source: TrackSource): Promise<void> {
    return this.#lanes.run(source, () => this.#syncSource(source));
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#simulatedLoss);
    this.#options.environment.signals?.removeEventListener('online', this.#handleOnline);
    this.#arrival = null;
    this.#dropConnection();
  }

  // ---------------------------------------------------------------- transports

  #reopen(): void {
    clearTimeout(this.#retry);
    this.#dropConnection();
    this.#lanes
      .open(() => this.#open())
      .then(
        () => {
          this.#failedOpenings = 0;
        },
        (error: unknown) => this.#handleOpenFailure(toHearthroomError(error)),
      );
    this.#syncAll();
  }

  async #open(): Promise<void> {
    const arrival = this.#arrival;
    // Asked for twice, or out of reach again: whoever reaches the server next opens.
    if (!arrival || this.#connection) return;
    const device = await this.#loadDevice(arrival.routerRtpCapabilities);
    const connection = await this.#connect(device);
    if (this.#arrival !== arrival) {
      connection.close();
      return;
    }
    this.#connection = connection;
    this.#watchPath(connection);
    if (!this.#isSharing() && this.#isBrowser) {
      connection.connectAhead().catch(() => {
        // The first track connects instead.
      });
    }
  }

  /** On the transports that came with the arrival, the first time; on new ones after that. */
  async #connect(device: Device): Promise<MediaConnection> {
    const options: MediaConnectionOptions = {
      device,
      request: this.#options.request,
      cameraEncodings: this.#options.environment.cameraEncodings,
      canBeSilent: this.#isBrowser,
      handleStateChange: () => {
        if (this.#connection) this.#watch?.handleState(this.#connection.connectionState);
      },
      handleBroken: (error) => this.#handleOpenFailure(error),
    };
    const transports = this.#transports;
    this.#transports = null;
    if (transports) return new MediaConnection(options, transports);
    // What was offered so far was for other transports.
    this.#reception.clear(null);
    return await MediaConnection.open(options);
  }

  #loadDevice(routerRtpCapabilities: unknown): Promise<Device> {
    this.#device ??= loadDevice(this.#options.environment, routerRtpCapabilities);
    return this.#device;
  }

  #handleOpenFailure(error: HearthroomError): void {
    if (this.#state === 'closed' || !this.#arrival || error.code === 'not-admitted') return;
    // A worker is being replaced, as a rule within the first retry: nothing to alarm anybody with.
    const isPassing = error.code === 'media-unavailable' && this.#failedOpenings === 0;
    if (!isPassing) this.#fail(error, null);
    if (error.code === 'media-unsupported') return;
    const delayMs = Math.min(firstRetryDelayMs * 2 ** this.#failedOpenings, longestRetryDelayMs);
    this.#failedOpenings += 1;
    this.#retry = setTimeout(() => this.#reopen(), delayMs);
  }

  #dropConnection(): void {
    clearTimeout(this.#retry);
    this.#watch?.close();
    this.#reception.clear(this.#connection);
    this.#connection?.close();
    this.#connection = null;
  }

  #watchPath(connection: MediaConnection): void {
    this.#watch?.close();
    const watch = new PathWatch({
      readState: () => connection.connectionState,
      restartIce: () => connection.restartIce(),
      handleBroken: () => {
        if (this.#isCurrent(connection)) this.#reopen();
      },
    });
    this.#watch = watch;
    watch.handleState(connection.connectionState);
  }

  readonly #handleOnline = (): void => {
    if (this.#arrival && this.#connection && this.#connection.connectionState !== 'new') this.#watch?.restart();
  };

  // ---------------------------------------------------------------- publishing

  #syncAll(): void {
    for (const source of sources) this.#background(source, () => this.#syncSource(source));
  }

  async #syncSource(source: TrackSource): Promise<void> {
    const connection = this.#connection;
    if (!connection || !this.#arrival) return;
    if (!this.#isSharing()) {
      await this.#prepareSource(source, connection);
      return;
    }
    try {
      await syncSource(source, connection.senders, this.#options.wanted, this.#options.request);
    } catch (error) {
      // What failed on transports that are no longer in use is done again on their successors, and after a put back later.
      if (this.#isCurrent(connection) && this.#isSharing()) throw error;
      return;
    }
    // Put back while it was being published.
    if (this.#isCurrent(connection) && !this.#isSharing()) connection.senders.unpublish(source);
  }

  /** Whoever waits has the time for it: at their admission nothing is left to be negotiated for what they send. */
  async #prepareSource(source: TrackSource, { senders }: MediaConnection): Promise<void> {
    const wish = this.#options.wanted(source);
    if (!wish) return;
    await senders.prepare(source, wish.mediaStreamTrack).catch(() => {
      // It is made when it is published.
    });
  }

  /** An injected WebRTC need not know data channels, nor senders without a track. */
  get #isBrowser(): boolean {
    return this.#options.environment.RTCPeerConnection === null;
  }

  #isSharing(): boolean {
    return this.#sharing === 'on';
  }

  #isCurrent(connection: MediaConnection): boolean {
    return this.#connection === connection && this.#arrival !== null;
  }

  #background(lane: Lane, work: () => Promise<void>): void {
    const source = lane === 'receiving' ? null : lane;
    this.#lanes.run(lane, work).catch((error: unknown) => this.#fail(toHearthroomError(error), source));
  }

  #fail(error: HearthroomError, source: TrackSource | null): void {
    // Without a connection everything fails; it is made good with the next one.
    if (this.#state === 'open' && this.#arrival) this.#options.handlers.failed(error, source);
  }
}
