/**
 * The media of one room. Callers see seats, tracks and consumers. RoomRouters decides on which routers and workers they
 * are; that changes when a worker dies.
 */

import { randomUUID } from 'node:crypto';
import type {
  ConsumerDescription,
  DtlsParameters,
  IceParameters,
  OwnTrack,
  RtpCapabilities,
  TrackSource,
  TransportParameters,
} from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup';
import type { MediaConfig } from '../config/config.ts';
import { AppError } from '../core/errors/errors.ts';
import type { MediaEnding } from '../core/events/media-events.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { ForwardingPolicy, RoomMedia, RoomMediaHandlers } from '../rooms/ports.ts';
import { FirstPictures } from './forwarding/first-pictures.ts';
import { Forwarding } from './forwarding/forwarding.ts';
import { Receiving } from './forwarding/receiving.ts';
import { SenderLayers } from './forwarding/sender-layers.ts';
import { Publishing } from './forwarding/track-publishing.ts';
import { VideoPriorities } from './forwarding/video-priorities.ts';
import { ConnectReports } from './observation/connect-reports.ts';
import { QualityWatch } from './observation/connection-quality.ts';
import { FlowWatch } from './observation/flow-watch.ts';
import type { LineCensus } from './observation/line-census.ts';
import { MediaTrace } from './observation/media-trace.ts';
import { Speakers } from './observation/speakers.ts';
import { PeerOpener } from './peer-opener.ts';
import type { Peer, PublishOffer } from './peers/peer.ts';
import { defaultConsentTimeoutS } from './peers/seat-transports.ts';
import { SendingCap } from './peers/sending-cap.ts';
import { RoomRouters } from './routers/room-routers.ts';
import { readCapabilities } from './rtp/rtp-parameters.ts';
import type { SeatId } from './shared/ids.ts';
import { KeyedQueue } from './shared/keyed-queue.ts';
import type { WorkerPool } from './workers/workers.ts';

export interface MediaRoomOptions {
  roomId: string;
  policy: ForwardingPolicy;
  handlers: RoomMediaHandlers;
  pool: WorkerPool;
  /** Of all rooms of this server. */
  census: LineCensus;
  config: MediaConfig;
  observer: ServerObserver;
  /** Seats of a session that ran before this server started; never refused for lack of capacity. */
  returning?: readonly SeatId[];
  /** Is this the address of a TURN relay? Without it no address is. */
  isRelay?: (address: string) => boolean;
  /** How long a transport may take to connect before it is reported as failed; 10 s by default. */
  connectTimeoutMs?: number;
  /** Seconds without a consent check (RFC 7675) after which the path counts as lost; 30 s by default. */
  consentTimeoutS?: number;
}

/**
 * Where UDP is blocked, ICE changes to TCP or a relay within a few seconds. The SDK reports a failure after the same
 * time.
 */
const defaultConnectTimeoutMs = 10_000;

export class MediaRoom implements RoomMedia {
  readonly #options: MediaRoomOptions;
  readonly #peers: Map<SeatId, Peer>;
  readonly #peerOpener: PeerOpener;
  /** Runs opening and publishing of one seat one after the other. */
  readonly #queue = new KeyedQueue<SeatId>();
  readonly #forwarding: Forwarding;
  readonly #firstPictures: FirstPictures;
  readonly #senderLayers: SenderLayers;
  readonly #quality: QualityWatch;
  readonly #priorities: VideoPriorities;
  readonly #publishing: Publishing;
  readonly #receiving: Receiving;
  readonly #routers: RoomRouters;
  readonly #speakers: Speakers;
  readonly #cap: SendingCap;
  readonly #reports: ConnectReports;
  readonly #trace: MediaTrace;
  readonly #flow: FlowWatch;
  #isClosed = false;

