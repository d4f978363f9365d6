import t from 'tap';
import { DecoderTotals } from '../../../../../../bench/tiers/line/page/decoder-totals.ts';

const audio = { type: 'inbound-rtp', id: 'A', totalSamplesReceived: 4_800, concealedSamples: 100, bytesReceived: 50 };
const video = { type: 'inbound-rtp', id: 'V', framesDecoded: 20, pliCount: 1, firCount: 1, frameHeight: 360 };

t.test('audio and video of one sender are one sample', async (t) => {
  const totals = new DecoderTotals();
  totals.addAudio('0 A', audio);
  totals.addVideo('0 V', video);
  t.match(totals.sample(5), {
    at: 5,
    samples: 4_800,
    concealed: 100,
    bytes: 50,
    frames: 20,
    keyFramesAsked: 2,
    height: 360,
  });
});

t.test('a stream that replaces another one goes on counting where that one ended', async (t) => {
  const totals = new DecoderTotals();
  totals.addAudio('0 A', audio);
  totals.addAudio('0 A', { ...audio, totalSamplesReceived: 9_600 });
  totals.addAudio('1 A', { ...audio, totalSamplesReceived: 480, concealedSamples: 0 });
  t.match(totals.sample(5), { samples: 10_080, concealed: 100 });
});

t.test('a picture keeps its height while a stream has none yet', async (t) => {
  const totals = new DecoderTotals();
  totals.addVideo('0 V', video);
  totals.addVideo('1 V', { type: 'inbound-rtp', id: 'V' });
  t.match(totals.sample(5), { height: 360, frames: 20 });
});
