/** Runs in the browser: what video the page has received, of all people together, by the statistics of WebRTC. */
import { peerConnections } from '../../test/support/browser/peer-connections.ts';

export interface ReceivedVideo {
  bytes: number;
  /** Decoded ones. */
  frames: number;
  /** Of the highest picture. */
  heightPx: number;
  /** Of the page's clock, in milliseconds. */
  at: number;
}

export async function readReceivedVideo(): Promise<ReceivedVideo> {
  const open = peerConnections.filter(({ connectionState }) => connectionState !== 'closed');
  const reports = await Promise.all(open.map((connection) => connection.getStats()));
  const received: ReceivedVideo = { bytes: 0, frames: 0, heightPx: 0, at: performance.now() };
  for (const { type, kind, bytesReceived = 0, framesDecoded = 0, frameHeight = 0 } of reports.flatMap((report) => [
    ...report.values(),
  ])) {
    if (type !== 'inbound-rtp' || kind !== 'video') continue;
    received.bytes += bytesReceived;
    received.frames += framesDecoded;
    received.heightPx = Math.max(received.heightPx, frameHeight);
  }
  return received;
}
