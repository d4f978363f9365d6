/**
 * The media of a session: publishes what the person wants to show and receives what the server offers, across lost
 * connections, changes of admission and media resets. Queued work brings everything to the newest choice, so nothing
 * needs to be undone.
 */
import type { ConsumerDescription, OwnTrack, Result } from '../../protocol/messages/messages.ts';
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { RtpCapabilities } from '../../protocol/schemas/rtp-schemas.ts';
import type { Environment } from '../core/environment.ts';
import { HearthroomError, toHearthroomError } from '../core/hearthroom-error.ts';
import type { Request } from '../core/wire.ts';
import { type AuthenticatedMedia, ConnectionKeeper } from './connection/connection-keeper.ts';
import type { MediaConnection } from './connection/media-connection.ts';
import type { MediaOutage, MediaServerAddress } from './connection/media-server-address.ts';
import type { MediaCipher } from './media-cipher.ts';
import { type MediaQueueName, MediaQueues } from './media-queues.ts';
import { Reception } from './reception.ts';
import { layerFor } from './sending/encodings.ts';
import { adoptTracks, closeTrack, sources, syncSource, type Wanted } from './sending/publish-sources.ts';

export interface SessionMediaOptions {
  environment: Environment;
  request: Request;
  wanted: Wanted;
  /** Whether the server knows replaced tracks and the sound of screens: revision 4 of the protocol. */
  takesScreenAudio: () => boolean;
  /**
   * Encrypts and decrypts the media of transports that are opened from now on; null: they are not encrypted end to
   * end. `handleCipher` replaces the transports in use.
   */
  cipher: () => MediaCipher | null;
  handlers: {
    trackReceived(description: ConsumerDescription, track: MediaStreamTrack, isReceived: boolean): void;
    trackClosed(consumerId: string): void;
    receptionChanged(consumerId: string, isReceived: boolean): void;
    /** A host muted this track while the connection was lost. */
    mutedMeanwhile(source: TrackSource): void;
    /** Work that no caller awaits failed. */
    failed(error: HearthroomError, source: TrackSource | null): void;
    /** Media gets through again after a failure with `media-unreachable`. */
    restored(): void;
  };
}

/** Whether this client may exchange media with anybody: in the group, or with one host while waiting. */
export type Sharing = 'on' | 'off';

