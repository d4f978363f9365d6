/** The client's end of one transport: ICE, DTLS and SRTP by werift, without SDP. */
import type { DtlsParameters, TransportParameters } from '@hearthroom/sdk/protocol';
import { DtlsParameters as DtlsParametersSchema } from '@hearthroom/sdk/protocol';
import { Value } from 'typebox/value';
import {
  GenericNack,
  IceCandidate,
  PictureLossIndication,
  RTCDtlsFingerprint,
  RTCDtlsParameters,
  RTCDtlsTransport,
  RTCIceGatherer,
  RTCIceParameters,
  RTCIceTransport,
  RtcpPayloadSpecificFeedback,
  RtcpSenderInfo,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
  RtpHeader,
  type RtpPacket,
  type SrtpProfile,
} from 'werift';
import { extensionIds, opusPayloadType, vp8PayloadType } from './rtp-packets.ts';

/** RFC 7714 and RFC 5764, in order of preference. */
const srtpProfiles: SrtpProfile[] = [7, 1];

/** An Opus frame of silence. */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);

export class TestTransport {
  readonly received: RtpPacket[] = [];
  /** Received RTP datagrams, encrypted. */
  readonly datagrams: Buffer[] = [];
  /** Sequence numbers that the server requested again (RFC 4585, generic NACK). */
  readonly nacked: number[] = [];
  /** Requests from the server (RFC 4585, PLI). */
  keyFrameRequests = 0;
  readonly #ice: RTCIceTransport;
  readonly #dtls: RTCDtlsTransport;
  #sequenceNumber = 1;
  /** Pictures sent so far, by SSRC. */
  readonly #pictures = new Map<number, number>();

  /** @param connect sends the DTLS parameters to the server */
  static async connect(
    parameters: TransportParameters,
    connect: (dtlsParameters: DtlsParameters) => Promise<void>,
  ): Promise<TestTransport> {
    const transport = await TestTransport.connectIce(parameters, connect);
    await transport.#dtls.start();
    return transport;
  }

  /** As `connect`, but without the DTLS handshake, for which the server waits from then on. */
  static async connectIce(
    parameters: TransportParameters,
    connect: (dtlsParameters: DtlsParameters) => Promise<void>,
  ): Promise<TestTransport> {
    const ice = new RTCIceTransport(new RTCIceGatherer({ useIpv6: false, additionalHostAddresses: ['127.0.0.1'] }));
    ice.connection.iceControlling = true;
    const dtls = new RTCDtlsTransport({}, ice, await RTCDtlsTransport.SetupCertificate(), srtpProfiles);
    dtls.role = 'client';
    const transport = new TestTransport(ice, dtls);
    await connect({ role: 'client', fingerprints: dtls.localParameters.fingerprints.map(readFingerprint) });
    await ice.gather();
    ice.setRemoteParams(new RTCIceParameters(parameters.iceParameters));
    for (const candidate of parameters.iceCandidates.flatMap(readCandidate)) await ice.addRemoteCandidate(candidate);
    await ice.addRemoteCandidate(undefined);
    const remote = Value.Parse(DtlsParametersSchema, parameters.dtlsParameters);
    dtls.setRemoteParams(
      new RTCDtlsParameters(
        remote.fingerprints.map(({ algorithm, value }) => new RTCDtlsFingerprint(algorithm, value)),
        'server',
      ),
    );
    await ice.start();
    return transport;
  }

