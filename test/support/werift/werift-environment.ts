/**
 * The browser APIs that the SDK needs, in Node: real ICE, DTLS and SRTP by werift behind the interface of
 * RTCPeerConnection.
 */
import type { Environment } from '@hearthroom/sdk';
import { MediaStream } from 'werift';
import { countReceived, SyntheticPeerConnection } from './synthetic-peer-connection.ts';

/** One simulcast layer: werift sends a single stream. */
const cameraEncodings = [{ maxBitrate: 1_500_000 }];

/** How many RTP packets arrived for a remote track, decrypted and authenticated. */
export function packetsReceived(track: globalThis.MediaStreamTrack): number {
  return countReceived(track);
}

export function createWeriftEnvironment(): Partial<Environment> {
  // werift's classes have the members of the browser's classes that the SDK and mediasoup-client use.
  const parts: unknown = { RTCPeerConnection: SyntheticPeerConnection, MediaStream };
  return { ...(parts as Pick<Environment, 'RTCPeerConnection' | 'MediaStream'>), cameraEncodings };
}
