/** Reads a sample of a person's line from what the worker has reported, without asking it. */
import type { types } from 'mediasoup';
import type { Peer, Reception, Track } from '../peers/peer.ts';
import { type FlowWatch, goodSource } from './flow-watch.ts';
import { LatestScores } from './latest-scores.ts';
import type { LineSample, VideoFlow } from './quality.ts';

/** What is read of a seat. */
export type Sampled = Pick<Peer, 'isPathLost' | 'lineStats' | 'tracks' | 'receptions'>;

/** The largest layer of a camera takes about as much. */
const largestVideoBps = 1_000_000;

const sentScores = new LatestScores<types.ProducerScore[]>();
const receivedScores = new LatestScores<types.ConsumerScore>();

type Flow = Pick<FlowWatch, 'isStarved'>;

export function sampleLine(peer: Sampled, flow: Flow): LineSample {
  const { isPathLost, lineStats, tracks, receptions } = peer;
  // A muted track, or a screen that does not change or is silent, sends nothing, which does not mean a bad line.
  const sending = [...tracks.values()].filter(
    ({ source, paused, producer }) => !source.startsWith('screen') && !paused && sentScores.of(producer).length > 0,
  );
  const shown = [...receptions.values()].filter(({ consumer }) => !consumer.paused && !consumer.producerPaused);
  const arriving = shown.filter(
    (reception) =>
      receivedScores.of(reception.consumer).producerScore >= goodSource && !flow.isStarved(peer, reception),
  );
  // Losses are measured on videos alone, and stay as they were while none is sent.
  const hasCamera = (track: Track): boolean => track.source === 'camera';
  return {
    isPathLost,
    sent: sending.map(scoreOf),
    received: arriving.map(({ consumer }) => receivedScores.of(consumer).score),
    lostUp: sending.some((track) => hasCamera(track) && scoreOf(track) > 0) ? lineStats.lostUp : 0,
    lostDown: arriving.some(({ track }) => hasCamera(track)) ? lineStats.lostDown : 0,
    videos: shown.filter(({ consumer }) => consumer.kind === 'video').map((reception) => flowOf(peer, reception, flow)),
  };
}

/** Some of several layers may be off on purpose. */
const scoreOf = ({ producer }: Track): number => Math.max(...sentScores.of(producer).map(({ score }) => score));

const flowOf = (peer: Sampled, reception: Reception, flow: Flow): VideoFlow =>
  flow.isStarved(peer, reception) ? 'paused' : isSmaller(peer, reception) ? 'smaller' : 'full';

/** Whether a smaller layer is sent than the shown size needs, although the larger one reaches the server well. */
function isSmaller({ lineStats }: Sampled, { consumer, shownLayer }: Reception): boolean {
  const { type, currentLayers } = consumer;
  if (type !== 'simulcast' || !currentLayers || typeof shownLayer !== 'number') return false;
  // With bandwidth for it, the server waits for a key frame of the larger one.
  if (lineStats.spareBps >= largestVideoBps) return false;
  const arriving = receivedScores.of(consumer).producerScores.findLastIndex((one) => one >= goodSource);
  return currentLayers.spatialLayer < Math.min(shownLayer, arriving);
}
