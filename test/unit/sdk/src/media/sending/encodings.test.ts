import t from 'tap';
import {
  chooseVideoSending,
  layerFor,
  mimeTypeOf,
  sendingOptions,
} from '../../../../../../sdk/src/media/sending/encodings.ts';

const codec = (kind: 'audio' | 'video', name: string) => ({
  kind,
  mimeType: `${kind}/${name}`,
  clockRate: kind === 'audio' ? 48_000 : 90_000,
  preferredPayloadType: 100,
});
const device = (handlerName: string, ...names: string[]) => ({
  handlerName,
  sendRtpCapabilities: {
    codecs: [codec('audio', 'opus'), ...names.flatMap((name) => [codec('video', name), codec('video', 'rtx')])],
  },
});
const usual = chooseVideoSending(device('Chrome111', 'VP8', 'H264', 'VP9'), null);

t.test('the smallest layer that fills a picture is asked for', async (t) => {
  const layers = [0, 120, 180, 216, 217, 360, 432, 433, 2_160].map(layerFor);
  t.same(layers, [0, 0, 0, 0, 1, 1, 1, 2, 2]);
});

t.test('a camera is sent in three layers below what a seat may send, a screen in one', async (t) => {
  const { encodings = [] } = sendingOptions('camera', usual);
  t.same(
    encodings.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy),
    [4, 2, 1],
  );
  t.ok(encodings.reduce((sum, { maxBitrate = Number.POSITIVE_INFINITY }) => sum + maxBitrate, 0) < 3_000_000);
  t.equal(sendingOptions('screen', usual).encodings?.length, 1);
  t.notOk('codec' in sendingOptions('camera', usual), 'in the first codec of the server');
});

t.test('where the server prefers VP9, Chromium sends its camera as one stream of three layers', async (t) => {
  const sending = chooseVideoSending(device('Chrome111', 'VP9', 'VP8', 'H264'), null);
  const { encodings, ...camera } = sendingOptions('camera', sending);
  t.match(encodings, [{ scalabilityMode: 'L3T3_KEY' }]);
  t.equal(encodings?.length, 1);
  t.notOk('codec' in camera);
  const [screen] = sendingOptions('screen', sending).encodings ?? [];
  t.ok(screen && !('scalabilityMode' in screen), 'a screen has no layers');
});

t.test('a browser without VP9, or without layers of it, sends three of VP8', async (t) => {
  const without = sendingOptions('camera', chooseVideoSending(device('Chrome111', 'VP8', 'H264'), null));
  t.equal(without.encodings?.length, 3);
  for (const handlerName of ['Firefox120', 'Safari12', 'Chrome74']) {
    const sending = chooseVideoSending(device(handlerName, 'VP9', 'VP8', 'H264'), null);
    t.match(sendingOptions('camera', sending), { codec: { mimeType: 'video/VP8' } }, handlerName);
    t.equal(sendingOptions('camera', sending).encodings?.length, 3);
    t.match(sendingOptions('screen', sending), { codec: { mimeType: 'video/VP8' } }, handlerName);
    t.notOk('codec' in sendingOptions('microphone', sending));
  }
});

t.test('encodings of one’s own are kept, in VP8', async (t) => {
  const own = [{ maxBitrate: 1_000 }];
  const sending = chooseVideoSending(device('Chrome111', 'VP9', 'VP8'), own);
  t.match(sendingOptions('camera', sending), { encodings: own, codec: { mimeType: 'video/VP8' } });
  t.same(sendingOptions('camera', chooseVideoSending(device('Chrome111', 'VP8'), own)).encodings, own);
});

t.test('speech is mono, with FEC and DTX', async (t) => {
  t.match(sendingOptions('microphone', usual), {
    codecOptions: { opusStereo: false, opusFec: true, opusDtx: true, opusNack: true },
  });
});

t.test('music is stereo, with FEC and without DTX, and has the bitrate for it', async (t) => {
  for (const source of ['microphone', 'screen-audio'] as const) {
    t.match(sendingOptions(source, usual, true), {
      codecOptions: {
        ...{ opusStereo: true, opusFec: true, opusDtx: false, opusNack: true },
        opusMaxAverageBitrate: 128_000,
      },
    });
  }
});

t.test('what the library writes into the encodings does not stay', async (t) => {
  for (const encoding of sendingOptions('camera', usual).encodings ?? []) encoding.rid = 'r0';
  t.notMatch(sendingOptions('camera', usual).encodings?.[0], { rid: 'r0' });
});

t.test('what is encrypted is sent in VP8, or VP9 where that is preferred, whatever else comes first', async (t) => {
  const encrypted = (handlerName: string, ...names: string[]) =>
    chooseVideoSending(device(handlerName, ...names), null, 'encrypted');
  const vp8 = encrypted('Chrome111', 'H264', 'AV1', 'VP8', 'VP9');
  t.match(sendingOptions('camera', vp8), { codec: { mimeType: 'video/VP8' } });
  t.equal(sendingOptions('camera', vp8).encodings?.length, 3);
  t.match(sendingOptions('screen', vp8), { codec: { mimeType: 'video/VP8' } });
  const vp9 = encrypted('Chrome111', 'H264', 'VP9', 'VP8');
  t.match(sendingOptions('camera', vp9), {
    codec: { mimeType: 'video/VP9' },
    encodings: [{ scalabilityMode: 'L3T3_KEY' }],
  });
  t.match(sendingOptions('camera', encrypted('Firefox120', 'VP9', 'VP8')), { codec: { mimeType: 'video/VP8' } });
  t.notOk('codec' in encrypted('Safari12', 'H264'));
  t.same(
    (['microphone', 'screen-audio', 'camera'] as const).map((source) => mimeTypeOf(source, vp8)),
    ['audio/opus', 'audio/opus', 'video/VP8'],
  );
  t.equal(mimeTypeOf('screen', vp9), 'video/VP9');
  t.match(sendingOptions('screen-audio', vp9, true), { codecOptions: { opusStereo: true } });
});
