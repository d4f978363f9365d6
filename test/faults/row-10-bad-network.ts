import { Clinic, type Member } from '../support/faults/clinic.ts';
import { Group } from '../support/faults/group.ts';
import { audibleLoss } from '../support/faults/losses.ts';
import { type PeerConnections, rewritingEnvironment } from '../support/faults/rewriting-environment.ts';
import { type FaultRow, Verdict } from '../support/faults/row.ts';
import { UdpProxy } from '../support/faults/udp-proxy.ts';
import { sleep, until } from '../support/faults/wait.ts';

const impairment = { lossRate: 0.05, delayMs: 100, jitterMs: 30 };
const gapLimit = 0.01;
/** Receivers of a video on a bad line ask for a key frame each time a picture is lost. */
const askIntervalMs = 200;
/** One a second, and the ends of the time that is measured. */
const keyFramesPerSecondLimit = 1.1;

export const badNetwork: FaultRow = {
  row: 10,
  title: '5% loss, 100 ms ± 30 ms',
  limit: 'audio gaps < 1%; at most one key-frame request per second and producer',
  async run(context) {
    const watchedMs = context.short ? 10_000 : 30_000;
    const clinic = await Clinic.open(context);
    const proxy = new UdpProxy();
    context.afterwards(() => proxy.close());
    const connections: Record<string, PeerConnections> = { anna: new Set(), ben: new Set(), cleo: new Set() };
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
    await until(
      () => [ben, cleo].every((member) => member.hearing.from(anna.id, 'camera').length > 10),
      'they see her',
    );
    proxy.impair(impairment);
    await sleep(2_000);
    const requests = countKeyFrameRequests(connections.anna ?? new Set());
    const asking = [connections.ben, connections.cleo].map((made) => askForKeyFrames(made ?? new Set()));
    const from = performance.now();
    await sleep(watchedMs);
    const to = performance.now();
    for (const stop of asking) stop();
    const losses = [
      ...group.inside.filter((member) => member !== anna).map((member) => lossOf(member, anna, from, to)),
      ...group.inside.filter((other) => other !== anna).map((other) => lossOf(anna, other, from, to)),
    ];
    const worstGaps = Math.max(...losses.map(({ gaps }) => gaps));
    const mean = losses.reduce((total, { gaps }) => total + gaps, 0) / losses.length;
    const lost = losses.reduce((total, { lost: share }) => total + share, 0) / losses.length;
    const rate = (requests.count * 1_000) / (to - from);
    const verdict = new Verdict();
    verdict.check('the network was bad', lost > impairment.lossRate / 2);
    verdict.check('audio gaps', mean < gapLimit);
    verdict.check('key frames were asked for', requests.count > 0);
    verdict.within('key-frame requests per second', rate, keyFramesPerSecondLimit);
    return verdict.outcome({
      injected: `UDP of one client of 4 through a proxy: 5% loss, 100 ms ± 30 ms, each way; two receivers ask for a key frame 5 times a second`,
      figure: `${percent(lost)} of packets lost, gaps that error correction doesn’t fill ${percent(mean)} (worst ${percent(worstGaps)}); ${rate.toFixed(2)} key-frame requests/s reach the sender`,
    });
  },
};

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

const lossOf = (listener: Member, speaker: Member, from: number, to: number) =>
  audibleLoss(listener.hearing.from(speaker.id), from, to);

function countKeyFrameRequests(connections: PeerConnections): { count: number } {
  const requests = { count: 0 };
  for (const connection of connections) {
    for (const { kind, sender } of connection.getTransceivers()) {
      if (kind === 'video') sender.onPictureLossIndication.subscribe(() => (requests.count += 1));
    }
  }
  return requests;
}

/** @returns stops it */
function askForKeyFrames(connections: PeerConnections): () => void {
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
