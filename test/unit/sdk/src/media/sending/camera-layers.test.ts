import t, { type Test } from 'tap';
import { CameraLayers, type LayeredVideo } from '../../../../../../sdk/src/media/sending/camera-layers.ts';

const bitrates = [150_000, 500_000, 1_500_000];

function cameraWith(encodings: { maxBitrate?: number }[]) {
  const limits: number[] = [];
  const camera: LayeredVideo = {
    rtpParameters: { encodings },
    setMaxSpatialLayer: async (layer) => void limits.push(layer),
  };
  return { camera, limits };
}
const layered = () => cameraWith(bitrates.map((maxBitrate) => ({ maxBitrate })));

interface Line {
  availableBps?: number;
}

function setUp(t: Test, line: Line, first: ReturnType<typeof cameraWith> | null = layered()) {
  let published: LayeredVideo | undefined = first?.camera;
  let seconds = 0;
  const getStats = async () => {
    seconds += 1;
    const [timestamp, bytesSent] = [1_000 * seconds, 5_000 * seconds];
    const all = [
      { type: 'candidate-pair' },
      { type: 'candidate-pair', availableOutgoingBitrate: line.availableBps },
      { type: 'outbound-rtp', rid: 'r0', bytesSent: 100 * bytesSent },
      { type: 'outbound-rtp', bytesSent },
    ];
    return new Map<string, unknown>(
      all.map((stats, index) => [String(index), { timestamp, ...stats }]),
    ) as RTCStatsReport;
  };
  const layers = new CameraLayers({ camera: () => published, getStats });
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
  for (const line of [{ availableBps: 5_000_000 }, {}]) {
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
  const layers = new CameraLayers({ camera: () => camera, getStats: () => Promise.reject(new Error('closed')) });
  layers.handlePublished();
  layers.close();
  await t.resolves(layers.look());
});
