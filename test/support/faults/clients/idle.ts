/** Measures the cost of many idle rooms: connections kept alive and media open, but nothing sent. */
import { defaultSignalingLimits } from '../../../../server/src/signaling/limits.ts';
import { opusAndVp8 } from '../../media/rtp-packets.ts';
import { cpuSecondsOf, residentBytesOf } from '../causes/processes.ts';
import { type FaultRow, Verdict } from '../rows/row.ts';
import { inMegabytes } from '../rows/row-figures.ts';
import { sleep } from '../wait.ts';
import { Clinic } from './clinic.ts';
import { IdleClient } from './idle-client.ts';

const seatsPerRoom = 8;
const maxCoreShare = 0.05;
const maxResidentBytes = 300_000_000;
const settleMs = 10_000;
const samples = 5;

/**
 * @param roomCount number of rooms
 * @param seconds length of the measurement, in five parts
 */
export const idle = (roomCount: number, seconds: number): FaultRow => ({
  row: 0,
  title: `${roomCount} idle rooms × ${seatsPerRoom} seats`,
  limit: `the server's process: < ${maxCoreShare * 100}% of a core, < ${inMegabytes(maxResidentBytes)} resident`,
  async run(context) {
    const { clinic, watched } = await Clinic.openWatched(context, {
      limits: { connectionsPerSecond: 1e6 },
      // More rooms than two workers would accept if all sent media: only the cost of idle rooms is measured.
      env: { HEARTHROOM_LOG_LEVEL: 'warn', HEARTHROOM_WORKER_MAX_PACKETS_PER_SECOND: '1000000' },
    });
    const crowd: IdleClient[] = [];
    context.afterwards(() => {
      for (const client of crowd) client.close();
    });
    for (let index = 0; index < roomCount; index += 1) {
      crowd.push(...(await fillRoom(clinic)));
      if (index % 20 === 19) context.note(`${index + 1} rooms, ${inMegabytes(residentBytesOf(watched.pid))}`);
    }
    await sleep(settleMs);
    const { usedBytes } = await watched.census();
    const shares = await measureShares(watched.pid, seconds);
    const residentBytes = residentBytesOf(watched.pid);
    const median = [...shares].sort((one, other) => one - other)[Math.floor(samples / 2)] ?? Number.NaN;
    const verdict = new Verdict();
    verdict.check(
      'everybody is still connected',
      crowd.every(({ isOpen }) => isOpen),
    );
    verdict.within('share of a core', median, maxCoreShare);
    verdict.within('resident memory', residentBytes, maxResidentBytes);
    return verdict.outcome({
      injected: `${crowd.length} WebSockets with their media open, heartbeats every ${defaultSignalingLimits.heartbeatIntervalMs / 1_000} s, nothing else, for ${seconds} s`,
      figure: `${inPercent(median)} of a core (${shares.map(inPercent).join(', ')}); ${inMegabytes(residentBytes)} resident, of which JavaScript ${inMegabytes(usedBytes)}`,
    });
  },
});

const inPercent = (share: number): string => `${(share * 100).toFixed(1)}%`;

async function fillRoom(clinic: Clinic): Promise<IdleClient[]> {
  const room = await clinic.createRoom({ waitingRoom: false });
  return await Promise.all(
    Array.from({ length: seatsPerRoom }, (_, index) =>
      enter(clinic, room, index === 0 ? 'therapist' : 'client', index),
    ),
  );
}

async function enter(clinic: Clinic, room: string, role: 'therapist' | 'client', index: number): Promise<IdleClient> {
  const client = await IdleClient.open(clinic.url);
  const token = await clinic.tokenFor(room, { sub: `somebody-${index}`, role });
  const codes = [
    await client.request('authenticate', { token }),
    await client.request('openMedia', { rtpCapabilities: opusAndVp8 }),
  ];
  if (codes.some((code) => code !== 'ok')) throw new Error(`not in: ${codes.join(', ')}`);
  const { heartbeatIntervalMs } = defaultSignalingLimits;
  client.keepAlive(heartbeatIntervalMs, Math.random() * heartbeatIntervalMs);
  return client;
}

/** CPU time over wall-clock time, in each part. */
async function measureShares(pid: number, seconds: number): Promise<number[]> {
  const shares: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const from = { at: performance.now(), cpu: cpuSecondsOf(pid) };
    await sleep((seconds * 1_000) / samples);
    shares.push((cpuSecondsOf(pid) - from.cpu) / ((performance.now() - from.at) / 1_000));
  }
  return shares;
}
