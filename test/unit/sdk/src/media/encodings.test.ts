import t from 'tap';
import { layerFor, sendingOptions } from '../../../../../sdk/src/media/encodings.ts';

t.test('the smallest layer that fills a picture is asked for', async (t) => {
  const layers = [0, 120, 180, 216, 217, 360, 432, 433, 2_160].map(layerFor);
  t.same(layers, [0, 0, 0, 0, 1, 1, 1, 2, 2]);
});

t.test('a camera is sent in three layers below what a seat may send, a screen in one', async (t) => {
  const { encodings = [] } = sendingOptions('camera', null);
  t.same(
    encodings.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy),
    [4, 2, 1],
  );
  t.ok(encodings.reduce((sum, { maxBitrate = Number.POSITIVE_INFINITY }) => sum + maxBitrate, 0) < 3_000_000);
  t.equal(sendingOptions('screen', null).encodings?.length, 1);
});

t.test('speech is mono, with FEC and DTX', async (t) => {
  t.match(sendingOptions('microphone', null), { codecOptions: { opusStereo: false, opusFec: true, opusDtx: true } });
});

t.test('what the library writes into the encodings does not stay', async (t) => {
  for (const encoding of sendingOptions('camera', null).encodings ?? []) encoding.rid = 'r0';
  t.notMatch(sendingOptions('camera', null).encodings?.[0], { rid: 'r0' });
});
