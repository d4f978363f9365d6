import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Clinic } from '../support/faults/clinic.ts';
import { inMs, percentile } from '../support/faults/figures.ts';
import { Group } from '../support/faults/group.ts';
import { type FaultRow, type RowContext, Verdict } from '../support/faults/row.ts';
import { StallClock } from '../support/faults/stalls.ts';
import { sleep } from '../support/faults/wait.ts';
import { opusAndVp8, opusParameters, vp8Parameters } from '../support/media/rtp.ts';
import { RawClient } from '../support/server/raw-client.ts';

const sentBps = 50_000_000;
const grantedBps = 3_000_000;
/** The cap works on what came in the last seconds; this long after the start it must hold. */
const settleMs = 8_000;
const watchedMs = 10_000;
const maxTracks = 4;
const transports = 1_000;
/** A little less than the 50 messages a second that are allowed. */
const requestIntervalMs = 22;
const flooding = fileURLToPath(new URL('../support/faults/flooding-pair.ts', import.meta.url));

export const greedy: FaultRow = {
  row: 16,
  title: 'a 50 Mbit/s sender, 100 producers, 1,000 transports from one seat',
  limit: 'capped by grants; neighbours’ p95 within twice the calm one',
  async run(context) {
    const { clinic, watched } = await Clinic.openWatched(context, { env: { HEARTHROOM_WORKERS: '1' } });
    const group = await Group.gather(clinic, { clients: 2 });
    const stalls = new StallClock();
    context.afterwards(() => stalls.close());
    const calm = await watch(clinic, group, stalls);
    const before = (await watched.census()).held;
    const room = await clinic.createRoom({ waitingRoom: false });
    const seat = await enter(clinic, room);
    const published = await publishMany(seat, 100);
    const open = await openMany(seat, transports);
    const held = (await watched.census()).held - before;
    seat.close();
    await floodVideo(context, clinic);
    const flood = await watch(clinic, group, stalls);
    const arrivedBps = flood.arrivedBps - calm.arrivedBps;
    const forwardedBps = flood.forwardedBps - calm.forwardedBps;
    const verdict = new Verdict();
    verdict.check(`no more than ${maxTracks} of 100 tracks (${published})`, published <= maxTracks);
    verdict.check(`1,000 pairs of transports are two at a time (${held} things held)`, open && held <= 8);
    verdict.check('the sender really sent more than it may', arrivedBps > grantedBps * 2);
    verdict.check('what is forwarded of it is within the grant', forwardedBps <= grantedBps * 1.2);
    verdict.within('neighbours’ p95', flood.p95Ms, calm.p95Ms * 2);
    return verdict.outcome({
      injected: `a seat publishes 100 tracks and opens 1,000 pairs of transports; another sends video without heeding any limit; neighbours on the same worker`,
      figure: `${published} tracks, ${held} things held; of ${megabits(arrivedBps)} that arrived ${megabits(forwardedBps)} were forwarded (granted: ${megabits(grantedBps)}); neighbours’ delay p95 ${inMs(flood.p95Ms)} (calm ${inMs(calm.p95Ms)})`,
    });
  },
};

const megabits = (bps: number): string => `${(bps / 1_000_000).toFixed(1)} Mbit/s`;

async function enter(clinic: Clinic, room: string): Promise<RawClient> {
  await clinic.pace();
  const { client } = await RawClient.join(clinic.url, {
    token: await clinic.tokenFor(room, { sub: 'greedy', role: 'therapist' }),
  });
  return client;
}

async function publishMany(seat: RawClient, count: number): Promise<number> {
  await seat.request('openMedia', { rtpCapabilities: opusAndVp8 });
  let accepted = 0;
  for (let index = 0; index < count; index += 1) {
    const source = (['microphone', 'camera', 'screen'] as const)[index % 3] ?? 'microphone';
    const offer =
      source === 'microphone'
        ? { kind: 'audio', rtpParameters: opusParameters() }
        : { kind: 'video', rtpParameters: vp8Parameters() };
    if ((await seat.codeOf('publishTrack', { source, ...offer })) === 'ok') accepted += 1;
    await sleep(requestIntervalMs);
  }
  return accepted;
}

/** @returns whether the connection is still there */
async function openMany(seat: RawClient, count: number): Promise<boolean> {
  for (let index = 0; index < count; index += 1) {
    await seat.request('openMedia', { rtpCapabilities: opusAndVp8 });
    await sleep(requestIntervalMs);
  }
  return (await seat.codeOf('ping')) === 'ok';
}

/** Starts the pair, and resolves when whatever holds it back has had time to. */
async function floodVideo(context: RowContext, clinic: Clinic): Promise<void> {
  const room = await clinic.createRoom();
  const tokens = [
    await clinic.tokenFor(room, { sub: 'sender', role: 'therapist' }),
    await clinic.tokenFor(room, { sub: 'receiver', role: 'cotherapist' }),
  ];
  const options = { execArgv: ['--conditions=hearthroom-source'] };
  const child = fork(flooding, [clinic.url, ...tokens, String(sentBps)], options);
  context.afterwards(() => child.kill('SIGKILL'));
  await once(child, 'message');
  await sleep(settleMs);
}

interface Traffic {
  arrivedBps: number;
  forwardedBps: number;
  /** Of the neighbours' delays, beyond the shortest. */
  p95Ms: number;
}

/** What the worker itself counts: a receiver of that much would be too slow to. */
async function watch(clinic: Clinic, group: Group, stalls: StallClock): Promise<Traffic> {
  const read = async () => ({
    at: performance.now(),
    arrived: await clinic.metric('hearthroom_worker_bytes_received_total'),
    forwarded: await clinic.metric('hearthroom_worker_bytes_sent_total'),
  });
  const before = await read();
  const p95Ms = await neighboursP95(group, stalls, watchedMs);
  const after = await read();
  const perSecond = (bytes: number): number => (bytes * 8_000) / (after.at - before.at);
  return {
    arrivedBps: perSecond(after.arrived - before.arrived),
    forwardedBps: perSecond(after.forwarded - before.forwarded),
    p95Ms,
  };
}

async function neighboursP95(group: Group, stalls: StallClock, forMs: number): Promise<number> {
  const from = performance.now();
  await sleep(forMs);
  const to = performance.now();
  const delays = group.inside.flatMap((member) =>
    group.inside
      .filter((other) => other !== member)
      .flatMap((other) => member.hearing.delays(from, to, stalls, other.id)),
  );
  return percentile(delays, 0.95);
}