  private constructor(ice: RTCIceTransport, dtls: RTCDtlsTransport) {
    this.#ice = ice;
    this.#dtls = dtls;
    dtls.onRtp.subscribe((packet) => this.received.push(packet));
    ice.connection.onData.subscribe((data) => {
      if (isRtp(data)) this.datagrams.push(Buffer.from(data));
    });
    dtls.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpTransportLayerFeedback && packet.feedback instanceof GenericNack) {
        this.nacked.push(...packet.feedback.lost);
      }
      if (packet instanceof RtcpPayloadSpecificFeedback && packet.feedback instanceof PictureLossIndication) {
        this.keyFrameRequests += 1;
      }
    });
  }

  /** IANA number of the SRTP protection profile that DTLS negotiated. */
  get srtpProfile(): number | undefined {
    return this.#dtls.dtls?.srtp.srtpProfile;
  }

  /** Sends the last messages of the DTLS handshake again, as when their answer was late (RFC 6347, 4.2.4). */
  async repeatHandshake(): Promise<void> {
    for (const message of this.#dtls.dtls?.dtls.lastMessage ?? []) await this.#ice.connection.send(message);
  }

  /** Sends one packet of 20 ms of Opus. @param levelDb audio level of the header extension, -127 to 0 */
  async sendOpus(ssrc: number, levelDb = -20, mid?: string, payload = silence): Promise<void> {
    const header = new RtpHeader({
      payloadType: opusPayloadType,
      sequenceNumber: this.#sequenceNumber,
      timestamp: this.#sequenceNumber * 960,
      ssrc,
      extension: true,
      extensionProfile: 0xbede,
      extensions: [
        { id: extensionIds.audioLevel, payload: Buffer.from([0x80 | -levelDb]) },
        ...(mid === undefined ? [] : [{ id: extensionIds.mid, payload: Buffer.from(mid) }]),
      ],
    });
    this.#sequenceNumber += 1;
    await this.#dtls.sendRtp(payload, header);
  }

  /** The next packet is not sent, as if lost. */
  losePacket(): void {
    this.#sequenceNumber += 1;
  }

  /** Requests packets of a stream again. */
  async sendNack(ssrc: number, lost: number[]): Promise<void> {
    const feedback = new GenericNack({ senderSsrc: 1, mediaSourceSsrc: ssrc, lost });
    await this.#dtls.sendRtcp([new RtcpTransportLayerFeedback({ feedback })]);
  }

  /** Like `sendOpus`, but modified in transit: the authentication tag does not match the contents (RFC 7714). */
  async sendForgedOpus(ssrc: number): Promise<void> {
    const { connection } = this.#ice;
    const { send } = connection;
    connection.send = async (data) => {
      const forged = Buffer.from(data);
      forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
      await send.call(connection, forged);
    };
    try {
      await this.sendOpus(ssrc);
    } finally {
      connection.send = send;
    }
  }

  /** Sends a picture of one packet that is marked as a VP8 key frame; the rate is not limited here. */
  async sendPicture(ssrc: number, bytes: number): Promise<void> {
    const number = (this.#pictures.get(ssrc) ?? 0) + 1;
    this.#pictures.set(ssrc, number);
    const header = new RtpHeader({
      payloadType: vp8PayloadType,
      marker: true,
      sequenceNumber: number & 0xffff,
      timestamp: pictureTimestamp(number),
      ssrc,
    });
    const payload = Buffer.alloc(bytes, 0x11);
    // RFC 7741 and RFC 6386: start of a partition, a visible key frame, 320×180.
    payload.set([0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00]);
    await this.#dtls.sendRtp(payload, header);
  }

  /**
   * Says which moment the next picture of this stream belongs to (RFC 3550, 6.4.1): the worker needs it to continue one
   * layer of a video with another.
   */
  async sendReport(ssrc: number): Promise<void> {
    const senderInfo = new RtcpSenderInfo({
      // NTP counts seconds since 1900 in 32.32 bits.
      ntpTimestamp: ((BigInt(Date.now()) + 2_208_988_800_000n) << 32n) / 1_000n,
      rtpTimestamp: pictureTimestamp((this.#pictures.get(ssrc) ?? 0) + 1),
      packetCount: 1,
      octetCount: 1,
    });
    await this.#dtls.sendRtcp([new RtcpSrPacket({ ssrc, senderInfo })]);
  }

  async close(): Promise<void> {
    await this.#dtls.stop();
    await this.#ice.stop();
  }
}

/** Of a hundred pictures a second, in units of 1/90,000 s (RFC 7741, 4.1). */
const pictureTimestamp = (number: number) => (number * 900) >>> 0;

/** RFC 7983, and RFC 5761 to distinguish it from RTCP. */
function isRtp(data: Buffer): boolean {
  const [first = 0, second = 0] = data;
  return first >= 128 && first < 192 && !(second >= 192 && second <= 223);
}

function readFingerprint({ algorithm, value }: { algorithm: string; value: string }) {
  // In lower case, which is as valid as the upper case of browsers (RFC 8122 allows both).
  const fingerprints = [{ algorithm, value: value.toLowerCase() }];
  return Value.Parse(DtlsParametersSchema, { fingerprints }).fingerprints[0] ?? fail();
}

function readCandidate(value: unknown): IceCandidate[] {
  if (typeof value !== 'object' || value === null) return [];
  const { foundation, priority, address, port, protocol, type }: Record<string, unknown> = { ...value };
  const isUdp = typeof address === 'string' && typeof port === 'number' && protocol === 'udp';
  if (!isUdp || typeof foundation !== 'string' || typeof priority !== 'number' || typeof type !== 'string') return [];
  return [new IceCandidate(1, foundation, address, port, priority, protocol, type)];
}

function fail(): never {
  throw new Error('no fingerprint');
}
