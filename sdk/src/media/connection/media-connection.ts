/** One pair of transports, from `openMedia` until they are closed or broken. Carries out what others decide. */
import type { Device, types } from 'mediasoup-client';
import type { ConsumerDescription, Result } from '../../../protocol/messages/messages.ts';
import { HearthroomError, toHearthroomError } from '../../core/hearthroom-error.ts';
import type { Request } from '../../core/wire.ts';
import type { MediaCipher } from '../media-cipher.ts';
import { VoiceBuffers } from '../receiving/voice-buffers.ts';
import { Senders } from '../sending/senders.ts';
import { withMediaErrorCode } from '../wire/media-failure.ts';
import { readRtpParameters, readTransport, writeCapabilities } from '../wire/wire-media.ts';
import type { MediaServerAddress } from './media-server-address.ts';

const firstAcceptRetryMs = 1_000;
const longestAcceptRetryMs = 30_000;

export interface MediaConnectionOptions {
  device: Device;
  request: Request;
  cameraEncodings: readonly types.RtpEncodingParameters[] | null;
  /** False for an injected WebRTC, which may support neither data channels nor senders without a track. */
  canPrepare: boolean;
  /** Each sender and receiver gets its transform; null: there is no end-to-end encryption on these transports. */
  cipher: MediaCipher | null;
  /** Whether the server knows replaced tracks and the sound of screens. */
  takesScreenAudio: boolean;
  /** This source, or with null everything, can't be encrypted. */
  handleEncryptionFailed: (source: string | null) => void;
  /** The ICE or DTLS state of a transport changed. */
  handleStateChange: () => void;
  /** The server refused what a transport needs to connect: this pair is broken. */
  handleBroken: (error: HearthroomError) => void;
}

export class MediaConnection {
  readonly senders: Senders;
  /** By consumer id. */
  readonly consumers = new Map<string, types.Consumer>();
  readonly #options: MediaConnectionOptions;
  readonly #send: types.Transport;
  readonly #receive: types.Transport;
  /** The addresses of the server, without duplicates. */
  readonly servers: MediaServerAddress[];
  /** Transports whose ICE has started: a browser without candidates to try keeps reporting `new`. */
  readonly #begun = new Set<types.Transport>();
  readonly #voiceBuffers: VoiceBuffers;
  readonly #ignoreCipher: (() => void) | undefined;
  #state: 'open' | 'broken' | 'closed' = 'open';
  #acceptAgain: ReturnType<typeof setTimeout> | undefined;
  /** Called when it is closed. */
  readonly #givingUp = new Set<() => void>();

  /** Rejects with HearthroomError; `media-unavailable` while the server replaces its media worker. */
  static async open(options: MediaConnectionOptions): Promise<MediaConnection> {
    const { device, request } = options;
    const answer = await request('openMedia', { rtpCapabilities: writeCapabilities(device.recvRtpCapabilities) });
    return new MediaConnection(options, answer);
  }

