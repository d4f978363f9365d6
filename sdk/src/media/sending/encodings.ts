/** How each source is sent: layers, bitrates, and what the codec is asked for. */

import type { Device, types } from 'mediasoup-client';
import type { TrackSource } from '../../../protocol/schemas/room-schemas.ts';

/**
 * Three layers of one camera, smallest first: a group of many is shown small, so most of what the server forwards is the
 * first two. Together below the 3 Mbit/s that a seat may send.
 */
const cameraEncodings: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
];

/** The same three in one stream of VP9 (SVC). They build upon each other at key frames alone: a receiver gets but the one it shows. */
const layeredCameraEncodings: types.RtpEncodingParameters[] = [{ maxBitrate: 1_500_000, scalabilityMode: 'L3T3_KEY' }];

/** What the three layers of a 720p camera are high. A fifth more than that is scaled up without anybody seeing it. */
const layerHeightsPx = [180, 360];
const tolerance = 1.2;

/** The smallest layer that fills a picture of this height, 0 being the smallest. */
export function layerFor(heightPx: number): number {
  const layer = layerHeightsPx.findIndex((layerHeightPx) => heightPx <= layerHeightPx * tolerance);
  return layer === -1 ? layerHeightsPx.length : layer;
}

/** One layer: text is of use at full size only. */
const screenEncodings: types.RtpEncodingParameters[] = [{ maxBitrate: 1_500_000 }];

/** Speech in mono; lost packets are sent again, FEC hides others, DTX keeps listeners silent on the wire (RFC 7587). */
const voice: types.ProducerCodecOptions = {
  opusStereo: false,
  opusFec: true,
  // libwebrtc answers NACKs of Opus only when the answer names them, which its own offer never does.
  opusNack: true,
  opusDtx: true,
  opusMaxAverageBitrate: 40_000,
};
/** Kilobits per second before the path is measured; below it the first seconds are a blur. */
const picture: types.ProducerCodecOptions = { videoGoogleStartBitrate: 1_000 };

/** What a device sends its videos in. No codec: the server's first of those that it has. */
export interface VideoSending {
  codec?: types.RtpCodecCapability;
  camera: readonly types.RtpEncodingParameters[];
}

/**
 * VP9 where the server prefers it and the browser makes its layers in one stream (Chromium's family); else three layers of VP8.
 * @param ownCameraEncodings instead of the layers
 */
export function chooseVideoSending(
  { handlerName, sendRtpCapabilities }: Pick<Device, 'handlerName' | 'sendRtpCapabilities'>,
  ownCameraEncodings: readonly types.RtpEncodingParameters[] | null,
): VideoSending {
  const videos = (sendRtpCapabilities.codecs ?? []).filter(({ kind }) => kind === 'video');
  const isNamed = (name: string) => (codec: types.RtpCodecCapability) => codec.mimeType.toLowerCase() === name;
  const camera = ownCameraEncodings ?? cameraEncodings;
  if (!videos.slice(0, 1).some(isNamed('video/vp9'))) return { camera };
  if (handlerName === 'Chrome111' && !ownCameraEncodings) return { camera: layeredCameraEncodings };
  const codec = videos.find(isNamed('video/vp8'));
  return { camera, ...(codec && { codec }) };
}

export function sendingOptions(
  source: TrackSource,
  { camera, ...codec }: VideoSending,
): Pick<types.ProducerOptions, 'encodings' | 'codec' | 'codecOptions'> {
  // Copies: the library writes into what it is given.
  const copy = (encodings: readonly types.RtpEncodingParameters[]) => encodings.map((encoding) => ({ ...encoding }));
  switch (source) {
    case 'microphone':
      return { codecOptions: voice };
    case 'camera':
      return { ...codec, codecOptions: picture, encodings: copy(camera) };
    case 'screen':
      return { ...codec, codecOptions: picture, encodings: copy(screenEncodings) };
  }
}
