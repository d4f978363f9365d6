/**
 * Rooms whose participants join, disconnect and reconnect at random for a long time, and what the server still holds
 * afterwards.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from '../../../../server/src/store/sqlite/files/open-database.ts';
import { childrenOf, residentBytesOf } from '../causes/processes.ts';
import type { Census, WatchedServer } from '../causes/watched-server.ts';
import { Clinic, type Identity, type Member } from '../clients/clinic.ts';
import { Random } from '../seeded-random.ts';
import { comesTrue, sleep } from '../wait.ts';
import { type FaultRow, type RowContext, Verdict } from './row.ts';
import { inMegabytes } from './row-figures.ts';

const roomCount = 3;
const names = ['weber', 'anna', 'ben', 'cleo'];
const samplesPerHalf = 30;
const leaseSeconds = 10;
/** Limit of memory growth per hour in the second half: more would be too much for a server that runs for a month. */
const slopeLimitBytesPerHour = 10_000_000;

interface Sample {
  minutes: number;
  usedBytes: number;
  workerBytes: number;
}

export const soak = (minutes: number): FaultRow => ({
  row: 0,
  title: `soak: ${roomCount} rooms of ${names.length} for ${minutes} minutes`,
  limit: '0 leaked transports, producers, timers, sockets or rows; flat memory',
  async run(context) {
    const { clinic, watched } = await Clinic.openWatched(context);
    const before = await watched.census();
    const rows = countRows(watched.dataDir);
    const rooms = await Promise.all(
      Array.from({ length: roomCount }, () => clinic.createRoom({ seatLeaseSeconds: leaseSeconds })),
    );
    const crowd = new Crowd(context, clinic, rooms);
    await crowd.gather();
    const samples = await live(context, crowd, watched, minutes);
    await crowd.leave();
    for (const room of rooms) await clinic.api('DELETE', `/v1/rooms/${room}`);
    const isEmpty = await comesTrue(async () => isAs(await watched.census(), before), 30_000);
    const after = await watched.census();
    const slope = slopePerHour(samples.slice(samples.length / 2), ({ usedBytes }) => usedBytes);
    const workerSlope = slopePerHour(samples.slice(samples.length / 2), ({ workerBytes }) => workerBytes);
    const verdict = new Verdict();
    verdict.check(
      `nothing is left in the media workers (${before.held} before, ${after.held} after)`,
      after.held <= before.held,
    );
    verdict.check(`no timers are left (${before.timers}, ${after.timers})`, after.timers <= before.timers);
    verdict.check(`no sockets are left (${before.sockets}, ${after.sockets})`, isEmpty);
    verdict.check('no connections are left', (await clinic.metric('hearthroom_connections')) === 0);
    const rowsLeft = countRows(watched.dataDir);
    verdict.check(`no rows are left (${rows}, ${rowsLeft})`, rowsLeft <= rows);
    verdict.check('no internal errors', (await clinic.metric('hearthroom_internal_errors_total')) === 0);
    verdict.check('no worker died', (await clinic.metric('hearthroom_worker_deaths_total')) === 0);
    verdict.within('memory of the second half', slope, slopeLimitBytesPerHour);
    return verdict.outcome({
      injected: `${crowd.told()} (seed ${context.seed})`,
      figure: `memory of the second half ${inMegabytes(slope)}/h (server), ${inMegabytes(workerSlope)}/h (workers, resident); ${after.held} things held at the end`,
    });
  },
});

async function live(context: RowContext, crowd: Crowd, watched: WatchedServer, minutes: number): Promise<Sample[]> {
  const from = performance.now();
  const passed = () => (performance.now() - from) / 60_000;
  const samples: Sample[] = [];
  while (passed() < minutes) {
    await crowd.act();
    if (passed() < ((samples.length + 1) * minutes) / (samplesPerHalf * 2)) continue;
    const { usedBytes } = await watched.census();
    const workerBytes = childrenOf(watched.pid).reduce((total, pid) => total + residentBytesOf(pid), 0);
    samples.push({ minutes: passed(), usedBytes, workerBytes });
    context.note(
      `${passed().toFixed(1)} min: ${inMegabytes(usedBytes)}, workers ${inMegabytes(workerBytes)}; ${crowd.told()}`,
    );
  }
  return samples;
}

interface Seat {
  room: string;
  identity: Identity;
  member: Member | null;
}

