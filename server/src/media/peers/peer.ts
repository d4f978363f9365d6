/**
 * One seat's media: two transports, its tracks (producers) and what it receives (consumers). Knows no rules: whoever calls
 * has asked them. All methods throw AppErrors or failures of ours; after a close they throw `media-unavailable`.
 */
import { randomBytes } from 'node:crypto';
import type {
  ConsumerDescription,
  DtlsParameters,
  IceParameters,
  OwnTrack,
  TrackSource,
  TransportParameters,
} from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup';
import type { MediaConfig } from '../../config/config.ts';
import { AppError } from '../../core/errors.ts';
import { readTrackParameters, type TrackOffer } from '../rtp/rtp-parameters.ts';
import type { SeatId } from '../shared/ids.ts';
import { toAppError } from '../shared/media-errors.ts';
import { FirstPacket } from './first-packet.ts';
import { createSeatTransports, describeTransport, type SeatTransports } from './seat-transports.ts';
import { TransportWatch, type TransportWatchOptions } from './transport-watch.ts';

/**
 * At most one key frame request per layer in this time: key frames are large, and one person's bad line must not blur a sender for
 * all. A burst of people joining is answered with the same frame; who asks just after it went by waits for so long.
 */
const keyFrameRequestDelayMs = 1_000;

/** A track as the server holds it. `paused` is what was last asked for; the worker follows in the order of requests. */
export interface Track {
  readonly owner: SeatId;
  readonly source: TrackSource;
  readonly producer: types.Producer;
  paused: boolean;
  /** By a host or the server, since its owner last resumed it. */
  muted: boolean;
}

/** A track of somebody else on its way to this seat. `created`: its client hasn't been told of it yet. */
export interface Reception {
  readonly track: Track;
  readonly consumer: types.Consumer;
  state: 'created' | 'announced';
  /** The highest layer of a video that its client shows; null: it shows none of it. Undefined: it hasn't said. */
  shownLayer: number | null | undefined;
}

export interface PeerOptions {
  seatId: SeatId;
  rtpCapabilities: types.RtpCapabilities;
  config: MediaConfig;
  /** See RoomMediaHandlers.firstPacketSent. */
  onFirstPacket: () => void;
  /** Of each of its two transports. */
  connecting: TransportWatchOptions;
}

export class Peer {
  readonly seatId: SeatId;
  /** By source: one track of each. */
  readonly tracks = new Map<TrackSource, Track>();
  readonly receptions = new Map<Track, Reception>();
  readonly #rtpCapabilities: types.RtpCapabilities;
  readonly #transports: SeatTransports;
  readonly #maxTracks: number;
  readonly #watches: ReadonlyMap<types.WebRtcTransport, TransportWatch>;
  /** Tracks that this client can't decode: not tried again. */
  readonly #undecodable = new WeakSet<Track>();
  readonly #firstPacket: FirstPacket;
  /** RTCP's name for this seat's tracks: what has one name is played in step. Says nothing of whose it is. */
  readonly #cname = randomBytes(8).toString('hex');
  #isClosed = false;

  /** Makes both transports on the router. */
  static async create(
    options: PeerOptions & { router: types.Router; webRtcServer: types.WebRtcServer },
  ): Promise<Peer> {
    const { router, webRtcServer, config, connecting } = options;
    const { maxIncomingBitrateBps } = config;
    const limits = { maxIncomingBitrateBps, consentTimeoutS: connecting.consentTimeoutS };
    return new Peer(options, await createSeatTransports(router, webRtcServer, limits));
  }

