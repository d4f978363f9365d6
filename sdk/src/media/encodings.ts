/** How each source is sent: layers, bitrates, and what the codec is asked for. */

import type { types } from 'mediasoup-client';
import type { TrackSource } from '../../protocol/room.ts';

/**
 * Three layers of one camera, smallest first: a group of many is shown small, so most of what the server forwards is the
 * first two. Together below the 3 Mbit/s that a seat may send.
 */
const cameraEncodings: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
];

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

/** Speech in mono; FEC hides single losses, DTX keeps listeners silent on the wire (RFC 7587). */
const voice: types.ProducerCodecOptions = {
  opusStereo: false,
  opusFec: true,
  opusDtx: true,
  opusMaxAverageBitrate: 40_000,
};
/** Kilobits per second before the path is measured; below it the first seconds are a blur. */
const picture: types.ProducerCodecOptions = { videoGoogleStartBitrate: 1_000 };

/** @param ownCameraEncodings instead of the three layers */
export function sendingOptions(
  source: TrackSource,
  ownCameraEncodings: readonly types.RtpEncodingParameters[] | null,
): Pick<types.ProducerOptions, 'encodings' | 'codecOptions'> {
  // Copies: the library writes into what it is given.
  const copy = (encodings: readonly types.RtpEncodingParameters[]) => encodings.map((encoding) => ({ ...encoding }));
  switch (source) {
    case 'microphone':
      return { codecOptions: voice };
    case 'camera':
      return { codecOptions: picture, encodings: copy(ownCameraEncodings ?? cameraEncodings) };
    case 'screen':
      return { codecOptions: picture, encodings: copy(screenEncodings) };
  }
}
