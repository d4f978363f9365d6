import type { types } from 'mediasoup';

/** What the transports of a seat measure of its line. */
export interface LineStats {
  /**
   * Shares of the packets of videos that are lost in each direction, before they are repaired: 0 to 1. Measured on
   * packets with `transport-cc`, which voices don't have, so while no video passes they stay as they were.
   */
  lostUp: number;
  lostDown: number;
  /** Bits per second that would still fit into the estimated bandwidth from the server; Infinity until it is known. */
  spareBps: number;
}

export const unmeasuredLine: LineStats = { lostUp: 0, lostDown: 0, spareBps: Number.POSITIVE_INFINITY };

/** @param receiveId of the transport by which the seat receives */
export function lineStatsOf(stats: readonly types.WebRtcTransportStat[], receiveId: string): LineStats {
  const down = stats.find(({ transportId }) => transportId === receiveId);
  return {
    lostUp: Math.max(0, ...stats.map(({ rtpPacketLossReceived = 0 }) => rtpPacketLossReceived)),
    lostDown: down?.rtpPacketLossSent ?? 0,
    spareBps: (down?.availableOutgoingBitrate ?? Number.POSITIVE_INFINITY) - (down?.sendBitrate ?? 0),
  };
}
