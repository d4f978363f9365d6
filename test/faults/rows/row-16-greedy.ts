import { StallClock } from '../../support/faults/causes/stalls.ts';
import type { WatchedServer } from '../../support/faults/causes/watched-server.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Flood } from '../../support/faults/clients/flood.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inMs, inSeconds, percentile } from '../../support/faults/rows/row-figures.ts';
import { sleep } from '../../support/faults/wait.ts';
import { opusAndVp8, opusParameters, vp8Parameters } from '../../support/media/rtp-packets.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const floodBps = 50_000_000;
const grantedBps = 3_000_000;
/** After 5 s above the cap it is paused, and at the following check disconnected; checks are 2.5 s apart. */
const cutOffWithinMs = 10_000;
const watchedMs = 10_000;
const maxTracks = 4;
const transports = 1_000;
/** A little less than the allowed 50 messages per second. */
const requestIntervalMs = 22;

export const greedy: FaultRow = {
  row: 16,
  title: 'a 50 Mbit/s sender, 100 producers, 1,000 transports from one seat',
  limit: 'capped by grants; neighbours’ p95 within twice the calm one',
  async run(context) {
    const { clinic, watched } = await Clinic.openWatched(context, { env: { HEARTHROOM_WORKERS: '1' } });
    const group = await Group.gather(clinic, { clients: 2 });
    const stalls = new StallClock();
    context.afterwards(() => stalls.close());
    const calm = await watch(clinic, group, stalls, () => sleep(watchedMs));
    const verdict = new Verdict();
    const figures = [
      await openTooMuch(clinic, watched, verdict),
      await sendTooMuch({ context, clinic, group, stalls, calm }, verdict),
    ];
    return verdict.outcome({
      injected: `a seat publishes 100 tracks and opens 1,000 pairs of transports; another sends video without heeding any limit, mute or closing; neighbours on the same worker`,
      figure: figures.join('; '),
    });
  },
};

async function openTooMuch(clinic: Clinic, watched: WatchedServer, verdict: Verdict): Promise<string> {
  const before = (await watched.census()).held;
  const room = await clinic.createRoom({ waitingRoom: false });
  const seat = await enter(clinic, room);
  const published = await publishMany(seat, 100);
  const open = await openMany(seat, transports);
  const held = (await watched.census()).held - before;
  seat.close();
  verdict.check(`no more than ${maxTracks} of 100 tracks (${published})`, published <= maxTracks);
  verdict.check(`1,000 pairs of transports are two at a time (${held} things held)`, open && held <= 8);
  return `${published} tracks, ${held} things held`;
}

interface Neighbourhood {
  context: RowContext;
  clinic: Clinic;
  group: Group;
  stalls: StallClock;
  calm: Traffic;
}

async function sendTooMuch({ context, clinic, group, stalls, calm }: Neighbourhood, verdict: Verdict): Promise<string> {
  const flood = await startFlood(context, clinic);
  const from = performance.now();
  const during = await watch(clinic, group, stalls, () => flood.hears('closed', cutOffWithinMs * 2));
  const cutOffMs = performance.now() - from;
  const sentBps = (flood.sentBytes * 8_000) / cutOffMs;
  const closed = await flood.hears('closed', 0);
  const muted = await flood.hears('muted', 0);
  const back = await flood.hears('back', 5_000);
  const sentBefore = flood.sentBytes;
  const after = await watch(clinic, group, stalls, () => sleep(watchedMs));
  const stillSentBps = ((flood.sentBytes - sentBefore) * 8_000) / watchedMs;
  const forwardedBps = Math.max(0, after.forwardedBps - calm.forwardedBps);
  const p95Ms = Math.max(during.p95Ms, after.p95Ms);
  verdict.check('the sender really sent more than it may', sentBps > grantedBps * 2);
  verdict.check('and goes on sending afterwards', stillSentBps > grantedBps * 2);
  verdict.check(
    'it is told by a mute, then cut off with too-much-media',
    muted !== null && closed?.code === 'too-much-media',
  );
  verdict.within('in time', cutOffMs, cutOffWithinMs);
  verdict.check(`it gets no media when it comes back (${back?.code})`, back?.code === 'limit-exceeded');
  verdict.check('what is forwarded of it is within the grant', forwardedBps <= grantedBps * 1.2);
  verdict.check('the worker takes nothing of it in any more', after.arrivedBps - calm.arrivedBps <= grantedBps * 1.2);
  verdict.within('neighbours’ p95, before and after it is cut off', p95Ms, calm.p95Ms * 2);
  return `of ${megabits(sentBps)} ${megabits(during.forwardedBps - calm.forwardedBps)} were forwarded at first; cut off after ${inSeconds(cutOffMs)}; of ${megabits(stillSentBps)} that it still sends ${megabits(forwardedBps)} are forwarded (granted: ${megabits(grantedBps)}); neighbours’ delay p95 ${inMs(during.p95Ms)} before it is cut off, ${inMs(after.p95Ms)} afterwards (calm ${inMs(calm.p95Ms)})`;
}

async function startFlood(context: RowContext, clinic: Clinic): Promise<Flood> {
  const room = await clinic.createRoom();
  const tokens = [
    await clinic.tokenFor(room, { sub: 'sender', role: 'therapist' }),
    await clinic.tokenFor(room, { sub: 'receiver', role: 'cotherapist' }),
  ];
  return await Flood.start(context, clinic.url, tokens, floodBps);
}

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
    const source = (['microphone', 'camera', 'screen', 'screen-audio'] as const)[index % 4] ?? 'microphone';
    const offer =
      source === 'microphone' || source === 'screen-audio'
        ? { kind: 'audio', rtpParameters: opusParameters() }
        : { kind: 'video', rtpParameters: vp8Parameters() };
    if ((await seat.codeOf('publishTrack', { source, ...offer })) === 'ok') accepted += 1;
    await sleep(requestIntervalMs);
  }
  return accepted;
}

/** @returns whether the connection is still open */
async function openMany(seat: RawClient, count: number): Promise<boolean> {
  for (let index = 0; index < count; index += 1) {
    await seat.request('openMedia', { rtpCapabilities: opusAndVp8 });
    await sleep(requestIntervalMs);
  }
  return (await seat.codeOf('ping')) === 'ok';
}

interface Traffic {
  arrivedBps: number;
  forwardedBps: number;
  /** Of the delays of other participants, relative to the shortest. */
  p95Ms: number;
}

/** Statistics of the worker meanwhile: a receiver of this amount of data would be too slow. */
async function watch(
  clinic: Clinic,
  group: Group,
  stalls: StallClock,
  meanwhile: () => Promise<unknown>,
): Promise<Traffic> {
  const read = async () => ({
    at: performance.now(),
    arrived: await clinic.metric('hearthroom_worker_bytes_received_total'),
    forwarded: await clinic.metric('hearthroom_worker_bytes_sent_total'),
  });
  const before = await read();
  await meanwhile();
  const after = await read();
  const perSecond = (bytes: number): number => (bytes * 8_000) / (after.at - before.at);
  return {
    arrivedBps: perSecond(after.arrived - before.arrived),
    forwardedBps: perSecond(after.forwarded - before.forwarded),
    p95Ms: neighboursP95(group, stalls, before.at, after.at),
  };
}

function neighboursP95(group: Group, stalls: StallClock, from: number, to: number): number {
  const delays = group.inside.flatMap((member) =>
    group.inside
      .filter((other) => other !== member)
      .flatMap((other) => member.hearing.delays(from, to, stalls, other.id)),
  );
  return percentile(delays, 0.95);
}
