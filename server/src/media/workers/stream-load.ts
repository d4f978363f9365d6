/** What streams come to, in RTP packets a second: a worker's work is packets, more than bytes. Pure. */

/** Opus in frames of 20 ms. DTX sends less while somebody is silent: it is not relied on. */
const audioPackets = 50;
/** A camera of one layer, as the bench sends it: about 800 kbit/s. */
const videoPackets = 90;
/** The layers of a camera in simulcast: about 180p, 360p and 720p. */
const layerPackets = [30, 60, 130] as const;
const allLayersPackets = layerPackets.reduce((sum, packets) => sum + packets, 0);

/** What one person with microphone and camera sends to one other. */
const packetsPerPair = audioPackets + videoPackets;
/** Of a group that is still to come together; larger ones count as they grow. */
export const typicalGroup = 8;
/** People without media, who wait in most cases, count as if they were in a group of at most so many. */
const largestForeseenGroup = 12;

export interface StreamView {
  kind: 'audio' | 'video';
  isPaused: boolean;
  /** Whether it has several layers of which one or all are sent. */
  layers: 'one' | 'chosen' | 'all';
  /** The layer that is sent, when one is chosen. */
  spatialLayer?: number;
}

export function packetsOf({ kind, isPaused, layers, spatialLayer }: StreamView): number {
  if (isPaused) return 0;
  if (kind === 'audio') return audioPackets;
  if (layers === 'one') return videoPackets;
  if (layers === 'all') return allLayersPackets;
  return spatialLayer === undefined ? videoPackets : (layerPackets[spatialLayer] ?? videoPackets);
}

/**
 * What people without media will come to once they are in: each sends, and everybody receives everybody.
 * @param active people whose streams are counted already
 */
export function expectedPackets(active: number, idle: number): number {
  const whole = (people: number): number => Math.min(people, largestForeseenGroup) ** 2 * packetsPerPair;
  return Math.max(0, whole(active + idle) - whole(active));
}