  constructor(options: MediaRoomOptions) {
    this.#options = options;
    this.#peers = new Map();
    const { roomId, policy, handlers, pool, census, config, observer, returning = [] } = options;
    const { connectTimeoutMs = defaultConnectTimeoutMs, consentTimeoutS = defaultConsentTimeoutS } = options;
    const { isRelay = () => false } = options;
    const trace = new MediaTrace({ roomId, observer, policy });
    const flow = new FlowWatch({ trace, changed: ({ seatId }) => this.#quality.handleFlowChanged(seatId) });
    [this.#trace, this.#flow] = [trace, flow];
    this.#reports = new ConnectReports({ observer, policy, trace });
    const onFailure = (error: unknown) => this.#report(error);
    this.#priorities = new VideoPriorities({ policy, peers: this.#peers, onFailure });
    const activeSpeakersChanged: RoomMediaHandlers['activeSpeakersChanged'] = (to, speakers) => {
      this.#priorities.handleSpeakers(to, speakers);
      handlers.activeSpeakersChanged(to, speakers);
    };
    this.#speakers = new Speakers({ policy, handlers: { activeSpeakersChanged }, peers: this.#peers });
    this.#routers = new RoomRouters({
      pool,
      config,
      peers: this.#peers,
      speakers: this.#speakers,
      mayReceive: (peer, track) => peer.canReceive(track) && policy.mayForward(track.owner, peer.seatId, track.source),
      onLost: (seatIds) => this.#handleLost(seatIds),
      onFailure,
    });
    this.#peerOpener = new PeerOpener({
      pool,
      config,
      observer,
      handlers,
      routers: this.#routers,
      reports: this.#reports,
      trace,
      isRelay,
      connectTimeoutMs,
      consentTimeoutS,
      returning,
      onOpened: (peer) => this.#handleOpened(peer),
    });
    this.#forwarding = new Forwarding({
      policy,
      handlers,
      peers: this.#peers,
      trace,
      flow,
      bring: (track, to) => this.#routers.bring(track, to.seatId),
      changed: () => {
        this.#senderLayers.update();
        this.#priorities.update();
      },
      onFailure,
    });
    this.#firstPictures = new FirstPictures({ peers: this.#peers });
    this.#receiving = new Receiving({
      policy,
      peerOf: (seatId) => this.#peer(seatId),
      isHeld: (seatId, consumerId) => this.#forwarding.isHeld(seatId, consumerId),
      firstPictures: this.#firstPictures,
      flow,
      resumed: (to, { track }) => this.#forwarding.handleResumed(to, track),
      changed: () => this.#senderLayers.update(),
      onFailure,
    });
    this.#publishing = new Publishing({
      policy,
      handlers,
      peers: this.#peers,
      peerOf: (seatId) => this.#peer(seatId),
      queue: this.#queue,
      forwarding: this.#forwarding,
      trace,
      meterOf: (seatId) => this.#routers.of(seatId)?.meter,
      onFailure,
    });
    this.#senderLayers = new SenderLayers({ peers: this.#peers, handlers });
    this.#quality = new QualityWatch({
      policy,
      handlers,
      peers: this.#peers,
      flow,
      census,
      isStrained: (seatId) => this.#routers.of(seatId)?.worker.isStrained ?? false,
    });
    this.#cap = new SendingCap({
      peers: this.#peers,
      maxBps: config.maxIncomingBitrateBps,
      onExceeded: (seatId, bps) => this.#holdVideo(seatId, bps),
      onPersisted: (seatId, bps) => this.#cutOff(seatId, bps),
    });
  }

  async openPeer(
    seatId: SeatId,
    capabilities: RtpCapabilities,
  ): Promise<{ send: TransportParameters; receive: TransportParameters }> {
    const peer = this.#peers.get(seatId);
    if (peer) this.#forwarding.withdrawFrom(peer);
    this.#closeMedia(seatId, 'reopened');
    this.#cap.checkMayOpen(seatId);
    const rtpCapabilities = readCapabilities(capabilities);
    if (this.#options.config.maxTransportsPerSeat < 2) throw new AppError('limit-exceeded');
    const opening = this.#peerOpener.begin(seatId);
    return await this.#queue.run(seatId, () => this.#open(seatId, opening, rtpCapabilities));
  }

  describePeer(seatId: SeatId): { tracks: OwnTrack[]; consumers: ConsumerDescription[] } | null {
    // A client that reconnects may have missed notifications on the lost connection.
    this.#quality.forget(seatId);
    this.#senderLayers.tellAgain(seatId);
    return this.#peers.get(seatId)?.describe() ?? null;
  }

  removePeer(seatId: SeatId): void {
    this.closePeer(seatId);
    this.#quality.remove(seatId);
    this.#peerOpener.forget(seatId);
    this.#reports.forget(seatId);
  }

  closePeer(seatId: SeatId, cause: MediaEnding = 'left'): void {
    this.#closeMedia(seatId, cause);
    this.#quality.forget(seatId);
    this.#routers.leave(seatId);
  }

  /** Keeps the seat's place on its router: the seat may be about to open its media again. */
  #closeMedia(seatId: SeatId, cause: MediaEnding): void {
    this.#peerOpener.cancel(seatId);
    this.#speakers.forget(seatId);
    const peer = this.#peers.get(seatId);
    if (!peer) return;
    this.#forwarding.closeTracksOf(peer);
    this.#endPeer(peer, cause);
    this.#senderLayers.update();
  }

  #endPeer(peer: Peer, cause: MediaEnding): void {
    this.#peers.delete(peer.seatId);
    peer.close();
    this.#trace.tell({ what: 'media.closed', seatId: peer.seatId, cause });
  }

  async connectTransport(seatId: SeatId, transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#peer(seatId).connectTransport(transportId, dtlsParameters);
  }

  async restartIce(seatId: SeatId, transportId: string): Promise<IceParameters> {
    return await this.#peer(seatId).restartIce(transportId);
  }

  acceptSources(seatId: SeatId, sources: string[]): void {
    this.#peer(seatId).acceptSources(sources);
    this.#forwarding.openAllowed();
  }

  publishTrack(seatId: SeatId, offer: PublishOffer): Promise<{ trackId: string }> {
    return this.#publishing.publishTrack(seatId, offer);
  }

  closeTrack(seatId: SeatId, trackId: string): void {
    this.#publishing.closeTrack(seatId, trackId);
  }

  pauseTrack(seatId: SeatId, trackId: string): Promise<void> {
    return this.#publishing.pauseTrack(seatId, trackId);
  }

  resumeTrack(seatId: SeatId, trackId: string): Promise<void> {
    return this.#publishing.resumeTrack(seatId, trackId);
  }

  muteTrack(seatId: SeatId, source: TrackSource): string | null {
    return this.#publishing.muteTrack(seatId, source);
  }

  resumeConsumers(seatId: SeatId, consumerIds: string[]): Promise<void> {
    return this.#receiving.resumeConsumers(seatId, consumerIds);
  }

  pauseConsumers(seatId: SeatId, consumerIds: string[]): Promise<void> {
    return this.#receiving.pauseConsumers(seatId, consumerIds);
  }

  setPreferredLayers(seatId: SeatId, consumerId: string, spatialLayer: number, temporalLayer?: number): Promise<void> {
    return this.#receiving.setPreferredLayers(seatId, consumerId, spatialLayer, temporalLayer);
  }

  showVideos(seatId: SeatId, videos: { consumerId: string; spatialLayer: number | null }[]): Promise<void> {
    return this.#receiving.showVideos(seatId, videos);
  }

  sync(): void {
    if (this.#isClosed) return;
    this.#forwarding.closeDisallowed();
    this.#routers.closeUnneeded();
    this.#speakers.reduce();
    this.#forwarding.openAllowed();
  }

  hold(): void {
    if (!this.#isClosed) this.#forwarding.holdForbidden();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#trace.close();
    this.#flow.close();
    this.#forwarding.close();
    this.#firstPictures.close();
    this.#senderLayers.close();
    this.#quality.close();
    this.#peerOpener.close();
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#cap.close();
    this.#speakers.close();
    this.#routers.close();
  }

  /**
   * Stops forwarding the seat's videos and tells its client to stop. Sound stays, also that of a screen: it alone
   * cannot exceed the cap.
   */
  #holdVideo(seatId: SeatId, bps: number): void {
    this.#reportExcess(seatId, bps, 'muted');
    for (const source of ['camera', 'screen'] as const) {
      const trackId = this.#publishing.muteTrack(seatId, source, 'server');
      if (trackId) this.#options.handlers.trackMuted(seatId, trackId, source);
    }
  }

  #cutOff(seatId: SeatId, bps: number): void {
    this.#reportExcess(seatId, bps, 'cut-off');
    this.closePeer(seatId, 'too-much-media');
    this.#options.handlers.cutOff(seatId);
  }

  #reportExcess(mediaId: SeatId, bps: number, outcome: 'muted' | 'cut-off'): void {
    const { observer, policy } = this.#options;
    observer.emit('sendingCapExceeded', { seatId: policy.seatIdOf(mediaId), bps: Math.round(bps), outcome });
  }

  #peer(seatId: SeatId): Peer {
    const peer = this.#peers.get(seatId);
    if (peer) return peer;
    throw new AppError(this.#isClosed || this.#peerOpener.isDisplaced(seatId) ? 'media-unavailable' : 'not-found');
  }

  async #open(seatId: SeatId, opening: symbol, rtpCapabilities: types.RtpCapabilities) {
    return (await this.#peerOpener.open(seatId, opening, rtpCapabilities)).describeTransports();
  }

  #handleOpened(peer: Peer): void {
    this.#peers.set(peer.seatId, peer);
    this.#trace.tell({ what: 'media.opened', seatId: peer.seatId });
    this.#forwarding.openAllowed();
  }

  /** A worker died with the media of these seats; closes what others received from them. */
  #handleLost(seatIds: SeatId[]): void {
    const lost = seatIds.flatMap((seatId) => this.#peers.get(seatId) ?? []);
    for (const seatId of seatIds) {
      this.#peers.delete(seatId);
      this.#speakers.forget(seatId);
    }
    for (const peer of lost) {
      this.#forwarding.closeTracksOf(peer);
      this.#endPeer(peer, 'worker-died');
    }
    this.#peerOpener.displace(seatIds);
  }

  #report(error: unknown): void {
    this.#options.observer.emit('internalError', { correlationId: randomUUID(), error });
  }
}
