/**
 * The format of an encrypted media frame, version 1:
 *
 *     clear (n bytes) ‖ ciphertext ‖ tag (16) ‖ counter (4, big-endian) ‖ epoch (1) ‖ n (1)
 *
 * The first n bytes of a frame stay readable: the server and the depacketizers of browsers read in them what kind of
 * frame it is. They are authenticated, and so are the last six bytes.
 */
import { tagLength } from '../bytes/derive-key.ts';
import { encodeFields } from '../bytes/encode.ts';

export const trailerLength = 6;
/** By how many bytes a frame grows. */
export const overhead = tagLength + trailerLength;

export interface Trailer {
  /** 0 to 2³² − 1; used once for each key. */
  counter: number;
  /** The lowest 8 bits of the key epoch. */
  epoch: number;
  /** How many bytes at the beginning are not encrypted. */
  clearLength: number;
}

/** What of a frame stays readable, by codec (MIME type of its RTP payload), in bytes. Other codecs are not encrypted. */
const clearLengths: Record<string, { key: number; delta: number }> = {
  // RFC 6716, section 3.1: the TOC byte.
  'audio/opus': { key: 1, delta: 1 },
  // RFC 6386, section 9.1: the frame tag, and for key frames the start code and the size.
  'video/vp8': { key: 10, delta: 3 },
  // All that is read without decoding is in the payload descriptor (RFC 9628), which is not part of the frame.
  'video/vp9': { key: 0, delta: 0 },
};

/**
 * @param mimeType as in the frame's metadata, such as `video/VP8`
 * @returns null: this codec can't be encrypted, and must not be sent
 */
export function clearLengthOf(mimeType: string, isKeyFrame: boolean): number | null {
  const lengths = clearLengths[mimeType.toLowerCase()];
  if (!lengths) return null;
  return isKeyFrame ? lengths.key : lengths.delta;
}

export function writeTrailer(bytes: Uint8Array, { counter, epoch, clearLength }: Trailer): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - trailerLength, trailerLength);
  view.setUint32(0, counter);
  view.setUint8(4, epoch);
  view.setUint8(5, clearLength);
}

/** @returns null: too short to be an encrypted frame. Nothing of it is authenticated yet */
export function readTrailer(bytes: Uint8Array): Trailer | null {
  if (bytes.byteLength < overhead) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - trailerLength, trailerLength);
  const trailer = { counter: view.getUint32(0), epoch: view.getUint8(4), clearLength: view.getUint8(5) };
  return trailer.clearLength + overhead <= bytes.byteLength ? trailer : null;
}

/**
 * The data that is authenticated with a frame but not in its ciphertext: the readable bytes, the trailer, and the track
 * that it belongs to. So a frame that the server forwards as one of another track or sender is refused.
 */
export function additionalData(frame: Uint8Array, clearLength: number, track: Uint8Array): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(clearLength + trailerLength + track.byteLength);
  data.set(frame.subarray(0, clearLength));
  data.set(frame.subarray(frame.byteLength - trailerLength), clearLength);
  data.set(track, clearLength + trailerLength);
  return data;
}

/**
 * Names a track in the additional data of its frames.
 * @param senderId participant id of its sender
 * @param source such as `microphone`
 */
export const trackName = (senderId: string, source: string): Uint8Array => encodeFields(['track', senderId, source]);