/** The participants of all rooms. */
class Crowd {
  readonly #clinic: Clinic;
  readonly #random: Random;
  readonly #seats: Seat[];
  readonly #counts = { joined: 0, left: 0, dropped: 0, 'put back': 0, admitted: 0 };

  constructor(context: RowContext, clinic: Clinic, rooms: readonly string[]) {
    this.#clinic = clinic;
    this.#random = new Random(context.seed);
    this.#seats = rooms.flatMap((room) =>
      names.map((sub) => ({
        room,
        identity: { sub, role: sub === 'weber' ? ('therapist' as const) : ('client' as const) },
        member: null,
      })),
    );
  }

  told(): string {
    return Object.entries(this.#counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ');
  }

  async gather(): Promise<void> {
    for (const seat of this.#seats) await this.#join(seat);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#seats.map(({ member }) => member?.person.leave()));
  }

  /** Does one random action; waiting participants are admitted by their therapist, if one is there. */
  async act(): Promise<void> {
    const seat = this.#random.pick(this.#seats);
    const { member } = seat;
    if (!member || member.session.state === 'closed') await this.#join(seat);
    else if (this.#random.chance(0.4)) await this.#drop(member);
    else if (this.#random.chance(0.5)) await this.#leave(seat, member);
    else await this.#putBack(seat.room, member);
    await sleep(this.#random.between(200, 1_500));
    for (const host of this.#hosts()) await this.#admit(host);
  }

  #hosts(): Member[] {
    return this.#seats.flatMap(({ member }) =>
      member?.identity.role === 'therapist' && member.session.state === 'joined' ? [member] : [],
    );
  }

  async #join(seat: Seat): Promise<void> {
    seat.member = await this.#clinic.enter(seat.room, seat.identity);
    this.#counts.joined += 1;
    await seat.member.person.speak();
    if (this.#random.chance(0.5)) await seat.member.person.show();
  }

  async #leave(seat: Seat, member: Member): Promise<void> {
    seat.member = null;
    this.#counts.left += 1;
    await member.person.leave();
    member.hearing.clear();
  }

  async #drop(member: Member): Promise<void> {
    this.#counts.dropped += 1;
    member.person.cutSocket();
  }

  async #putBack(room: string, member: Member): Promise<void> {
    const host = this.#seats.find((seat) => seat.room === room && seat.identity.role === 'therapist')?.member;
    if (!host || host === member || member.session.state !== 'joined') return;
    // They may have disconnected just now.
    await host.session.putInWaitingRoom(member.id).then(
      () => (this.#counts['put back'] += 1),
      () => {},
    );
  }

  async #admit(host: Member): Promise<void> {
    if (host.session.waitingParticipants.length === 0) return;
    await host.session.admitAll().then(
      ({ admitted }) => (this.#counts.admitted += admitted.length),
      () => {},
    );
  }
}

const isAs = (now: Census, before: Census): boolean =>
  now.held <= before.held && now.timers <= before.timers && now.sockets <= before.sockets + keptAlive;
/** Keep-alive connections of REST calls from this process: as many as ran at one time, and that of the census. */
const keptAlive = roomCount + 1;

/**
 * All rows except those of the audit log, which are kept on purpose. Reads a copy, because the server locks its file.
 */
function countRows(dataDir: string): number {
  const copy = mkdtempSync(join(tmpdir(), 'hearthroom-rows-'));
  try {
    cpSync(dataDir, copy, { recursive: true });
    const database = new DatabaseSync(join(copy, databaseFile));
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'audit%'")
      .all();
    const counts = tables.map(({ name }) => Number(database.prepare(`SELECT count(*) AS n FROM "${name}"`).get()?.n));
    database.close();
    return counts.reduce((total, count) => total + count, 0);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Least-squares slope per hour. */
function slopePerHour(samples: readonly Sample[], read: (sample: Sample) => number): number {
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
  const meanMinutes = mean(samples.map(({ minutes }) => minutes));
  const meanValue = mean(samples.map(read));
  const covariance = samples.reduce(
    (sum, sample) => sum + (sample.minutes - meanMinutes) * (read(sample) - meanValue),
    0,
  );
  const variance = samples.reduce((sum, { minutes }) => sum + (minutes - meanMinutes) ** 2, 0);
  return (covariance / variance) * 60;
}
