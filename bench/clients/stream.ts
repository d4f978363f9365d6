/** The packets of one synthetic microphone or camera: content and time of each packet as a function of its number. */
import { RtpHeader, type SrtpSession } from 'werift';

export type StreamKind = 'audio' | 'video';

/** What a system must know about a stream, and what the sender needs to generate it. */
export interface StreamSpec {
  kind: StreamKind;
  /** Number of the sender's transport, as returned when it was connected. */
  end: number;
  ssrc: number;
  payloadType: number;
  /** RFC 6464 level with this header extension id; null: no header extension. */
  audioLevelId: number | null;
  /** A VP8 key frame that is sent as every picture, for receivers that decode; without it pictures are noise. */
  picture?: Uint8Array;
  /** Instead of all else, frames that are sent once each: those that are encrypted end to end. */
  frames?: readonly Uint8Array[];
}

export interface StreamShape {
  packetsPerSecond: number;
  /** Packets with one RTP timestamp. */
  packetsPerFrame: number;
  /** RTP ticks from one timestamp to the next. */
  ticksPerFrame: number;
  payloadBytes: number;
}

/** 20 ms of Opus at about 32 kbit/s; 30 pictures per second of 3 packets each, evenly spaced. */
export const shapes: Record<StreamKind, StreamShape> = {
  audio: { packetsPerSecond: 50, packetsPerFrame: 1, ticksPerFrame: 960, payloadBytes: 80 },
  video: { packetsPerSecond: 90, packetsPerFrame: 3, ticksPerFrame: 3_000, payloadBytes: 1_100 },
};

/**
 * Frames are sampled by bits of their RTP timestamp, which are the same on both sides of a server. This is the number
 * of low bits that are zero in all timestamps of a kind, given that they are zero in the first one.
 */
export const alignedBits: Record<StreamKind, number> = { audio: 6, video: 3 };

/** True for one frame in `every` (a power of two). */
export function isSampled(kind: StreamKind, timestamp: number, every: number): boolean {
  return ((timestamp >>> alignedBits[kind]) & (every - 1)) === 0;
}

/**
 * First timestamps also have this many bits zero above the aligned bits: a server that restarts timestamps at zero then
 * leaves the sampling bits unchanged.
 */
const samplingBits = 10;

/** After this many frames the timestamp jumps forward, by the number of frames in the stream's `leap`. */
const leapEveryFrames = 32;

export interface Start {
  timestamp: number;
  /** Different for each stream of the kind: identifies the stream where a server renumbers timestamps. */
  leap: number;
  sequenceNumber: number;
  /** Share of the packet interval, 0 to 1: streams do not send at the same moment. */
  phase: number;
}

/** @param leap in frames */
export function randomStart(kind: StreamKind, leap: number): Start {
  const bits = alignedBits[kind] + samplingBits;
  return {
    timestamp: (Math.floor(Math.random() * 2 ** (31 - bits)) << bits) >>> 0,
    leap,
    sequenceNumber: Math.floor(Math.random() * 0x4000),
    phase: Math.random(),
  };
}

/** When packet `index` is due, in ms after the common start. */
export function dueMs(kind: StreamKind, start: Start, index: number): number {
  return ((index + start.phase) * 1_000) / shapes[kind].packetsPerSecond;
}

export function timestampOf(kind: StreamKind, start: Start, index: number): number {
  const { packetsPerFrame, ticksPerFrame } = shapes[kind];
  const frame = Math.floor(index / packetsPerFrame);
  const leaps = Math.floor(frame / leapEveryFrames) * start.leap;
  return (start.timestamp + (frame + leaps) * ticksPerFrame) >>> 0;
}

/** All packets of a stream for this duration, encrypted. */
export function encryptStream(spec: StreamSpec, start: Start, seconds: number, srtp: SrtpSession): Buffer[] {
  const { packetsPerSecond, packetsPerFrame, payloadBytes } = shapes[spec.kind];
  const payloadsOf = payloadsFor(spec, packetsPerFrame, payloadBytes);
  const extensions =
    spec.audioLevelId === null ? [] : [{ id: spec.audioLevelId, payload: Buffer.from([0x80 | levelBelowFullDb]) }];
  return Array.from({ length: Math.floor(seconds * packetsPerSecond) }, (_, index) => {
    const place = index % packetsPerFrame;
    const header = new RtpHeader({
      payloadType: spec.payloadType,
      ssrc: spec.ssrc,
      sequenceNumber: (start.sequenceNumber + index) & 0xffff,
      timestamp: timestampOf(spec.kind, start, index),
      marker: spec.kind === 'video' && place === packetsPerFrame - 1,
      ...(extensions.length > 0 && { extension: true, extensionProfile: 0xbede, extensions }),
    });
    const payloads = payloadsOf(Math.floor(index / packetsPerFrame));
    return srtp.encrypt(payloads[Math.min(place, payloads.length - 1)] ?? Buffer.alloc(0), header);
  });
}

/** @returns what is in the packets of each frame, by its number; the last payload is repeated */
function payloadsFor({ kind, frames, picture }: StreamSpec, packets: number, bytes: number) {
  const split = (frame: Uint8Array) => (kind === 'video' ? splitPicture(frame, packets) : [Buffer.from(frame)]);
  if (frames) return (frame: number) => split(frames[frame] ?? new Uint8Array());
  const payloads = picture ? splitPicture(picture, packets) : noise(kind, bytes);
  return () => payloads;
}

const levelBelowFullDb = 30;

/** RFC 6716: one frame of 20 ms, fullband, mono; the rest is noise. */
export function audioFrame(): Buffer {
  const frame = Buffer.alloc(shapes.audio.payloadBytes, 0x5a);
  frame[0] = 0xf8;
  return frame;
}

/** The payload of a frame's first packet, and of its other packets. */
function noise(kind: StreamKind, bytes: number): Buffer[] {
  if (kind === 'audio') return [audioFrame()];
  const first = Buffer.alloc(bytes, 0x5a);
  // RFC 7741, RFC 6386: every picture is marked as a key frame of 320×180, so that none needs to be requested.
  const next = Buffer.from(first);
  first.set([startOfPartition, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a]);
  first.writeUInt16LE(320, 7);
  first.writeUInt16LE(180, 9);
  next[0] = 0;
  return [first, next];
}

/** RFC 7741: the shortest payload descriptor. */
const startOfPartition = 0x10;

function splitPicture(picture: Uint8Array, packets: number): Buffer[] {
  const bytes = Math.ceil(picture.length / packets);
  return Array.from({ length: packets }, (_, index) =>
    Buffer.concat([
      Buffer.from([index === 0 ? startOfPartition : 0]),
      picture.subarray(index * bytes, (index + 1) * bytes),
    ]),
  );
}
