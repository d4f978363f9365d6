import { EventEmitter } from 'node:events';
import t from 'tap';
import { FlowWatch } from '../../../../../server/src/media/observation/flow-watch.ts';
import type { Peer, Reception } from '../../../../../server/src/media/peers/peer.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const settleMs = 2_000;

/** A video with several layers, as mediasoup shows it. */
class Video extends EventEmitter {
  readonly observer = new EventEmitter();
  type = 'simulcast';
  closed = false;
  paused = false;
  producerPaused = false;
  currentLayers: object | undefined = {};
  score = { producerScores: [10, 10] };

  become(changes: { currentLayers?: object | undefined; producerPaused?: boolean; producerScores?: number[] }): void {
    if ('currentLayers' in changes) this.currentLayers = changes.currentLayers;
    if (changes.producerScores) this.score = { producerScores: changes.producerScores };
    if (changes.producerPaused !== undefined) {
      this.producerPaused = changes.producerPaused;
      this.emit(this.producerPaused ? 'producerpause' : 'producerresume');
    } else this.emit('layerschange', this.currentLayers);
  }
}

function setUp(t: { teardown: (work: () => void) => void }) {
  const clock = useFakeTime(t);
  const video = new Video();
  const reception: Reception = Object.assign(Object.create(null), { consumer: video, track: { source: 'camera' } });
  const lineStats = { lostUp: 0, lostDown: 0, spareBps: 0 };
  const peer: Peer = Object.assign(Object.create(null), { seatId: 'anna', lineStats });
  let changes = 0;
  const flow = new FlowWatch({
    trace: { resumed: () => {}, paused: () => {} },
    changed: ({ seatId }) => {
      if (seatId === 'anna') changes += 1;
    },
    settleMs,
  });
  t.teardown(() => flow.close());
  flow.begin(peer, reception);
  return { clock, video, lineStats, isStarved: () => flow.isStarved(peer, reception), changes: () => changes };
}

t.test(
  'a video of which no layer fits is starved after a while, and no longer with the first one that fits',
  async (t) => {
    const { clock, video, isStarved, changes } = setUp(t);
    video.become({ currentLayers: undefined });
    clock.tick(settleMs - 1);
    t.equal(isStarved(), false, 'it may only be changing layers');
    clock.tick(1);
    t.equal(isStarved(), true);
    t.equal(changes(), 1);
    video.become({ currentLayers: {} });
    t.equal(isStarved(), false);
    t.equal(changes(), 2);
  },
);

t.test('a video that its sender does not send is not starved', async (t) => {
  const { clock, video, isStarved } = setUp(t);
  video.become({ currentLayers: undefined, producerScores: [0, 0] });
  clock.tick(settleMs);
  t.equal(isStarved(), false);
  video.become({ producerScores: [6, 0] });
  t.equal(isStarved(), false, 'much of it does not arrive: its key frame may be missing');
  video.become({ producerScores: [10, 0] });
  t.equal(isStarved(), true, 'its packets arrive again, and none of it fits');
});

t.test('after a mute it has the same time again to begin', async (t) => {
  const { clock, video, isStarved } = setUp(t);
  video.become({ currentLayers: undefined });
  clock.tick(settleMs);
  video.become({ producerPaused: true });
  t.equal(isStarved(), false);
  video.become({ producerPaused: false });
  t.equal(isStarved(), false);
  clock.tick(settleMs);
  t.equal(isStarved(), true);
});

t.test('while there is bandwidth for it the server waits for a key frame', async (t) => {
  const { clock, video, lineStats, isStarved } = setUp(t);
  video.become({ currentLayers: undefined });
  clock.tick(settleMs);
  lineStats.spareBps = 300_000;
  t.equal(isStarved(), false);
  lineStats.spareBps = -40_000;
  t.equal(isStarved(), true);
});

t.test('a screen, which has a single layer, is starved once the worker says that it has stopped it', async (t) => {
  const { clock, video, lineStats, isStarved, changes } = setUp(t);
  video.type = 'simple';
  video.currentLayers = undefined;
  video.become({ producerPaused: true });
  video.become({ producerPaused: false });
  clock.tick(settleMs);
  t.equal(isStarved(), false, 'it has no current layers while it is sent either');
  video.become({ currentLayers: undefined });
  // What is free may be too little for it.
  lineStats.spareBps = 900_000;
  clock.tick(settleMs);
  t.equal(isStarved(), true);
  t.equal(changes(), 1);
  video.become({ currentLayers: { spatialLayer: 0, temporalLayer: 0 } });
  t.equal(isStarved(), false);
  t.equal(changes(), 2);
});