  /** @param transports the result of `openMedia` */
  constructor(options: MediaConnectionOptions, { send, receive, iceServers }: Result<'openMedia'>) {
    const { device, request, cameraEncodings, canPrepare, cipher, takesScreenAudio: canReplace } = options;
    this.#options = options;
    const sending = readTransport(send);
    this.servers = serversOf(sending.iceCandidates);
    const shared = { iceServers, sctpParameters: silentChannel, ...(cipher && { additionalSettings: encodedStreams }) };
    this.#send = device.createSendTransport({ ...sending, ...shared });
    this.#receive = device.createRecvTransport({ ...readTransport(receive), ...shared });
    for (const transport of [this.#send, this.#receive]) this.#listen(transport);
    this.#voiceBuffers = new VoiceBuffers({
      voices: () => this.consumers.values(),
      getStats: () => this.#receive.getStats(),
    });
    this.#send.on('producedata', (_, callback) => callback({ id: 'path' }));
    this.senders = new Senders({
      ...{ transport: this.#send, device, request, cameraEncodings, canPrepare, cipher, canReplace },
    });
    this.#ignoreCipher = cipher?.on('failed', options.handleEncryptionFailed);
    this.acceptSources();
  }

  /**
   * Tells the server which tracks this client can receive that older ones can't, again until it is accepted: no sound of
   * screens comes before.
   */
  acceptSources(retryMs = firstAcceptRetryMs): void {
    const { takesScreenAudio, request } = this.#options;
    if (!takesScreenAudio) return;
    clearTimeout(this.#acceptAgain);
    request('acceptSources', { sources: ['screen-audio'] }).catch((error: unknown) => {
      // The next connection to the server repeats it.
      if (this.#state !== 'open' || isUnreached(error)) return;
      clearTimeout(this.#acceptAgain);
      const nextMs = Math.min(2 * retryMs, longestAcceptRetryMs);
      this.#acceptAgain = setTimeout(() => this.acceptSources(nextMs), retryMs);
    });
  }

  /**
   * Connects both transports (ICE, DTLS) before anything is sent or received. mediasoup-client connects a transport
   * with the first thing on it; here that is a data channel, which the server ignores and which stays empty. Rejects
   * when the browser has no data channels.
   */
  async connectAhead(): Promise<void> {
    if (!this.#options.canPrepare) return;
    const stream = { streamId: 0, ordered: true };
    await Promise.all([
      this.#send.produceData(),
      this.#receive.consumeData({ id: 'path', dataProducerId: 'path', sctpStreamParameters: stream }),
    ]);
  }

  /** Whether it can continue after the signaling connection was lost. */
  get isUsable(): boolean {
    return this.#state === 'open';
  }

  /** The worse state of both transports; `new` until something is sent or received. */
  get connectionState(): types.ConnectionState {
    const states = [this.#send, this.#receive].map((one) =>
      one.connectionState === 'new' && this.#begun.has(one) ? 'connecting' : one.connectionState,
    );
    return worstFirst.find((state) => states.includes(state)) ?? 'new';
  }

  /**
   * Creates the consumer of a track; its packets arrive after `resumeConsumers`. Rejects with HearthroomError, also when
   * this is closed meanwhile.
   */
  async consume(description: ConsumerDescription): Promise<MediaStreamTrack> {
    const { consumerId, trackId, kind, source, participantId } = description;
    const { cipher } = this.#options;
    let forget = (): void => {};
    const consuming = withMediaErrorCode(() =>
      this.#receive.consume({
        id: consumerId,
        producerId: trackId,
        kind,
        rtpParameters: readRtpParameters(description.rtpParameters),
        // Tracks with the same stream id are synchronized: a person's voice and camera, and their screen and its sound.
        streamId: source.startsWith('screen') ? `${participantId}-screen` : participantId,
        ...(cipher && {
          onRtpReceiver: (receiver: RTCRtpReceiver) => {
            forget = cipher.attachReceiver(receiver, { participantId, source });
          },
        }),
      }),
    );
    const consumer = await this.#untilClosed(consuming).catch((error: unknown) => {
      forget();
      throw error;
    });
    consumer.observer.once('close', () => forget());
    this.consumers.set(consumerId, consumer);
    this.#voiceBuffers.handleAdded(consumer);
    return consumer.track;
  }

  /**
   * Rejects when this is closed before. Browsers never settle the negotiation of a connection that is closed meanwhile
   * (W3C webrtc-pc), and mediasoup-client waits for it: what is received over the next transports would wait too.
   */
  #untilClosed<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new HearthroomError('media-unavailable'));
      this.#givingUp.add(giveUp);
      work.then(resolve, reject).finally(() => this.#givingUp.delete(giveUp));
    });
  }

  closeConsumer(consumerId: string): void {
    this.consumers.get(consumerId)?.close();
    this.consumers.delete(consumerId);
  }

  /** Looks for another path through the network, for both transports. Rejects with HearthroomError. */
  async restartIce(): Promise<void> {
    const used = [this.#send, this.#receive].filter(({ connectionState }) => connectionState !== 'new');
    await Promise.all(
      used.map(async (transport) => {
        const { iceParameters, iceServers } = await this.#options.request('restartIce', { transportId: transport.id });
        await withMediaErrorCode(async () => {
          // The credentials of relays expire.
          await transport.updateIceServers({ iceServers });
          await transport.restartIce({ iceParameters });
        });
      }),
    );
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#acceptAgain);
    for (const giveUp of this.#givingUp) giveUp();
    this.#voiceBuffers.close();
    this.#ignoreCipher?.();
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
          // It is unknown whether the server has it, and it accepts it only once.
          this.#break(toHearthroomError(error));
        });
      // ICE starts meanwhile; the DTLS handshake, which needs the fingerprint, begins at least one round trip later.
      callback();
    });
    transport.on('connectionstatechange', () => this.#options.handleStateChange());
  }

  #break(error: HearthroomError): void {
    if (this.#state !== 'open') return;
    this.#state = 'broken';
    // If the connection to the server was lost, the next one opens new transports.
    if (!isUnreached(error)) this.#options.handleBroken(error);
  }
}

/** There is no connection to the server, or it was lost. */
function isUnreached(error: unknown): boolean {
  const { code } = toHearthroomError(error);
  return code === 'connection-lost' || code === 'not-connected';
}

function serversOf(candidates: readonly types.IceCandidate[]): MediaServerAddress[] {
  const servers = candidates.map(({ protocol, address, ip, port }) => ({ protocol, address: address ?? ip, port }));
  const keyOf = ({ protocol, address, port }: MediaServerAddress) => `${protocol} ${address} ${port}`;
  return [...new Map(servers.map((server) => [keyOf(server), server])).values()];
}

/** For the SDP of a data channel; the server has none and drops what is sent to it. */
const silentChannel = { port: 5_000, maxSendMessageSize: 1, maxReceiveMessageSize: 1 };

/** With it Chromium sends and shows nothing before a transform is attached; other browsers ignore it. */
const encodedStreams: Partial<RTCConfiguration> & { encodedInsertableStreams: true } = {
  encodedInsertableStreams: true,
};

const worstFirst: types.ConnectionState[] = ['closed', 'failed', 'disconnected', 'connecting', 'connected', 'new'];
