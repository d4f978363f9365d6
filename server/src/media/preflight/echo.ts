/**
 * The media of one preflight, on a router of its own: transports, and tracks that come back to their sender. It has no
 * connection to the routers of rooms.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { DtlsParameters, TransportParameters } from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup';
import { AppError } from '../../core/errors/errors.ts';
import type { Echo, EchoHandlers, EchoRequest } from '../../preflight/ports.ts';
import { describeTransport } from '../peers/seat-transports.ts';
import type { Sending } from '../peers/sending-cap.ts';
import { readCapabilities, readTrackParameters } from '../rtp/rtp-parameters.ts';
import { whileOpen } from '../shared/while-open.ts';

/** Five paths to the server, and one more transport for what comes back. */
const maxTransports = 8;
const maxTracks = 4;
/** Shorter than in a session: nobody comes back to a preflight. */
const consentTimeoutS = 10;
const initialOutgoingBitrateBps = 1_000_000;

export interface RouterEchoOptions {
  router: types.Router;
  webRtcServer: types.WebRtcServer;
  maxIncomingBitrateBps: number;
  isRelay: (address: string) => boolean;
  handlers: EchoHandlers;
  /** It is closed, by either side or by an error. */
  onClosed: (echo: RouterEcho) => void;
}

export class RouterEcho implements Echo, Sending {
  /** For the limit of what is sent, which is kept by id. */
  readonly seatId = randomUUID();
  readonly #options: RouterEchoOptions;
  readonly #transports = new Map<string, types.WebRtcTransport>();
  readonly #producers = new Set<types.Producer>();
  readonly #cname = randomBytes(8).toString('hex');
  #opening = 0;
  #isClosed = false;

  constructor(options: RouterEchoOptions) {
    this.#options = options;
    options.router.once('workerclose', () => this.end('worker-died'));
  }

  async openTransport(): Promise<TransportParameters> {
    if (this.#transports.size + this.#opening >= maxTransports) throw new AppError('limit-exceeded');
    this.#opening += 1;
    try {
      const transport = await this.#ask(() => this.#createTransport());
      this.#transports.set(transport.id, transport);
      return describeTransport(transport);
    } finally {
      this.#opening -= 1;
    }
  }

  async #createTransport(): Promise<types.WebRtcTransport> {
    const { router, webRtcServer, maxIncomingBitrateBps } = this.#options;
    const transport = await router.createWebRtcTransport({
      webRtcServer,
      preferUdp: true,
      initialAvailableOutgoingBitrate: initialOutgoingBitrateBps,
      enableSctp: false,
      iceConsentTimeout: consentTimeoutS,
    });
    await transport.setMaxIncomingBitrate(maxIncomingBitrateBps);
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') this.#tellPath(transport);
    });
    return transport;
  }

  #tellPath({ iceSelectedTuple: tuple }: types.WebRtcTransport): void {
    if (!tuple) return;
    const isRelay = tuple.remoteIp !== undefined && this.#options.isRelay(tuple.remoteIp);
    this.#options.handlers.pathConnected(isRelay ? 'relay' : tuple.protocol);
  }

  async connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    const transport = this.#transport(transportId);
    await this.#ask(() => transport.connect({ dtlsParameters }));
  }

  async echoTrack(request: EchoRequest): Promise<{ consumerId: string; trackId: string; rtpParameters: unknown }> {
    const { sendTransportId, receiveTransportId, kind, rtpParameters, rtpCapabilities } = request;
    const [send, receive] = [this.#transport(sendTransportId), this.#transport(receiveTransportId)];
    if (send === receive) throw new AppError('invalid-params', '/receiveTransportId must be another transport');
    if (this.#producers.size >= maxTracks) throw new AppError('limit-exceeded');
    const source = kind === 'audio' ? ('microphone' as const) : ('camera' as const);
    const others = [...this.#producers].map((producer) => producer.rtpParameters);
    const parameters = readTrackParameters({ source, kind, rtpParameters }, others, this.#cname);
    const capabilities = readCapabilities(rtpCapabilities);
    return await this.#ask(async () => {
      const producer = await send.produce({ kind, rtpParameters: parameters });
      this.#producers.add(producer);
      const consumer = await receive.consume({ producerId: producer.id, rtpCapabilities: capabilities });
      return { consumerId: consumer.id, trackId: producer.id, rtpParameters: consumer.rtpParameters };
    });
  }

  async measureTransports(): Promise<number | null> {
    const connected = [...this.#transports.values()].filter(({ dtlsState }) => dtlsState === 'connected');
    if (connected.length === 0) return null;
    const stats = (await Promise.all(connected.map((transport) => transport.getStats()))).flat();
    return stats.reduce((total, { bytesReceived }) => total + bytesReceived, 0);
  }

  /** Closes it and tells its client why. */
  end(why: 'worker-died' | 'too-much-media'): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.handlers.ended(why);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#transports.clear();
    this.#producers.clear();
    // Closing a router closes everything on it.
    this.#options.router.close();
    this.#options.onClosed(this);
  }

  #transport(id: string): types.WebRtcTransport {
    const transport = this.#transports.get(id);
    if (!transport) throw new AppError('not-found');
    return transport;
  }

  #ask<T>(request: () => Promise<T>): Promise<T> {
    return whileOpen(() => this.#isClosed, request);
  }
}
