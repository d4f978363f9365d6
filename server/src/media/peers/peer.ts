/**
 * One seat's media: two transports, its tracks (producers) and what it receives (consumers). Does not check the rules;
 * callers do. All methods throw AppErrors, or internal errors; after close they throw `media-unavailable`.
 */
import { randomBytes } from 'node:crypto';
import {
  type ConsumerDescription,
  type DtlsParameters,
  type IceParameters,
  kindOfSource,
  type OwnTrack,
  type TrackSource,
  type TransportParameters,
} from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup';
import type { MediaConfig } from '../../config/config.ts';
import { AppError } from '../../core/errors/errors.ts';
import { readTrackParameters, type TrackOffer } from '../rtp/rtp-parameters.ts';
import type { SeatId } from '../shared/ids.ts';
import { toAppError } from '../shared/media-errors.ts';
import { whileOpen } from '../shared/while-open.ts';
import { FirstPacket } from './first-packet.ts';
import { type LineStats, lineStatsOf, unmeasuredLine } from './line-stats.ts';
import { networkOf } from './network.ts';
import { createSeatTransports, describeTransport, type SeatTransports } from './seat-transports.ts';
import { TransportWatch, type TransportWatchOptions } from './transport-watch.ts';

/**
 * At most one key frame request per layer in this time, in milliseconds: key frames are large, and one receiver with
 * losses must not reduce the quality for all. Several people who join at once get the same frame; a later one waits up
 * to this time.
 */
const keyFrameRequestDelayMs = 1_000;

/** A track as the server holds it. `paused` is the last request; the worker follows in the same order. */
export interface Track {
  readonly owner: SeatId;
  readonly source: TrackSource;
  readonly producer: types.Producer;
  paused: boolean;
  /** Muted by a host or the server since its owner last resumed it. */
  muted: boolean;
}

/** Another seat's track that this seat receives. `created`: the client hasn't been told of it yet. */
export interface Reception {
  readonly track: Track;
  readonly consumer: types.Consumer;
  state: 'created' | 'announced';
  /** The highest layer that the client shows; null: it doesn't show the video. Undefined: it hasn't said. */
  shownLayer: number | null | undefined;
}

export interface PublishOffer extends TrackOffer {
  paused: boolean;
  /** Id of the track of this source that it replaces. */
  replaces?: string;
}

export interface PeerOptions {
  seatId: SeatId;
  rtpCapabilities: types.RtpCapabilities;
  config: MediaConfig;
  /** See RoomMediaHandlers.firstPacketSent. */
  onFirstPacket: () => void;
  /** For each of the two transports. */
  connecting: TransportWatchOptions;
}

export class Peer {
  readonly seatId: SeatId;
  /** By source; at most one track of each. */
  readonly tracks = new Map<TrackSource, Track>();
  /** Replaced by those in `tracks`, and forwarded until their receivers have set up these. */
  readonly replaced = new Set<Track>();
  readonly receptions = new Map<Track, Reception>();
  /** Tracks of others that its client can handle. */
  readonly #sources = new Set<string>(['microphone', 'camera', 'screen'] satisfies TrackSource[]);
  readonly #rtpCapabilities: types.RtpCapabilities;
  readonly #transports: SeatTransports;
  readonly #maxTracks: number;
  readonly #watches: ReadonlyMap<types.WebRtcTransport, TransportWatch>;
  /** Tracks that this client can't decode; they are not tried again. */
  readonly #undecodable = new WeakSet<Track>();
  readonly #firstPacket: FirstPacket;
  #lineStats = unmeasuredLine;
  readonly #isRelay: (address: string) => boolean;
  /**
   * RTCP CNAME of this seat's tracks: receivers synchronise tracks with the same CNAME. Random, so it does not identify
   * the seat.
   */
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
    this.#isRelay = options.connecting.isRelay;
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

