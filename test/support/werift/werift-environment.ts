/** What the SDK needs of a browser, in Node: real ICE, DTLS and SRTP by werift, which the SDK takes for an RTCPeerConnection. */
import type { Environment } from '@hearthroom/sdk';
import { MediaStream } from 'werift';
import { countReceived, SyntheticPeerConnection } from './synthetic-peer-connection.ts';

/** One simulcast layer: werift sends a single stream. */
const cameraEncodings = [{ maxBitrate: 1_500_000 }];

/** How many RTP packets came for a remote track, decrypted and authenticated. */
export function packetsReceived(track: globalThis.MediaStreamTrack): number {
  return countReceived(track);
}

export function createWeriftEnvironment(): Partial<Environment> {
  // werift's classes have the members of the browser's that the SDK and mediasoup-client use.
  const parts: unknown = { RTCPeerConnection: SyntheticPeerConnection, MediaStream };
  return { ...(parts as Pick<Environment, 'RTCPeerConnection' | 'MediaStream'>), cameraEncodings };
}