export class SessionMedia {
  readonly #options: SessionMediaOptions;
  readonly #queues = new MediaQueues();
  readonly #reception: Reception;
  readonly #keeper: ConnectionKeeper;
  #sharing: Sharing = 'off';
  #outage: MediaOutage | null = null;
  /** Could not be encrypted, and are not sent until the person tries again. */
  readonly #unencryptable = new Set<TrackSource>();
  /**
   * Incremented when `#sharing` changes: work that began before the person was put back is void, also when they are
   * admitted again by then.
   */
  #stay = 0;
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
    this.#keeper = new ConnectionKeeper({
      environment: options.environment,
      request: options.request,
      queues: this.#queues,
      cipher: options.cipher,
      takesScreenAudio: options.takesScreenAudio,
      handlers: {
        opening: () => this.#syncAll(),
        opened: (connection) => this.#handleOpened(connection),
        dropped: (connection) => this.#reception.clear(connection),
        failed: (error) => this.#fail(error, null),
        outageBegun: (servers) => this.#handleOutage(servers),
        outageEnded: () => {
          this.#outage = null;
          handlers.restored();
        },
        encryptionFailed: (source) => this.#handleEncryptionFailed(source),
      },
    });
  }

  /** The capabilities to receive media from this server, sent when joining; null without WebRTC. */
  findCapabilities(routerRtpCapabilities: unknown): Promise<RtpCapabilities | null> {
    return this.#keeper.findCapabilities(routerRtpCapabilities);
  }

  get outage(): MediaOutage | null {
    return this.#outage;
  }

  /** Whether there are transports that can continue after a reconnect. */
  get hasTransports(): boolean {
    return this.#keeper.connection?.isUsable ?? false;
  }

  /** The server is reached, for the first time or again. */
  handleConnected(arrival: AuthenticatedMedia & Pick<Result<'authenticate'>, 'media'>, sharing: Sharing): void {
    if (this.#sharing !== sharing) this.#stay += 1;
    this.#sharing = sharing;
    const { media } = arrival;
    const connection = this.#keeper.handleConnected(arrival, media !== undefined);
    if (!media || !connection) return;
    this.#reception.replaceOffers(sharing === 'on' ? media.consumers : [], connection);
    this.#adopt(media.tracks, connection);
    this.#background('receiving', async () => {
      if (!this.#keeper.isCurrent(connection)) return;
      await this.#reception.sync(connection);
      await this.#reception.syncWanted(connection);
    });
    this.#syncAll();
  }

  /** Takes over the tracks that the server still has, after all earlier work is done. */
  #adopt(tracks: OwnTrack[], connection: MediaConnection): void {
    const before = this.#queues.settled(sources);
    this.#queues
      .open(async () => {
        await before;
        if (!this.#keeper.isCurrent(connection)) return;
        const muted = await adoptTracks(tracks, connection.senders, this.#options.request);
        for (const source of muted) this.#options.handlers.mutedMeanwhile(source);
      })
      .catch((error: unknown) => this.#fail(toHearthroomError(error), null));
  }

  /** The server is not reached; media continues to flow. */
  handleDisconnected(): void {
    this.#keeper.handleDisconnected();
  }

  setSharing(sharing: Sharing): void {
    const before = this.#sharing;
    this.#sharing = sharing;
    if (before === sharing) return;
    this.#stay += 1;
    if (sharing === 'off') {
      // The server has closed all of this; it is removed here at once. What the person wanted to show is kept.
      const { connection } = this.#keeper;
      for (const source of sources) connection?.senders.unpublish(source);
      this.#reception.clear(connection);
    } else if (!this.#keeper.connection) {
      this.#keeper.reopen();
      return;
    }
    this.#syncAll();
  }

  get videoReception(): 'on' | 'off' {
    return this.#reception.video;
  }

  /** Rejects with HearthroomError. Without a connection it takes effect with the next one. */
  setVideoReception(video: 'on' | 'off'): Promise<void> {
    this.#reception.setVideo(video);
    return this.#queues.run('receiving', async () => {
      const { connection, isReached } = this.#keeper;
      if (!connection || !isReached) return;
      try {
        await this.#reception.syncWanted(connection);
      } catch (error) {
        if (toHearthroomError(error).code !== 'connection-lost') throw error;
      }
    });
  }

  /** This client's grants changed. */
  handleGrants(): void {
    this.#syncAll();
  }

  handleConsumersAdded(consumers: ConsumerDescription[]): void {
    this.#reception.offer(consumers);
    this.#background('receiving', async () => {
      const { connection } = this.#keeper;
      if (connection) await this.#reception.sync(connection);
    });
  }

  handleConsumerUpdated({ consumerId, paused }: { consumerId: string; paused: boolean }): void {
    this.#reception.handlePaused(consumerId, paused);
  }

  handleConsumersClosed(consumerIds: string[]): void {
    this.#reception.withdraw(consumerIds, this.#keeper.connection);
  }

  /** A video is shown at this height now, in device pixels; null: not shown. */
  handleShownHeight(consumerId: string, heightPx: number | null): void {
    this.#reception.handleShown(consumerId, heightPx === null ? null : layerFor(heightPx));
  }

  /** Layers of this client's camera that nobody shows are not sent. */
  handleWantedLayers({ trackId, spatialLayer }: { trackId: string; spatialLayer: number }): void {
    this.#background('camera', async () => await this.#keeper.connection?.senders.limitLayers(trackId, spatialLayer));
  }

  /** @returns whether this track is published now */
  handleMuted(source: TrackSource, trackId: string): boolean {
    const publication = this.#keeper.connection?.senders.publications.get(source);
    if (publication?.trackId !== trackId) return false;
    publication.paused = true;
    publication.muted = true;
    return true;
  }

  /** The server lost this client's transports. */
  handleReset(): void {
    this.#keeper.reopen();
  }

  /** `cipher` returns another one: everything is sent and received over new transports. */
  handleCipher(): void {
    this.#unencryptable.clear();
    if (this.#keeper.isReached) this.#keeper.reopen();
    else this.#keeper.drop();
  }

  /** The server is gone, and the transports with it. */
  handleGone(): void {
    this.#keeper.drop();
  }

  /** For `session.simulate`: no media passes for this time. */
  simulateLoss(durationMs: number): void {
    this.#keeper.simulateLoss(durationMs);
  }

  /** Publishes, updates or closes one source as wanted. Rejects with HearthroomError if that fails. */
  sync(source: TrackSource): Promise<void> {
    this.#unencryptable.delete(source);
    return this.#queues.run(source, () => this.#syncSource(source));
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#outage = null;
    this.#keeper.close();
  }

  #handleOpened(connection: MediaConnection): void {
    // During an outage connect every new pair, even with nothing to send: that shows when media gets through again.
    if (this.#isSharing() && !this.#keeper.isOutage) return;
    connection.connectAhead().catch(() => {
      // The first track connects instead.
    });
  }

  #syncAll(): void {
    for (const source of sources) this.#background(source, () => this.#syncSource(source));
  }

  async #syncSource(source: TrackSource): Promise<void> {
    const { connection, isReached } = this.#keeper;
    if (!connection || !isReached) return;
    if (!this.#isSharing()) {
      await this.#prepareSource(source, connection);
      return;
    }
    const stay = this.#stay;
    // If the person is put back during publishing, the track is closed and nothing more of it is sent.
    const wanted: Wanted = (one) =>
      this.#stay === stay && !this.#unencryptable.has(one) ? this.#options.wanted(one) : null;
    try {
      await syncSource(source, connection.senders, wanted, this.#options.request);
    } catch (error) {
      // Work that failed on transports that are no longer in use is repeated on the new ones; after the person was put
      // back, with the next admission.
      if (this.#keeper.isCurrent(connection) && this.#stay === stay) throw error;
    }
  }

  /** While the person waits there is time to negotiate in advance what they will send. */
  async #prepareSource(source: TrackSource, { senders }: MediaConnection): Promise<void> {
    const chosen = this.#options.wanted(source);
    if (!chosen) return;
    await senders.prepare(source, chosen).catch(() => {
      // It is created when it is published.
    });
  }

  #isSharing(): boolean {
    return this.#sharing === 'on';
  }

  #background(queue: MediaQueueName, work: () => Promise<void>): void {
    const source = queue === 'receiving' ? null : queue;
    this.#queues.run(queue, work).catch((error: unknown) => this.#fail(toHearthroomError(error), source));
  }

  /** What can't be encrypted is not sent any more, whatever else is in progress. */
  #handleEncryptionFailed(failed: string | null): void {
    const { connection } = this.#keeper;
    for (const source of sources.filter((one) => failed === null || one === failed)) {
      this.#unencryptable.add(source);
      const trackId = connection?.senders.publications.get(source)?.trackId;
      connection?.senders.unpublish(source);
      this.#background(source, async () => {
        if (trackId !== undefined) await closeTrack(trackId, this.#options.request);
        // It may just have been published.
        await this.#syncSource(source);
      });
      if (failed !== null) this.#fail(new HearthroomError('encryption-failed'), source);
    }
    if (failed === null) this.#fail(new HearthroomError('encryption-failed'), null);
  }

  #handleOutage(servers: readonly MediaServerAddress[]): void {
    this.#outage = { servers };
    const where = servers.map(({ protocol, address, port }) => `${protocol} ${address} port ${port}`).join(', ');
    this.#fail(new HearthroomError('media-unreachable', `No media gets through to the server: ${where}`), null);
  }

  #fail(error: HearthroomError, source: TrackSource | null): void {
    // Without a connection everything fails; the next one repeats it.
    if (this.#state === 'open' && this.#keeper.isReached) this.#options.handlers.failed(error, source);
  }
}
