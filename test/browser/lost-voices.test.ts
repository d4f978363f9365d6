/** A listener on a line that loses packets: real Chromium asks for those of a voice again, and plays them. */
import t from 'tap';
import { ChromiumPair } from '../support/faults/chromium-pair.ts';
import { concealedShare, decodedVoice } from '../support/faults/decoded-voice.ts';
import type { RowContext } from '../support/faults/row.ts';
import { UdpProxy } from '../support/faults/udp-proxy.ts';
import { until } from '../support/faults/wait.ts';

t.setTimeout(120_000);

const lossRate = 0.1;
/** About twelve seconds of sound. */
const packetsHeard = 600;

const context: RowContext = {
  short: true,
  seed: 0,
  messages: 0,
  note: (text) => t.comment(text),
  afterwards: (cleanUp) => t.teardown(async () => void (await cleanUp())),
};

t.test('lost packets of a voice are asked for again and heard, to the listener and from the speaker', async (t) => {
  const proxy = new UdpProxy();
  context.afterwards(() => proxy.close());
  // Music to Opus: without the in-band error correction that hides part of what is missing of speech.
  const pair = await ChromiumPair.gather(context, proxy, 'tone');
  proxy.impair({ lossRate });
  for (const listener of [pair.anna, pair.weber]) {
    const before = await decodedVoice(listener);
    const heard = async () => (await decodedVoice(listener)).packets - before.packets;
    await until(async () => (await heard()) >= packetsHeard, `${listener.name} hears the other`, 60_000);
    const after = await decodedVoice(listener);
    const concealed = concealedShare(before, after);
    t.comment(`${listener.name}: ${(concealed * 100).toFixed(2)}% concealed, ${after.nacks - before.nacks} requests`);
    if (listener === pair.anna) t.ok(after.nacks > before.nacks, 'the browser was told that it can ask');
    t.ok(concealed < lossRate / 2, 'most of what was lost came again in time');
  }
  const voice = (await pair.anna.outbound()).find(({ kind }) => kind === 'audio');
  t.ok(voice && voice.repeated > 0, 'the speaker sends lost packets again');
});
