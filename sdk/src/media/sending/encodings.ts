/** How each source is sent: layers, bitrates and codec options. */

import type { Device, types } from 'mediasoup-client';
import { kindOfSource } from '../../../protocol/kind-of-source.ts';
import type { TrackSource } from '../../../protocol/schemas/room-schemas.ts';

/**
 * Three layers of one camera, smallest first: in a large group people are shown small, so the server mostly forwards
 * the first two. Together they stay below the 3 Mbit/s that a seat may send.
 */
const cameraEncodings: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
];

/**
 * The same three layers in one stream of VP9 (SVC). They depend on each other only at key frames: a receiver gets only
 * the layer that it shows.
 */
const layeredCameraEncodings: types.RtpEncodingParameters[] = [{ maxBitrate: 1_500_000, scalabilityMode: 'L3T3_KEY' }];

/**
 * Heights of the two lower layers of a 720p camera. A picture that is up to a fifth higher can be scaled up without
 * visible loss.
 */
const layerHeightsPx = [180, 360];
const tolerance = 1.2;

/** The smallest layer that fills a picture of this height; 0 is the smallest. */
export function layerFor(heightPx: number): number {
  const layer = layerHeightsPx.findIndex((layerHeightPx) => heightPx <= layerHeightPx * tolerance);
  return layer === -1 ? layerHeightsPx.length : layer;
}

/** One layer: text is readable only at full size. */
const screenEncodings: types.RtpEncodingParameters[] = [{ maxBitrate: 1_500_000 }];

/**
 * Speech in mono. Lost packets are sent again, FEC covers others, DTX sends nothing for people who are silent (RFC
 * 7587).
 */
const voice: types.ProducerCodecOptions = {
  opusStereo: false,
  opusFec: true,
  // libwebrtc answers NACKs of Opus only when the SDP answer lists them, which its own offer never does.
  opusNack: true,
  opusDtx: true,
  opusMaxAverageBitrate: 40_000,
};
/** Instruments, singing and what a tab plays: in stereo, and without DTX, which would leave out quiet sound. */
const music: types.ProducerCodecOptions = {
  ...voice,
  opusStereo: true,
  opusDtx: false,
  opusMaxAverageBitrate: 128_000,
};
/** Kilobits per second until the path is measured; with less, the first seconds are blurred. */
const picture: types.ProducerCodecOptions = { videoGoogleStartBitrate: 1_000 };

/** How a device sends its videos. Without `codec`: the server's first codec that the device has. */
export interface VideoSending {
  codec?: types.RtpCodecCapability;
  camera: readonly types.RtpEncodingParameters[];
}

/** Videos that can be encrypted end to end (sdk/src/e2ee/frames/frame-format.ts); of audio the server has Opus alone. */
const encryptable: ReadonlySet<string> = new Set(['video/vp8', 'video/vp9']);

/**
 * VP9 if the server prefers it and the browser produces its layers in one stream (Chromium and its relatives);
 * otherwise three layers of VP8.
 * @param ownCameraEncodings used instead of the layers
 * @param codecs `encrypted`: only those that can be encrypted end to end
 */
export function chooseVideoSending(
  { handlerName, sendRtpCapabilities }: Pick<Device, 'handlerName' | 'sendRtpCapabilities'>,
  ownCameraEncodings: readonly types.RtpEncodingParameters[] | null,
  codecs: 'any' | 'encrypted' = 'any',
): VideoSending {
  const videos = (sendRtpCapabilities.codecs ?? []).filter(
    ({ kind, mimeType }) => kind === 'video' && (codecs === 'any' || encryptable.has(mimeType.toLowerCase())),
  );
  // The first one of all may be one that can't be encrypted.
  const named = codecs === 'encrypted' && videos[0] ? { codec: videos[0] } : {};
  const isNamed = (name: string) => (codec: types.RtpCodecCapability) => codec.mimeType.toLowerCase() === name;
  const camera = ownCameraEncodings ?? cameraEncodings;
  if (!videos.slice(0, 1).some(isNamed('video/vp9'))) return { camera, ...named };
  if (handlerName === 'Chrome111' && !ownCameraEncodings) return { camera: layeredCameraEncodings, ...named };
  const codec = videos.find(isNamed('video/vp8'));
  return { camera, ...(codec && { codec }) };
}

/** MIME type of what a source is sent in; `codecs` was `encrypted`. */
export const mimeTypeOf = (source: TrackSource, { codec }: VideoSending): string =>
  kindOfSource[source] === 'audio' ? 'audio/opus' : (codec?.mimeType ?? '');

/** @param isMusic for sound: not sent as speech */
export function sendingOptions(
  source: TrackSource,
  { camera, ...codec }: VideoSending,
  isMusic = false,
): Pick<types.ProducerOptions, 'encodings' | 'codec' | 'codecOptions'> {
  // Copies, because the library writes into its arguments.
  const copy = (encodings: readonly types.RtpEncodingParameters[]) => encodings.map((encoding) => ({ ...encoding }));
  switch (source) {
    case 'microphone':
    case 'screen-audio':
      return { codecOptions: isMusic ? music : voice };
    case 'camera':
      return { ...codec, codecOptions: picture, encodings: copy(camera) };
    case 'screen':
      return { ...codec, codecOptions: picture, encodings: copy(screenEncodings) };
  }
}
