/** One pair of transports, from `openMedia` until they are closed or broken. Knows nothing of what is wanted, only how it is done. */
import type { Device, types } from 'mediasoup-client';
import type { ConsumerDescription, Result } from '../../../protocol/messages/messages.ts';
import { type HearthroomError, toHearthroomError } from '../../core/hearthroom-error.ts';
import type { Request } from '../../core/wire.ts';
import { VoiceBuffers } from '../receiving/voice-buffers.ts';
import { Senders } from '../sending/senders.ts';
import { withMediaErrorCode } from '../wire/media-failure.ts';
import { readRtpParameters, readTransport, writeCapabilities } from '../wire/wire-media.ts';
import type { MediaServerAddress } from './media-outage.ts';

export interface MediaConnectionOptions {
  device: Device;
  request: Request;
  cameraEncodings: readonly types.RtpEncodingParameters[] | null;
  /** An injected WebRTC need not know data channels, nor senders without a track. */
  canPrepare: boolean;
  /** A transport's ICE and DTLS went into another state. */
  handleStateChange: () => void;
  /** The server refused what a transport needs to connect: this pair is broken. */
  handleBroken: (error: HearthroomError) => void;
}

export class MediaConnection {
  readonly senders: Senders;
  /** By id. */
  readonly consumers = new Map<string, types.Consumer>();
  readonly #options: MediaConnectionOptions;
  readonly #send: types.Transport;
  readonly #receive: types.Transport;
  /** Where the server says it can be reached, each once. */
  readonly servers: MediaServerAddress[];
  /** Transports whose ICE has begun: a browser that finds nothing to try goes on calling them `new`. */
  readonly #begun = new Set<types.Transport>();
  readonly #voiceBuffers: VoiceBuffers;
  #state: 'open' | 'broken' | 'closed' = 'open';

  /** Rejects with HearthroomError; `media-unavailable` while the server rebuilds its media. */
  static async open(options: MediaConnectionOptions): Promise<MediaConnection> {
    const { device, request } = options;
    const answer = await request('openMedia', { rtpCapabilities: writeCapabilities(device.recvRtpCapabilities) });
    return new MediaConnection(options, answer);
  }

  /** @param transports as `openMedia` answers them */
  constructor(options: MediaConnectionOptions, { send, receive, iceServers }: Result<'openMedia'>) {
    const { device } = options;
    this.#options = options;
    const sending = readTransport(send);
    this.servers = serversOf(sending.iceCandidates);
    this.#send = device.createSendTransport({ ...sending, iceServers, sctpParameters: silentChannel });
    this.#receive = device.createRecvTransport({
      ...readTransport(receive),
      iceServers,
      sctpParameters: silentChannel,
    });
    for (const transport of [this.#send, this.#receive]) this.#listen(transport);
    this.#voiceBuffers = new VoiceBuffers({
      voices: () => this.consumers.values(),
      getStats: () => this.#receive.getStats(),
    });
    this.#send.on('producedata', (_, callback) => callback({ id: 'path' }));
    const { request, cameraEncodings, canPrepare } = options;
    this.senders = new Senders({ transport: this.#send, device, request, cameraEncodings, canPrepare });
  }

  /**
   * Connects both transports (ICE, DTLS) before there is anything to send or to receive. mediasoup-client connects one with the
   * first thing on it, so that is a data channel: nobody answers it and nothing is ever in it. Rejects when a browser doesn't have any.
   */
  async connectAhead(): Promise<void> {
    if (!this.#options.canPrepare) return;
    const stream = { streamId: 0, ordered: true };
    await Promise.all([
      this.#send.produceData(),
      this.#receive.consumeData({ id: 'path', dataProducerId: 'path', sctpStreamParameters: stream }),
    ]);
  }

  /** Can go on after the signaling was lost for a while. */
  get isUsable(): boolean {
    return this.#state === 'open';
  }

  /** Of both transports, the worse one; `new` as long as nothing was sent or received. */
  get connectionState(): types.ConnectionState {
    const states = [this.#send, this.#receive].map((one) =>
      one.connectionState === 'new' && this.#begun.has(one) ? 'connecting' : one.connectionState,
    );
    return worstFirst.find((state) => states.includes(state)) ?? 'new';
  }

  /** Makes the consumer of one track; its packets come after `resumeConsumers`. Rejects with HearthroomError. */
  async consume(description: ConsumerDescription): Promise<MediaStreamTrack> {
    const { consumerId, trackId, kind, source, participantId } = description;
    const consumer = await withMediaErrorCode(() =>
      this.#receive.consume({
        id: consumerId,
        producerId: trackId,
        kind,
        rtpParameters: readRtpParameters(description.rtpParameters),
        // What has one name is played in step: a person's voice and face, but not their screen.
        streamId: source === 'screen' ? `${participantId}-screen` : participantId,
      }),
    );
    this.consumers.set(consumerId, consumer);
    this.#voiceBuffers.handleAdded(consumer);
    return consumer.track;
  }

  closeConsumer(consumerId: string): void {
    this.consumers.get(consumerId)?.close();
    this.consumers.delete(consumerId);
  }

  /** Looks for another way through the network, on both transports. Rejects with HearthroomError. */
  async restartIce(): Promise<void> {
    const used = [this.#send, this.#receive].filter(({ connectionState }) => connectionState !== 'new');
    await Promise.all(
      used.map(async (transport) => {
        const { iceParameters, iceServers } = await this.#options.request('restartIce', { transportId: transport.id });
        await withMediaErrorCode(async () => {
          // Relays don't take credentials from an hour ago.
          await transport.updateIceServers({ iceServers });
          await transport.restartIce({ iceParameters });
        });
      }),
    );
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#voiceBuffers.close();
    this.#send.close();
    this.#receive.close();
    this.senders.clear();
    this.consumers.clear();
  }

  #listen(transport: types.Transport): void {
    transport.on('connect', ({ dtlsParameters }, callback) => {
      this.#begun.add(transport);
      this.#options.handleStateChange();
      this.#options
        .request('connectTransport', { transportId: transport.id, dtlsParameters })
        .catch((error: unknown) => {
          // The server may or may not have it, and takes it only once.
          this.#break(toHearthroomError(error));
        });
      // ICE begins meanwhile; the handshake that needs the fingerprint comes a round trip after it.
      callback();
    });
    transport.on('connectionstatechange', () => this.#options.handleStateChange());
  }

  #break(error: HearthroomError): void {
    if (this.#state !== 'open') return;
    this.#state = 'broken';
    // Told over a connection that is lost, it is made good with the next one.
    if (error.code !== 'connection-lost' && error.code !== 'not-connected') this.#options.handleBroken(error);
  }
}

function serversOf(candidates: readonly types.IceCandidate[]): MediaServerAddress[] {
  const servers = candidates.map(({ protocol, address, ip, port }) => ({ protocol, address: address ?? ip, port }));
  const keyOf = ({ protocol, address, port }: MediaServerAddress) => `${protocol} ${address} ${port}`;
  return [...new Map(servers.map((server) => [keyOf(server), server])).values()];
}

/** For the description of a data channel; the server has none, and drops what is sent to it. */
const silentChannel = { port: 5_000, maxSendMessageSize: 1, maxReceiveMessageSize: 1 };

const worstFirst: types.ConnectionState[] = ['closed', 'failed', 'disconnected', 'connecting', 'connected', 'new'];
