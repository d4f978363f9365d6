import t, { type Test } from 'tap';
import { CameraLayers, type LayeredVideo } from '../../../../../../sdk/src/media/sending/camera-layers.ts';

const bitrates = [150_000, 500_000, 1_500_000];

function cameraWith(encodings: { maxBitrate?: number }[]) {
  const limits: number[] = [];
  const camera: LayeredVideo = {
    rtpParameters: { mid: '1', encodings },
    setMaxSpatialLayer: async (layer) => void limits.push(layer),
  };
  return { camera, limits };
}
const layered = () => cameraWith(bitrates.map((maxBitrate) => ({ maxBitrate })));

interface Line {
  availableBps?: number;
  isInterrupted?: boolean;
  /** Whether the browser names the streams of the camera; otherwise they are known by their media description. */
  hasIds?: boolean;
}

function setUp(t: Test, line: Line, first: ReturnType<typeof cameraWith> | null = layered()) {
  let published: LayeredVideo | undefined = first?.camera;
  let seconds = 0;
  const getStats = async () => {
    seconds += 1;
    const [timestamp, bytesSent] = [1_000 * seconds, 5_000 * seconds];
    const all = [
      // Of the path before an ICE restart.
      { type: 'candidate-pair', id: 'before', nominated: true, state: 'succeeded', availableOutgoingBitrate: 10_000 },
      { type: 'candidate-pair', id: 'used', availableOutgoingBitrate: line.availableBps },
      { type: 'transport', selectedCandidatePairId: 'used' },
      { type: 'outbound-rtp', mid: '1', ...(line.hasIds !== false && { rid: 'r0' }), bytesSent: 100 * bytesSent },
      { type: 'outbound-rtp', mid: '0', bytesSent },
    ];
    return new Map<string, unknown>(
      all.map((stats, index) => [String(index), { timestamp, ...stats }]),
    ) as RTCStatsReport;
  };
  const layers = new CameraLayers({ camera: () => published, isSent: () => !line.isInterrupted, getStats });
  t.teardown(() => layers.close());
  layers.handlePublished();
  const publish = (camera: LayeredVideo | undefined) => {
    published = camera;
    layers.handlePublished();
  };
  return { layers, limits: first?.limits ?? [], publish };
}

async function look(layers: CameraLayers, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await layers.look();
}

t.test('on a narrow line fewer layers are sent, whatever receivers want', async (t) => {
  const { layers, limits } = setUp(t, { availableBps: 900_000 });
  await look(layers, 10);
  t.same(limits, [1]);
  await layers.want(2);
  await layers.want(0);
  t.same(limits, [1, 1, 0]);
});

t.test('on a wide line, and in a browser without an estimate, receivers decide', async (t) => {
  for (const line of [{ availableBps: 5_000_000 }, { availableBps: 5_000_000, hasIds: false }, {}]) {
    const { layers, limits } = setUp(t, line);
    await look(layers, 30);
    t.same(limits, []);
    await layers.want(1);
    t.same(limits, [1]);
  }
});

t.test('another camera begins with all layers', async (t) => {
  const { layers, limits, publish } = setUp(t, { availableBps: 900_000 });
  await look(layers, 10);
  publish(undefined);
  await look(layers, 10);
  await layers.want(0);
  t.same(limits, [1], 'nothing to limit');
  const next = layered();
  publish(next.camera);
  await layers.want(2);
  t.same(next.limits, [2]);
});

t.test('layers of one stream are left alone, and those without bitrates follow receivers alone', async (t) => {
  const one = cameraWith([{ maxBitrate: 1_500_000 }]);
  const unknown = cameraWith([{}, {}]);
  for (const camera of [one, unknown]) {
    const { layers } = setUp(t, { availableBps: 10_000 }, camera);
    await look(layers, 10);
    await layers.want(0);
  }
  t.same([one.limits, unknown.limits], [[], [0]]);
});

t.test('a connection that is closed meanwhile is no failure', async (t) => {
  const { camera } = layered();
  const layers = new CameraLayers({
    camera: () => camera,
    isSent: () => true,
    getStats: () => Promise.reject(new Error('closed')),
  });
  layers.handlePublished();
  layers.close();
  await t.resolves(layers.look());
});

t.test('while the camera is muted or nothing gets through, estimates do not count', async (t) => {
  const line: Line = { availableBps: 900_000, isInterrupted: true };
  const { layers, limits } = setUp(t, line);
  await look(layers, 30);
  t.same(limits, []);
  line.isInterrupted = false;
  await look(layers, 12);
  t.same(limits, [1]);
});

t.test('a change that takes long is over before the next one', async (t) => {
  const happened: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const camera: LayeredVideo = {
    rtpParameters: { encodings: bitrates.map((maxBitrate) => ({ maxBitrate })) },
    setMaxSpatialLayer: async (layer) => {
      happened.push(`begins ${layer}`);
      if (layer === 0) await promise;
      happened.push(`is ${layer}`);
    },
  };
  const { layers } = setUp(t, {}, { camera, limits: [] });
  const both = [layers.want(0), layers.want(1)];
  resolve();
  await Promise.all(both);
  t.same(happened.at(-1), 'is 1');
  t.equal(happened.filter((one) => one.startsWith('begins')).length, 2);
  t.same(
    happened.map((one) => one.split(' ')[0]),
    ['begins', 'is', 'begins', 'is'],
  );
});
