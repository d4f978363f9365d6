/**
 * A listener on a network that loses packets: real Chromium requests lost audio packets again, and plays them. Before, it
 * has already got what corrects a loss.
 */
import t from 'tap';
import { UdpProxy } from '../support/faults/causes/udp-proxy.ts';
import { ChromiumPair } from '../support/faults/clients/chromium-pair.ts';
import { concealedShare, decodedVoice } from '../support/faults/clients/decoded-voice.ts';
import type { RowContext } from '../support/faults/rows/row.ts';
import { until } from '../support/faults/wait.ts';

t.setTimeout(120_000);

const lossRate = 0.1;
/** About twelve seconds of audio. */
const packetsHeard = 600;
const packetsCorrected = 200;

const context: RowContext = {
  short: true,
  seed: 0,
  messages: 0,
  note: (text) => t.comment(text),
  check: () => {},
  afterwards: (cleanUp) => t.teardown(async () => void (await cleanUp())),
};

t.test('lost packets of a voice are asked for again and heard, to the listener and from the speaker', async (t) => {
  const proxy = new UdpProxy();
  context.afterwards(() => proxy.close());
  // Opus codes it as music, without the in-band FEC that hides some of the loss in speech.
  const pair = await ChromiumPair.gather(context, proxy, 'tone');
  const repeats = watchRepeats(proxy);
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
  t.ok(repeats.same > 0, 'the proxy saw them');
  t.equal(repeats.different, 0, 'byte for byte the same: both are encrypted under one nonce');
});

t.test('a voice carries error correction before anything is lost', async (t) => {
  const proxy = new UdpProxy();
  context.afterwards(() => proxy.close());
  const pair = await ChromiumPair.gather(context, proxy, 'speech');
  const { anna } = pair;
  await until(async () => (await decodedVoice(anna)).corrected > 0, 'it begins', 60_000);
  const before = await decodedVoice(anna);
  const heard = async () => (await decodedVoice(anna)).packets - before.packets;
  await until(async () => (await heard()) >= packetsCorrected, 'anna hears the other', 60_000);
  const after = await decodedVoice(anna);
  const share = (after.corrected - before.corrected) / (after.packets - before.packets);
  t.comment(`${(share * 100).toFixed(0)}% of the packets correct the one before, ${after.nacks} requests`);
  // Pauses have none. What Opus takes for music has none at all: the sound would be no speech.
  t.ok(share > 0.5, 'most packets correct the one before');
});

/** Counts SRTP packets (RFC 3550, 5.1; RFC 7983) that arrive twice with one SSRC and sequence number. */
function watchRepeats(proxy: UdpProxy): { same: number; different: number } {
  const seen = new Map<string, Buffer>();
  const repeats = { same: 0, different: 0 };
  proxy.onFromClient = (data) => {
    const [first = 0, second = 0] = data;
    const isRtp = first >= 128 && first < 192 && !(second >= 192 && second < 224);
    if (!isRtp) return;
    const key = `${data.readUInt32BE(8)} ${data.readUInt16BE(2)}`;
    const before = seen.get(key);
    if (!before) seen.set(key, Buffer.from(data));
    else if (before.equals(data)) repeats.same += 1;
    else repeats.different += 1;
  };
  return repeats;
}
