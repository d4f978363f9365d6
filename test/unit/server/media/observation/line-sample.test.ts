import { EventEmitter } from 'node:events';
import t from 'tap';
import { type Sampled, sampleLine } from '../../../../../server/src/media/observation/line-sample.ts';
import type { LineSample } from '../../../../../server/src/media/observation/quality.ts';
import type { Reception, Track } from '../../../../../server/src/media/peers/peer.ts';

const track = (source: string, scores: number[], paused = false): Track =>
  Object.assign(Object.create(null), {
    source,
    paused,
    producer: { score: scores.map((score) => ({ score })), observer: new EventEmitter() },
  });

interface VideoOptions {
  source?: string;
  score?: number;
  producerScores?: number[];
  layer?: number;
  shownLayer?: number | null;
  paused?: boolean;
  producerPaused?: boolean;
}

function video(options: VideoOptions = {}): Reception {
  const { source = 'camera', score = 10, producerScores = [10, 10, 10], layer = 2, shownLayer = 2 } = options;
  const { paused = false, producerPaused = false } = options;
  const consumer = {
    kind: source === 'microphone' ? 'audio' : 'video',
    type: 'simulcast',
    paused,
    producerPaused,
    currentLayers: { spatialLayer: layer },
    score: { score, producerScore: Math.max(...producerScores), producerScores },
    observer: new EventEmitter(),
  };
  return Object.assign(Object.create(null), { consumer, track: { source }, shownLayer });
}

const starved = video();
const empty: LineSample = { isPathLost: false, sent: [], received: [], lostUp: 0, lostDown: 0, videos: [] };

interface Scene {
  what: string;
  tracks?: Track[];
  receptions?: Reception[];
  spareBps?: number;
  expected: Partial<LineSample>;
}

const scenes: Scene[] = [
  { what: 'no media: losses of before say nothing', expected: {} },
  { what: 'the best layer counts', tracks: [track('camera', [10, 0, 0])], expected: { sent: [10], lostUp: 0.2 } },
  { what: 'a muted track', tracks: [track('camera', [0], true)], expected: {} },
  { what: 'a screen that does not change', tracks: [track('screen', [0])], expected: {} },
  { what: 'a shared tab that is silent', tracks: [track('screen-audio', [0])], expected: {} },
  { what: 'a voice has no measured loss', tracks: [track('microphone', [10])], expected: { sent: [10] } },
  { what: 'a camera that sends nothing any more', tracks: [track('camera', [0])], expected: { sent: [0] } },
  { what: 'a picture', receptions: [video()], expected: { received: [10], lostDown: 0.3, videos: ['full'] } },
  { what: 'a voice', receptions: [video({ source: 'microphone' })], expected: { received: [10] } },
  {
    what: 'a picture that was bad at its sender',
    receptions: [video({ score: 3, producerScores: [8] })],
    expected: { videos: ['full'] },
  },
  { what: 'a picture that is not shown', receptions: [video({ paused: true })], expected: {} },
  { what: 'a camera that is off', receptions: [video({ producerPaused: true })], expected: {} },
  { what: 'a picture that does not fit', receptions: [starved], expected: { videos: ['paused'] } },
  {
    what: 'a smaller layer',
    receptions: [video({ layer: 1 })],
    expected: { received: [10], lostDown: 0.3, videos: ['smaller'] },
  },
  {
    what: 'a smaller layer, since the large one does not reach the server well',
    receptions: [video({ layer: 1, producerScores: [10, 10, 8] })],
    expected: { received: [10], lostDown: 0.3, videos: ['full'] },
  },
  {
    what: 'a smaller layer while there is bandwidth for the large one',
    receptions: [video({ layer: 1 })],
    spareBps: 2_000_000,
    expected: { received: [10], lostDown: 0.3, videos: ['full'] },
  },
  {
    what: 'a small picture',
    receptions: [video({ layer: 0, shownLayer: 0 })],
    expected: { received: [10], lostDown: 0.3, videos: ['full'] },
  },
];

t.test('a sample has what says something about the line of its person', async (t) => {
  for (const { what, tracks = [], receptions = [], spareBps = 0, expected } of scenes) {
    const peer: Sampled = {
      isPathLost: false,
      lineStats: { lostUp: 0.2, lostDown: 0.3, spareBps },
      tracks: new Map(tracks.map((one) => [one.source, one])),
      receptions: new Map(receptions.map((one) => [one.track, one])),
    };
    t.same(sampleLine(peer, { isStarved: (_to, one) => one === starved }), { ...empty, ...expected }, what);
  }
});
