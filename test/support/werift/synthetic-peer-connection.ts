/** werift's RTCPeerConnection with the corrections that mediasoup-client's handler for Chrome needs. */
import {
  type MediaStreamTrack,
  type RTCDtlsTransport,
  RTCPeerConnection,
  type RTCPeerConnectionConfig,
  type RTCRtpTransceiver,
  type RTCSessionDescription,
  type TransceiverOptions,
} from 'werift';
import { createMediaConfig } from './media-config.ts';

type Description = Pick<RTCSessionDescription, 'type' | 'sdp'>;

type LocalDescription = Parameters<RTCPeerConnection['setLocalDescription']>[0];

const received = new WeakMap<object, number>();

/** How many RTP packets arrived for a track of a SyntheticPeerConnection. */
export const countReceived = (track: object): number => received.get(track) ?? 0;

export class SyntheticPeerConnection extends RTCPeerConnection {
  readonly #prepared = new WeakSet<RTCDtlsTransport>();
  #ending: 'closed' | 'failed' | null = null;

  constructor(config: RTCPeerConnectionConfig = {}) {
    super({ ...config, ...createMediaConfig(), iceUseIpv6: false, iceAdditionalHostAddresses: ['127.0.0.1'] });
    this.onTrack.subscribe((track) => countPackets(track));
  }

  /** werift leaves `closed` when it was connecting, and goes on connecting when DTLS has ended. */
  override get connectionState(): RTCPeerConnection['connectionState'] {
    return this.#ending ?? super.connectionState;
  }

  override async close(): Promise<void> {
    this.#ending = 'closed';
    await super.close();
  }

  /**
   * A new sender reuses the first stopped transceiver, as in browsers (RFC 8829, 5.2.2). The position of a receiver is
   * given by the offer. Neither reuses one that is only temporarily inactive, as werift would.
   */
  override addTransceiver(
    trackOrKind: 'audio' | 'video' | MediaStreamTrack,
    options?: Partial<TransceiverOptions>,
  ): RTCRtpTransceiver {
    const transceivers = this.getTransceivers();
    for (const transceiver of transceivers) transceiver.usedForSender = true;
    const [stopped] = transceivers
      .filter(({ stopping }) => stopping)
      .sort((one, other) => (one.mLineIndex ?? 0) - (other.mLineIndex ?? 0));
    const added = super.addTransceiver(trackOrKind, options);
    if (stopped && typeof trackOrKind !== 'string') {
      transceivers.splice(transceivers.indexOf(added), 1);
      transceivers[transceivers.indexOf(stopped)] = added;
      end(stopped);
      added.mid = stopped.mid;
      if (stopped.mLineIndex !== undefined) added.mLineIndex = stopped.mLineIndex;
    }
    return added;
  }

  override async setRemoteDescription(description: Description): Promise<void> {
    for (const [index, section] of readSections(description.sdp).entries()) this.#prepare(section, index);
    await super.setRemoteDescription(description);
    this.#startIceAgain();
  }

  override setLocalDescription(description: { type: 'rollback' }): Promise<void>;
  override setLocalDescription(description?: LocalDescription): ReturnType<RTCPeerConnection['setLocalDescription']>;
  override async setLocalDescription(description?: LocalDescription): Promise<unknown> {
    for (const transport of this.dtlsTransports) this.#prepareTransport(transport);
    const applied = await super.setLocalDescription(description);
    this.#startIceAgain();
    return applied;
  }

  /** Before candidates are gathered. */
  #prepareTransport(transport: RTCDtlsTransport): void {
    if (this.#prepared.has(transport)) return;
    this.#prepared.add(transport);
    // Otherwise werift asks a public STUN server, also without any in `iceServers`: it waits for that answer for up to 5 s.
    delete transport.iceTransport.connection.stunServer;
    transport.onStateChange.subscribe((state) => {
      // Its DTLS client is made in the same turn.
      if (state === 'connecting') queueMicrotask(() => ignoreRepeatedFlights(transport));
      if (state === 'closed' && this.connectionState === 'connecting') this.#fail();
    });
  }

  /** As browsers do when a DTLS handshake ends with an alert (W3C webrtc-pc, RTCPeerConnectionState). */
  #fail(): void {
    this.#ending = 'failed';
    this.connectionStateChange.execute('failed');
    this.emit('connectionstatechange');
  }

  /** After an ICE restart werift waits for a DTLS handshake, which does not happen then. */
  #startIceAgain(): void {
    if (this.signalingState !== 'stable') return;
    for (const { state, iceTransport } of this.dtlsTransports) {
      if (state !== 'connected' || iceTransport.connection.nominated || iceTransport.state === 'checking') continue;
      iceTransport.start().catch(() => {
        // The error is visible in its state.
      });
    }
  }

  #prepare({ mid, isClosed }: Section, index: number): void {
    const transceivers = this.getTransceivers();
    const current = transceivers.find((transceiver) => transceiver.mid === mid);
    if (current && isClosed) {
      // It has no codecs left to negotiate, which makes werift fail.
      current.setDirection('inactive');
      current.stop();
      end(current);
    }
    // Removes the former transceiver of this m-line: werift would give it the mid of its successor.
    const former = transceivers.findIndex((one) => one.mLineIndex === index && one.stopping && one.mid !== mid);
    if (former !== -1) transceivers.splice(former, 1);
  }
}

/** Of the client's own handshake messages, the last; and the server's answer to it (RFC 6347, 4.2.4; RFC 5246, 7.4). */
const lastOwnFlight = 5;
const finished = 20;

/**
 * When messages of the server arrive once more, and late, werift makes other keys and begins its last flight anew, also
 * when it is connected. It repeats that flight by a timer of its own.
 */
function ignoreRepeatedFlights({ dtls }: RTCDtlsTransport): void {
  if (!dtls) return;
  const handle = dtls.onHandleHandshakes;
  dtls.onHandleHandshakes = (messages) =>
    handle(messages.filter(({ msg_type }) => msg_type === finished || dtls.dtls.flight < lastOwnFlight));
}

/**
 * Stops the RTCP reports of both halves: closing the connection does not reach transceivers that were stopped before.
 */
function end({ sender, receiver }: RTCRtpTransceiver): void {
  sender.stop();
  receiver.stop();
}

function countPackets(track: MediaStreamTrack): void {
  // Every renegotiation emits the same track again.
  if (received.has(track)) return;
  received.set(track, 0);
  track.onReceiveRtp.subscribe(() => {
    received.set(track, countReceived(track) + 1);
  });
}

interface Section {
  mid: string | undefined;
  /** Port 0 (RFC 8866): the m-section was removed. */
  isClosed: boolean;
}

function readSections(sdp: string): Section[] {
  const [, ...sections] = sdp.split(/^m=/m);
  return sections.map((section) => ({
    mid: /^a=mid:(\S+)/m.exec(section)?.[1],
    isClosed: /^\w+ 0 /.test(section),
  }));
}
