/** Reads counters of WebRTC (W3C webrtc-stats), and makes figures of two readings: pure but for `readSample`. */
import type { types } from 'mediasoup-client';

/** Counters of the echo at one moment. */
export interface LineSample {
  at: number;
  packetsSent: number;
  bytesSent: number;
  /** Of those sent, as the server has reported. */
  lostUp: number;
  packetsReceived: number;
  bytesReceived: number;
  /** On the way to the server and back. */
  lost: number;
  jitterS: number;
  /** Sum and number of measured round trips, in seconds. */
  roundTrips: { sum: number; count: number };
  /** As reported by RTCP, in seconds; 0: not yet. */
  reportedRoundTripS: number;
}

type Entry = Readonly<Record<string, unknown>>;

const numberIn = (entry: Entry | undefined, field: string): number => {
  const value = entry?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
};

export async function readSample(send: types.Transport, receive: types.Transport): Promise<LineSample> {
  const [up, down] = await Promise.all([entriesOf(send), entriesOf(receive)]);
  const of = (entries: readonly Entry[], type: string) =>
    entries.find((entry) => entry.type === type && (entry.kind ?? 'video') === 'video');
  const [outbound, reported, inbound] = [of(up, 'outbound-rtp'), of(up, 'remote-inbound-rtp'), of(down, 'inbound-rtp')];
  const pairs = [...up, ...down].filter(({ type }) => type === 'candidate-pair');
  const sumOf = (field: string) => pairs.reduce((total, pair) => total + numberIn(pair, field), 0);
  return {
    at: performance.now(),
    packetsSent: numberIn(outbound, 'packetsSent'),
    bytesSent: bytesOnLine(outbound, 'bytesSent', 'packetsSent'),
    lostUp: Math.max(0, numberIn(reported, 'packetsLost')),
    packetsReceived: numberIn(inbound, 'packetsReceived'),
    bytesReceived: bytesOnLine(inbound, 'bytesReceived', 'packetsReceived'),
    lost: Math.max(0, numberIn(inbound, 'packetsLost')),
    jitterS: numberIn(inbound, 'jitter'),
    roundTrips: { sum: sumOf('totalRoundTripTime'), count: sumOf('responsesReceived') },
    reportedRoundTripS: numberIn(reported, 'roundTripTime'),
  };
}

/** IPv4, UDP, RTP with header extensions, and the tag of SRTP. */
const overheadBytes = 28 + 20 + 16;

/** Without padding, which the server does not send back. */
const bytesOnLine = (entry: Entry | undefined, bytes: string, packets: string): number =>
  numberIn(entry, bytes) + numberIn(entry, packets) * overheadBytes;

const entriesOf = async (transport: types.Transport): Promise<Entry[]> => [...(await transport.getStats()).values()];

export interface LossFigures {
  lossUp: number;
  lossDown: number;
}

/** Shares lost between two readings. The counter of what came back contains what was lost on both ways. */
export function lossBetween(from: LineSample, to: LineSample): LossFigures {
  const sent = to.packetsSent - from.packetsSent;
  const lossUp = shareOf(to.lostUp - from.lostUp, sent);
  const lost = to.lost - from.lost;
  const lossOfBoth = shareOf(lost, lost + to.packetsReceived - from.packetsReceived);
  const lossDown = lossUp >= 1 ? 0 : 1 - (1 - lossOfBoth) / (1 - lossUp);
  return { lossUp, lossDown: Math.min(1, Math.max(0, lossDown)) };
}

const shareOf = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole)));

/** Readings at the end in which a sender has adapted to the line. */
const settledReadings = 4;

/**
 * What arrived at the server and here, in kbit/s. A line lets nothing through faster than it is, so that the best of the
 * readings counts here; what was sent counts at the end alone, without what was lost.
 * @param readings a second apart
 */
export function carriedIn(readings: readonly LineSample[]): { upKbps: number; downKbps: number } {
  const pairs = readings.slice(1).flatMap((to, index) => {
    const from = readings[index];
    return from ? [{ from, to }] : [];
  });
  const downKbps = Math.max(0, ...pairs.map(({ from, to }) => kbpsOf(to.bytesReceived - from.bytesReceived, from, to)));
  const [settled, last] = [readings.at(-settledReadings), readings.at(-1)];
  const upKbps =
    settled && last
      ? kbpsOf(last.bytesSent - settled.bytesSent, settled, last) * (1 - lossBetween(settled, last).lossUp)
      : 0;
  return { upKbps: Math.round(Math.max(upKbps, downKbps)), downKbps: Math.round(downKbps) };
}

const kbpsOf = (bytes: number, from: LineSample, to: LineSample): number => (bytes * 8) / Math.max(1, to.at - from.at);

/** The mean of the round trips that ICE has measured, or else the last one that RTCP has reported. */
export function roundTripOf({ roundTrips, reportedRoundTripS }: LineSample): number | null {
  if (roundTrips.count > 0) return Math.round((roundTrips.sum / roundTrips.count) * 1_000);
  return reportedRoundTripS > 0 ? Math.round(reportedRoundTripS * 1_000) : null;
}
