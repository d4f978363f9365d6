/** Estimates streams in RTP packets a second: the work of a worker depends on packets more than on bytes. Pure. */

/** Opus in frames of 20 ms. DTX sends fewer during silence; this is not counted on. */
const audioPackets = 50;
/** A camera with one layer, as the benchmark sends it: about 800 kbit/s. */
const videoPackets = 90;
/** The layers of a camera in simulcast: about 180p, 360p and 720p. */
const layerPackets = [30, 60, 130] as const;
const allLayersPackets = layerPackets.reduce((sum, packets) => sum + packets, 0);

/** From one person with microphone and camera to one other. */
const packetsPerPair = audioPackets + videoPackets;
/** Expected size of a group that has just begun; larger ones count with their actual size. */
export const typicalGroup = 8;
/** People without media, who mostly wait, count as members of a group of at most this size. */
const largestForeseenGroup = 12;

export interface StreamView {
  kind: 'audio' | 'video';
  isPaused: boolean;
  /** Does it have one layer, or several of which one or all are sent? */
  layers: 'one' | 'chosen' | 'all';
  /** The layer that is sent, for `chosen`. */
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
 * The expected packets a second of people without media once they have joined: each sends, and everybody receives
 * everybody.
 * @param active people whose streams are already counted
 */
export function expectedPackets(active: number, idle: number): number {
  const whole = (people: number): number => Math.min(people, largestForeseenGroup) ** 2 * packetsPerPair;
  return Math.max(0, whole(active + idle) - whole(active));
}
