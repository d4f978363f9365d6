import type { types } from 'mediasoup-client';
import t from 'tap';
import type { Request } from '../../../../../../sdk/src/core/wire.ts';
import type { MediaCipher } from '../../../../../../sdk/src/media/media-cipher.ts';
import { Senders, type SendersOptions } from '../../../../../../sdk/src/media/sending/senders.ts';

const codec = (mimeType: string) => ({ kind: mimeType.split('/')[0], mimeType, clockRate: 90_000 });

/** Senders of a browser whose first video codec is one that can't be encrypted. */
function setUp(produceFails = false) {
  const happened: unknown[] = [];
  const sender = { replaceTrack: async () => void happened.push('silent') } as unknown as RTCRtpSender;
  const cipher: MediaCipher = {
    attachSender: (one, source, mimeType) => void happened.push(['attach', one === sender, source, mimeType]),
    detachSender: (one) => void happened.push(['detach', one === sender]),
    attachReceiver: () => () => {},
    on: () => () => {},
  };
  const produce = async (options: types.ProducerOptions) => {
    options.onRtpSender?.(sender);
    happened.push(['negotiate', options.codec?.mimeType ?? null]);
    if (produceFails) throw new Error('refused');
    const listeners: (() => void)[] = [];
    return {
      kind: 'video',
      rtpSender: sender,
      rtpParameters: { codecs: [], encodings: [], headerExtensions: [], rtcp: {} },
      observer: { once: (_: string, listener: () => void) => listeners.push(listener) },
      replaceTrack: async () => {},
      close: () => {
        for (const listener of listeners.splice(0)) listener();
      },
    };
  };
  const transport: unknown = { on: () => {}, produce };
  const codecs = ['audio/opus', 'video/H264', 'video/rtx', 'video/VP8', 'video/rtx'].map(codec);
  const device: unknown = { handlerName: 'Chrome111', sendRtpCapabilities: { codecs } };
  const senders = new Senders({
    transport: transport as types.Transport,
    device: device as SendersOptions['device'],
    request: (async () => ({ trackId: 'k-1' })) as unknown as Request,
    cameraEncodings: null,
    canPrepare: true,
    canReplace: true,
    cipher,
  });
  return { senders, happened };
}

const chosen = { mediaStreamTrack: { readyState: 'live' } as MediaStreamTrack, paused: false, music: false };

t.test('a sender has its transform before it is negotiated, and keeps it when it is published', async (t) => {
  const { senders, happened } = setUp();
  await senders.prepare('camera', chosen);
  const prepared = [['attach', true, 'camera', 'video/VP8'], 'silent', ['negotiate', 'video/VP8']];
  t.same(happened, prepared);
  await senders.publish('camera', chosen);
  t.same(happened, prepared, 'nothing is attached again');
  senders.unpublish('camera');
  t.same(happened.at(-1), ['detach', true]);
});

t.test('the transform of a microphone, and of the sound of a screen, is for Opus', async (t) => {
  for (const source of ['microphone', 'screen-audio'] as const) {
    const { senders, happened } = setUp();
    await senders.publish(source, chosen);
    t.same(happened[0], ['attach', true, source, 'audio/opus']);
  }
});

t.test(
  'a microphone in the place of another one has a transform of its own, and the other one is forgotten',
  async (t) => {
    const { senders, happened } = setUp();
    await senders.publish('microphone', chosen);
    happened.length = 0;
    await senders.publish('microphone', { ...chosen, music: true });
    t.same(happened[0], ['attach', true, 'microphone', 'audio/opus']);
    t.same(happened.at(-1), ['detach', true]);
  },
);

t.test('a sender whose negotiation failed is forgotten', async (t) => {
  const { senders, happened } = setUp(true);
  await t.rejects(senders.publish('screen', chosen), { code: 'media-unsupported' });
  t.same(happened.at(-1), ['detach', true]);
});
