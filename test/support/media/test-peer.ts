/** One seat's client in a test: opens media, connects, publishes a microphone, sends and receives. */
import type { RtpCapabilities, TransportParameters } from '@hearthroom/sdk/protocol';
import type { RoomMedia } from '../../../server/src/rooms/ports.ts';
import { freshSsrc, opusAndVp8, opusParameters, vp8Parameters } from './rtp-packets.ts';
import { TestTransport } from './test-transport.ts';

export class TestPeer {
  readonly seatId: string;
  readonly transports: { send: TransportParameters; receive: TransportParameters };
  readonly #room: RoomMedia;
  readonly #ssrc = freshSsrc();
  #send: TestTransport | null = null;
  #receive: TestTransport | null = null;

  static async open(room: RoomMedia, seatId: string, capabilities: RtpCapabilities = opusAndVp8): Promise<TestPeer> {
    return new TestPeer(room, seatId, await room.openPeer(seatId, capabilities));
  }

  private constructor(room: RoomMedia, seatId: string, transports: TestPeer['transports']) {
    this.#room = room;
    this.seatId = seatId;
    this.transports = transports;
  }

  async publishMicrophone(paused = false): Promise<string> {
    const rtpParameters = opusParameters(this.#ssrc, [{ type: 'nack' }]);
    const offer = { source: 'microphone', kind: 'audio', rtpParameters, paused } as const;
    return (await this.#room.publishTrack(this.seatId, offer)).trackId;
  }

  async publishCamera(layers = 3): Promise<string> {
    const offer = { source: 'camera', kind: 'video', rtpParameters: vp8Parameters(layers), paused: false } as const;
    return (await this.#room.publishTrack(this.seatId, offer)).trackId;
  }

  async connect(): Promise<void> {
    [this.#send, this.#receive] = await Promise.all([
      this.#connect(this.transports.send),
      this.#connect(this.transports.receive),
    ]);
  }

  get srtpProfile(): number | undefined {
    return this.#send?.srtpProfile;
  }

  get packetsReceived(): number {
    return this.#receive?.received.length ?? 0;
  }

  /** Received RTP datagrams, encrypted. */
  get datagrams(): readonly Buffer[] {
    return this.#receive?.datagrams ?? [];
  }

  /** Sequence numbers of this peer's packets that the server requested again. */
  get nacked(): readonly number[] {
    return this.#send?.nacked ?? [];
  }

  /** Drops the next microphone packet before it reaches the server. */
  losePacket(): void {
    this.#send?.losePacket();
  }

  /** Connects the sending transport, but for its DTLS handshake. */
  async connectIce(): Promise<void> {
    const { send } = this.transports;
    this.#send = await TestTransport.connectIce(send, (dtlsParameters) =>
      this.#room.connectTransport(this.seatId, send.id, dtlsParameters),
    );
  }

  /** See TestTransport. */
  async repeatHandshake(): Promise<void> {
    await this.#send?.repeatHandshake();
  }

  /** Requests packets of a received stream again. */
  async sendNack(ssrc: number, lost: number[]): Promise<void> {
    await this.#receive?.sendNack(ssrc, lost);
  }

  async talk(packets = 1, levelDb = -20): Promise<void> {
    for (let sent = 0; sent < packets; sent += 1) await this.#send?.sendOpus(this.#ssrc, levelDb);
  }

  /** Sends packets with this payload size. */
  async talkInLargePackets(packets: number, bytes: number): Promise<void> {
    const payload = Buffer.alloc(bytes, 0xf8);
    for (let sent = 0; sent < packets; sent += 1) await this.#send?.sendOpus(this.#ssrc, -20, undefined, payload);
  }

  /** Sends packets that were modified in transit. */
  async sendForged(packets: number): Promise<void> {
    for (let sent = 0; sent < packets; sent += 1) await this.#send?.sendForgedOpus(this.#ssrc);
  }

  /** Sends a packet that identifies its track to the server by its mid. */
  async sendWithMid(ssrc: number, mid: string): Promise<void> {
    await this.#send?.sendOpus(ssrc, -20, mid);
  }

  async close(): Promise<void> {
    await this.#send?.close();
    await this.#receive?.close();
  }

  #connect(parameters: TransportParameters): Promise<TestTransport> {
    return TestTransport.connect(parameters, (dtlsParameters) =>
      this.#room.connectTransport(this.seatId, parameters.id, dtlsParameters),
    );
  }
}