  /** True if a transport that its client has begun to connect failed or lost its path. */
  get isPathLost(): boolean {
    return [...this.#watches.values()].some(({ isLost }) => isLost);
  }

  /** True while a transport is connecting, so that it isn't known yet whether media gets through. */
  get isConnecting(): boolean {
    return [...this.#watches.values()].some(({ state }) => state === 'connecting');
  }

  /** As of the last call of `measureTransports`. */
  get lineStats(): LineStats {
    return this.#lineStats;
  }

  /** The network that its packets come from; null: unknown, or that of a relay, which people of many networks share. */
  get network(): string | null {
    for (const transport of this.#watches.keys()) {
      const address = transport.iceSelectedTuple?.remoteIp;
      if (address !== undefined) return this.#isRelay(address) ? null : networkOf(address);
    }
    return null;
  }

  /** Its tracks, and those that are being replaced. */
  get allTracks(): Track[] {
    return [...this.tracks.values(), ...this.replaced];
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
    if (watch?.state !== 'idle') throw new AppError('invalid-params', 'The transport is already connected');
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

  acceptSources(sources: readonly string[]): void {
    // Others are no sources of this server, and a client could name any number of them.
    for (const source of sources) if (Object.hasOwn(kindOfSource, source)) this.#sources.add(source);
  }

  /**
   * Takes a track from the client. One that replaces another one has its mute, and the other one is in `replaced` then.
   * Not concurrent: the caller queues the calls of one seat.
   */
  async publish(offer: PublishOffer): Promise<Track> {
    if (this.#isClosed) throw new AppError('media-unavailable');
    const before = this.tracks.get(offer.source);
    if (offer.replaces !== undefined && before?.producer.id !== offer.replaces) throw new AppError('not-found');
    if (before && offer.replaces === undefined) throw new AppError('already-published');
    if (!before && this.tracks.size >= this.#maxTracks) throw new AppError('limit-exceeded');
    const others = this.allTracks.map(({ producer }) => producer.rtpParameters);
    const rtpParameters = readTrackParameters(offer, others, this.#cname);
    const { kind } = offer;
    const paused = offer.paused || before?.paused === true;
    const muted = before?.muted === true;
    const producer = await this.#ask(() =>
      this.#transports.send.produce({ kind, rtpParameters, paused, keyFrameRequestDelay: keyFrameRequestDelayMs }),
    );
    if (this.#isClosed) {
      // mediasoup doesn't close what it makes on a transport that was closed meanwhile.
      producer.close();
      throw new AppError('media-unavailable');
    }
    const track: Track = { owner: this.seatId, source: offer.source, producer, paused, muted };
    if (before && !before.producer.closed) this.replaced.add(before);
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
    this.replaced.delete(track);
    track.producer.close();
  }

  canReceive(track: Track): boolean {
    return this.#sources.has(track.source) && !this.#undecodable.has(track);
  }

  /**
   * Makes a consumer, paused on the server; null when this client can't decode the track. The caller then checks the
   * rules again, and calls `addReception` or closes the consumer.
   */
  async consume(track: Track): Promise<types.Consumer | null> {
    try {
      // mediasoup counts mids per receiving transport, so they reveal only what this seat itself was allowed to
      // receive.
      return await this.#transports.receive.consume({
        producerId: track.producer.id,
        rtpCapabilities: this.#rtpCapabilities,
        // Without it mediasoup removes NACK (RFC 4585) from audio, and lost audio packets would not be retransmitted.
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

  /**
   * Closes the consumer of a track.
   * @returns its id if the client was told of it, otherwise null
   */
  closeReception(track: Track): string | null {
    const reception = this.receptions.get(track);
    if (!reception) return null;
    this.receptions.delete(track);
    reception.consumer.close();
    if (this.receptions.size === 0) this.#firstPacket.reset();
    return reception.state === 'announced' ? reception.consumer.id : null;
  }

  /** A consumer that the client was told of. Throws `not-found`. */
  reception(consumerId: string): Reception {
    const reception = [...this.receptions.values()].find(({ consumer }) => consumer.id === consumerId);
    if (reception?.state !== 'announced') throw new AppError('not-found');
    return reception;
  }

  /** Resumes a consumer; for a video the worker requests a key frame. */
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

  /** The highest layers to forward; the worker ignores it for a track with one layer. */
  async setPreferredLayers(
    { consumer }: Reception,
    layers: { spatialLayer: number; temporalLayer?: number },
  ): Promise<void> {
    await this.#ask(() => consumer.setPreferredLayers(layers));
  }

  /**
   * Stores how large a video is shown, and pauses it when it isn't shown.
   * @param layer the highest useful layer; null: it isn't shown
   */
  async showVideo(reception: Reception, layer: number | null): Promise<void> {
    reception.shownLayer = layer;
    if (layer === null) {
      await this.pauseReception(reception);
      return;
    }
    // Set before resuming, so that the video resumes at the right size with one key frame.
    await this.setPreferredLayers(reception, { spatialLayer: layer });
  }

  /**
   * Updates `lineStats`. One request to the worker per transport.
   * @returns bytes received on its transports; null while the client has begun to connect none
   */
  async measureTransports(): Promise<number | null> {
    const begun = [...this.#watches].filter(([, { state }]) => state !== 'idle' && state !== 'closed');
    if (begun.length === 0) return null;
    const stats = (await Promise.all(begun.map(([transport]) => transport.getStats()))).flat();
    this.#lineStats = lineStatsOf(stats, this.#transports.receive.id);
    return stats.reduce((total, { bytesReceived }) => total + bytesReceived, 0);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#firstPacket.close();
    for (const watch of this.#watches.values()) watch.close();
    this.tracks.clear();
    this.replaced.clear();
    this.receptions.clear();
    // Closing a transport closes its producers and consumers.
    this.#transports.send.close();
    this.#transports.receive.close();
  }

  #transport(transportId: string): types.WebRtcTransport {
    const { send, receive } = this.#transports;
    const transport = [send, receive].find(({ id }) => id === transportId);
    if (!transport) throw new AppError('not-found');
    return transport;
  }

  #ask<T>(request: () => Promise<T>): Promise<T> {
    return whileOpen(() => this.#isClosed, request);
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
