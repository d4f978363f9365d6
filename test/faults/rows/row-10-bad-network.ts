import { type PeerConnections, rewritingEnvironment } from '../../support/faults/causes/rewriting-environment.ts';
import { UdpProxy } from '../../support/faults/causes/udp-proxy.ts';
import { ChromiumPair } from '../../support/faults/clients/chromium-pair.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { concealedShare, decodedVoice } from '../../support/faults/clients/decoded-voice.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { sleep, until } from '../../support/faults/wait.ts';

const impairment = { lossRate: 0.05, delayMs: 100, jitterMs: 30 };
/** Maximum share of concealed samples. */
const concealedLimit = 0.005;
/** Time in which the jitter buffers of both adapt to the network. */
const settlingMs = 10_000;
/** Receivers of video on a bad network request a key frame each time a picture is lost. */
const askIntervalMs = 200;
/** One per second, plus the ends of the measured time. */
const keyFramesPerSecondLimit = 1.1;

const soundsTold = { speech: 'speech-like sound', tone: 'a wandering tone' } as const;

export const badNetwork: FaultRow = {
  row: 10,
  title: '5% loss, 100 ms ± 30 ms',
  limit: 'a decoder makes up ≤ 0.5% of what it plays; at most one key-frame request per second and producer',
  async run(context) {
    const verdict = new Verdict();
    const voices = await hearInChromium(context, verdict);
    const requestsPerSecond = await askForKeyFrames(context, verdict);
    return verdict.outcome({
      injected:
        'UDP of one of a pair in Chromium through a proxy: 5% loss, 100 ms ± 30 ms, each way; both send synthetic sound, read by the decoders’ concealed samples. The same for one client of 4, while two receivers ask for a key frame 5 times a second',
      figure: `${voices}; ${requestsPerSecond.toFixed(2)} key-frame requests/s reach the sender`,
    });
  },
};

/** @returns the concealed shares of both decoders, as text */
async function hearInChromium(context: RowContext, verdict: Verdict): Promise<string> {
  const proxy = new UdpProxy();
  context.afterwards(() => proxy.close());
  const pair = await ChromiumPair.gather(context, proxy, 'speech');
  proxy.impair(impairment);
  const told: string[] = [];
  for (const sound of ['speech', 'tone'] as const) {
    await Promise.all([pair.weber.playSound(sound), pair.anna.playSound(sound)]);
    await sleep(settlingMs);
    const people = [pair.anna, pair.weber];
    const before = await Promise.all(people.map(decodedVoice));
    const { passed, dropped } = proxy;
    await sleep(context.short ? 10_000 : 60_000);
    const after = await Promise.all(people.map(decodedVoice));
    const lost = (proxy.dropped - dropped) / (proxy.passed - passed + proxy.dropped - dropped);
    verdict.check('the network was bad', lost > impairment.lossRate / 2);
    const shares = people.map((_, index) => share(before[index], after[index]));
    const what = soundsTold[sound];
    for (const [index, { name }] of people.entries()) {
      verdict.within(`${what} as ${name} hears it`, shares[index] ?? Number.NaN, concealedLimit);
    }
    told.push(`of ${what} ${shares.map(percent).join(' (over the bad downlink) and ')} (over the bad uplink) made up`);
    context.note(`${percent(lost)} of packets lost: ${told.at(-1)}`);
  }
  return told.join(', ');
}

type Decoded = Awaited<ReturnType<typeof decodedVoice>>;

const share = (before: Decoded | undefined, after: Decoded | undefined): number =>
  before && after ? concealedShare(before, after) : Number.NaN;

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;

/** @returns how many requests per second reached the sender */
async function askForKeyFrames(context: RowContext, verdict: Verdict): Promise<number> {
  const clinic = await Clinic.open(context);
  const proxy = new UdpProxy();
  context.afterwards(() => proxy.close());
  const connections: Record<'anna' | 'ben' | 'cleo', PeerConnections> = {
    anna: new Set(),
    ben: new Set(),
    cleo: new Set(),
  };
  const group = await Group.gather(clinic, {
    ways: {
      anna: { environment: rewritingEnvironment((sdp) => proxy.rewrite(sdp), connections.anna) },
      ben: { environment: rewritingEnvironment((sdp) => sdp, connections.ben) },
      cleo: { environment: rewritingEnvironment((sdp) => sdp, connections.cleo) },
    },
  });
  const [anna, ben, cleo] = group.clients;
  if (!anna || !ben || !cleo) throw new Error('There are no clients');
  await anna.person.show();
  await until(() => [ben, cleo].every(({ hearing }) => hearing.from(anna.id, 'camera').length > 10), 'they see her');
  proxy.impair(impairment);
  await sleep(2_000);
  const requests = countKeyFrameRequests(connections.anna);
  const asking = [connections.ben, connections.cleo].map(keepAsking);
  const from = performance.now();
  await sleep(context.short ? 10_000 : 30_000);
  const rate = (requests.count * 1_000) / (performance.now() - from);
  for (const stop of asking) stop();
  verdict.check('key frames were asked for', requests.count > 0);
  verdict.within('key-frame requests per second', rate, keyFramesPerSecondLimit);
  return rate;
}

function countKeyFrameRequests(connections: PeerConnections): { count: number } {
  const requests = { count: 0 };
  for (const connection of connections) {
    for (const { kind, sender } of connection.getTransceivers()) {
      if (kind === 'video') sender.onPictureLossIndication.subscribe(() => (requests.count += 1));
    }
  }
  return requests;
}

/** @returns a function that stops it */
function keepAsking(connections: PeerConnections): () => void {
  const timer = setInterval(() => {
    for (const connection of connections) {
      for (const { kind, receiver } of connection.getTransceivers()) {
        if (kind !== 'video') continue;
        for (const { ssrc } of receiver.tracks) if (ssrc !== undefined) void receiver.sendRtcpPLI(ssrc).catch(() => {});
      }
    }
  }, askIntervalMs);
  return () => clearInterval(timer);
}
