/**
 * Tracks of synthetic audio and video, sent as real RTP at a constant rate. Every packet is valid, but the decoded
 * content is meaningless.
 */
import { MediaStreamTrack, RtpHeader, RtpPacket } from 'werift';
import { audioLevelExtensionId } from './media-config.ts';

export interface SyntheticTrackOptions {
  /** Pictures per second; ignored for audio, which has 50 packets per second. */
  framesPerSecond?: number;
  packetsPerFrame?: number;
  /** Payload size of each packet in bytes. */
  payloadBytes?: number;
  /** RFC 6464, from -127 (silence) to 0: the audio level in the header extension. */
  levelDb?: number;
}

const opusFrameMs = 20;
const defaults = {
  audio: { framesPerSecond: 1_000 / opusFrameMs, packetsPerFrame: 1, payloadBytes: 80, levelDb: -30 },
  video: { framesPerSecond: 15, packetsPerFrame: 2, payloadBytes: 600, levelDb: 0 },
};
const clockRates = { audio: 48_000, video: 90_000 };

/** When the machine has stalled for more packets than this, they are skipped instead of sent in one burst. */
const maxCatchUpFrames = 5;

class SyntheticTrack extends MediaStreamTrack {
  readonly #options: Required<SyntheticTrackOptions>;
  readonly #payload: Buffer;
  readonly #startedAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;
  #sequenceNumber = Math.floor(Math.random() * 0x8000);
  readonly #firstTimestamp = Math.floor(Math.random() * 0x8000_0000);

  constructor(kind: 'audio' | 'video', options: SyntheticTrackOptions) {
    super({ kind });
    // In a browser, a device's track is not muted before its first packet.
    this.muted = false;
    this.#options = { ...defaults[kind], ...options };
    this.#payload = kind === 'audio' ? opusPayload(this.#options.payloadBytes) : vp8Payload(this.#options.payloadBytes);
    this.#plan();
    this.addEventListener('ended', () => clearTimeout(this.#timer));
  }

  get readyState(): 'live' | 'ended' {
    return this.stopped ? 'ended' : 'live';
  }

  getSettings(): MediaTrackSettings {
    return {};
  }

  /** On an absolute schedule, so that a late timer does not slow down the stream. */
  #plan(): void {
    const dueAt = this.#startedAt + (this.#frame * 1_000) / this.#options.framesPerSecond;
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, dueAt - performance.now()));
  }

  #tick(): void {
    const { framesPerSecond } = this.#options;
    const due = Math.floor(((performance.now() - this.#startedAt) * framesPerSecond) / 1_000) + 1;
    this.#frame = Math.max(this.#frame, due - maxCatchUpFrames);
    // A muted microphone or camera sends nothing, as with DTX.
    for (; this.#frame < due; this.#frame += 1) if (this.enabled) this.#sendFrame();
    this.#plan();
  }

  #sendFrame(): void {
    const { packetsPerFrame, framesPerSecond } = this.#options;
    const ticks = Math.round((this.#frame * clockRates[this.kind === 'audio' ? 'audio' : 'video']) / framesPerSecond);
    for (let index = 0; index < packetsPerFrame; index += 1) {
      const isLast = index === packetsPerFrame - 1;
      const header = new RtpHeader({
        sequenceNumber: this.#sequenceNumber,
        timestamp: (this.#firstTimestamp + ticks) >>> 0,
        marker: this.kind === 'video' && isLast,
        extension: true,
        extensions: this.#extensions(),
      });
      this.#sequenceNumber = (this.#sequenceNumber + 1) & 0xffff;
      this.writeRtp(
        new RtpPacket(header, this.kind === 'audio' || index === 0 ? this.#payload : continued(this.#payload)),
      );
    }
  }

  #extensions(): { id: number; payload: Buffer }[] {
    if (this.kind !== 'audio') return [];
    const isVoice = 0x80;
    return [{ id: audioLevelExtensionId, payload: Buffer.from([isVoice | -this.#options.levelDb]) }];
  }
}

/** RFC 6716: one frame of 20 ms, fullband, mono; the bytes after the first are noise. */
function opusPayload(bytes: number): Buffer {
  const payload = Buffer.alloc(Math.max(bytes, 3), 0x5a);
  payload[0] = 0xf8;
  return payload;
}

/**
 * RFC 7741 and RFC 6386: the first packet of a key frame of 320×180. Every picture is a key frame, so none needs to be
 * requested.
 */
function vp8Payload(bytes: number): Buffer {
  const payload = Buffer.alloc(Math.max(bytes, 11), 0x11);
  const startOfPartition = 0x10;
  const keyFrameShown = 0x10;
  payload.set([startOfPartition, keyFrameShown, 0x02, 0x00, 0x9d, 0x01, 0x2a]);
  payload.writeUInt16LE(320, 7);
  payload.writeUInt16LE(180, 9);
  return payload;
}

/** A further packet of the same picture. */
function continued(payload: Buffer): Buffer {
  const rest = Buffer.from(payload);
  rest[0] = 0;
  return rest;
}

/**
 * A track that sends until it is stopped, in the form that the SDK accepts: `setMicrophoneEnabled(true, { track })`.
 * Audio: Opus, 50 packets per second. Video: VP8.
 */
export function syntheticTrack(
  kind: 'audio' | 'video',
  options: SyntheticTrackOptions = {},
): globalThis.MediaStreamTrack {
  const track: unknown = new SyntheticTrack(kind, options);
  // werift's class has the members of the browser's class that the SDK and mediasoup-client use.
  return track as globalThis.MediaStreamTrack;
}