  private constructor(options: PeerOptions, transports: SeatTransports) {
    this.seatId = options.seatId;
    this.#rtpCapabilities = options.rtpCapabilities;
    this.#maxTracks = options.config.maxTracksPerSeat;
    this.#firstPacket = new FirstPacket(options.onFirstPacket);
    this.#transports = transports;
    this.#watches = new Map(
      (['send', 'receive'] as const).map((direction) => {
        const transport = transports[direction];
        return [transport, new TransportWatch(transport, direction, options.connecting)];
      }),
    );
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Nothing gets through on one of the transports that its client connects: not any more, or it never did. */
  get isPathLost(): boolean {
    return [...this.#watches.values()].some(({ isLost }) => isLost);
  }

  /** Its client has just begun to connect a transport: whether anything gets through isn't known yet. */
  get isConnecting(): boolean {
    return [...this.#watches.values()].some(({ state }) => state === 'connecting');
  }

  describeTransports(): { send: TransportParameters; receive: TransportParameters } {
    return { send: describeTransport(this.#transports.send), receive: describeTransport(this.#transports.receive) };
  }

  describe(): { tracks: OwnTrack[]; consumers: ConsumerDescription[] } {
    return {
      tracks: [...this.tracks.values()].map(({ producer, source, paused, muted }) => ({
        trackId: producer.id,
        source,
        paused,
        muted,
      })),
      consumers: [...this.receptions.values()]
        .filter(({ state }) => state === 'announced')
        .map((reception) => describeReception(reception)),
    };
  }

  async connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    const transport = this.#transport(transportId);
    const watch = this.#watches.get(transport);
    if (watch?.state !== 'idle') throw new AppError('invalid-params', 'The transport is connected already');
    watch.start();
    // The worker compares fingerprints as upper-case text.
    const fingerprints = dtlsParameters.fingerprints.map(({ algorithm, value }) => ({
      algorithm,
      value: value.toUpperCase(),
    }));
    const role = dtlsParameters.role ?? 'auto';
    try {
      await this.#ask(() => transport.connect({ dtlsParameters: { role, fingerprints } }));
    } catch (error) {
      watch.cancel();
      throw error;
    }
  }

  restartIce(transportId: string): Promise<IceParameters> {
    const transport = this.#transport(transportId);
    return this.#ask(() => transport.restartIce());
  }

  /** Takes a track from the client. One at a time: the caller queues the calls of one seat. */
  async publish(offer: TrackOffer & { paused: boolean }): Promise<Track> {
    if (this.#isClosed) throw new AppError('media-unavailable');
    if (this.tracks.has(offer.source)) throw new AppError('already-published');
    if (this.tracks.size >= this.#maxTracks) throw new AppError('limit-exceeded');
    const others = [...this.tracks.values()].map(({ producer }) => producer.rtpParameters);
    const rtpParameters = readTrackParameters(offer, others, this.#cname);
    const { kind, paused } = offer;
    const producer = await this.#ask(() =>
      this.#transports.send.produce({ kind, rtpParameters, paused, keyFrameRequestDelay: keyFrameRequestDelayMs }),
    );
    if (this.#isClosed) {
      // mediasoup doesn't close what it makes on a transport that was closed meanwhile.
      producer.close();
      throw new AppError('media-unavailable');
    }
    const track: Track = { owner: this.seatId, source: offer.source, producer, paused, muted: false };
    this.tracks.set(track.source, track);
    return track;
  }

  track(trackId: string): Track {
    const track = [...this.tracks.values()].find(({ producer }) => producer.id === trackId);
    if (!track) throw new AppError('not-found');
    return track;
  }

  closeTrack(track: Track): void {
    if (this.tracks.get(track.source) === track) this.tracks.delete(track.source);
    track.producer.close();
  }

  canReceive(track: Track): boolean {
    return !this.#undecodable.has(track);
  }

  /**
   * Makes a consumer, paused at the server; null when this client can't decode the track. It isn't this peer's yet: the
   * caller asks the rules again, then calls `addReception` or closes it.
   */
  async consume(track: Track): Promise<types.Consumer | null> {
    try {
      // mediasoup counts mids for each receiving transport, thus only what this seat itself was allowed to receive.
      return await this.#transports.receive.consume({
        producerId: track.producer.id,
        rtpCapabilities: this.#rtpCapabilities,
        // Without it mediasoup takes NACK (RFC 4585) off audio: lost packets of a voice would never be sent again.
        enableRtx: true,
        paused: true,
      });
    } catch (error) {
      const reason = toAppError(error);
      if (!(reason instanceof AppError && reason.code === 'media-unsupported')) throw reason;
      this.#undecodable.add(track);
      return null;
    }
  }

  addReception(track: Track, consumer: types.Consumer): Reception {
    const reception: Reception = { track, consumer, state: 'created', shownLayer: undefined };
    this.receptions.set(track, reception);
    return reception;
  }

  /** Closes the consumer of a track; answers its id if the client was told of it. */
  closeReception(track: Track): string | null {
    const reception = this.receptions.get(track);
    if (!reception) return null;
    this.receptions.delete(track);
    reception.consumer.close();
    if (this.receptions.size === 0) this.#firstPacket.reset();
    return reception.state === 'announced' ? reception.consumer.id : null;
  }

  /** A consumer that the client was told of. */
  reception(consumerId: string): Reception {
    const reception = [...this.receptions.values()].find(({ consumer }) => consumer.id === consumerId);
    if (reception?.state !== 'announced') throw new AppError('not-found');
    return reception;
  }

  /** Lets a consumer's packets go; a video's key frame is asked for by the worker. */
  async resumeReception({ consumer }: Reception): Promise<void> {
    if (!consumer.paused) return;
    await this.#ask(async () => {
      this.#firstPacket.watch(consumer);
      await consumer.resume();
    });
  }

  async pauseReception({ consumer }: Reception): Promise<void> {
    await this.#ask(() => consumer.pause());
  }

  /** Highest layers to forward; the worker ignores it for a track of one layer. */
  async setPreferredLayers(
    { consumer }: Reception,
    layers: { spatialLayer: number; temporalLayer?: number },
  ): Promise<void> {
    await this.#ask(() => consumer.setPreferredLayers(layers));
  }

  /** Notes how large a video is shown, and holds it when it isn't. @param layer the highest that is of use; null: it isn't shown */
  async showVideo(reception: Reception, layer: number | null): Promise<void> {
    reception.shownLayer = layer;
    if (layer === null) {
      await this.pauseReception(reception);
      return;
    }
    // Before it goes on: what comes back is asked for at the right size, with one key frame.
    await this.setPreferredLayers(reception, { spatialLayer: layer });
  }

  /** Bytes that came on its transports; null while none is being connected. A request to the worker for each of them. */
  async receivedBytes(): Promise<number | null> {
    const begun = [...this.#watches].filter(([, { state }]) => state !== 'idle' && state !== 'closed');
    if (begun.length === 0) return null;
    const stats = await Promise.all(begun.map(([transport]) => transport.getStats()));
    return stats.flat().reduce((total, { bytesReceived }) => total + bytesReceived, 0);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#firstPacket.close();
    for (const watch of this.#watches.values()) watch.close();
    this.tracks.clear();
    this.receptions.clear();
    // Producers and consumers go with their transports.
    this.#transports.send.close();
    this.#transports.receive.close();
  }

  #transport(transportId: string): types.WebRtcTransport {
    const { send, receive } = this.#transports;
    const transport = [send, receive].find(({ id }) => id === transportId);
    if (!transport) throw new AppError('not-found');
    return transport;
  }

  async #ask<T>(request: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new AppError('media-unavailable');
    try {
      return await request();
    } catch (error) {
      throw this.#isClosed ? new AppError('media-unavailable', undefined, { cause: error }) : toAppError(error);
    }
  }
}

export function describeReception({ consumer, track }: Reception): ConsumerDescription {
  return {
    consumerId: consumer.id,
    trackId: track.producer.id,
    participantId: track.owner,
    source: track.source,
    kind: consumer.kind,
    rtpParameters: consumer.rtpParameters,
    paused: track.paused,
  };
}
