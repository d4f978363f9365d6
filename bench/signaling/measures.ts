/** How long requests of a session take at one server: admissions, joins, and the cost of idle rooms. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Role, Snapshot } from '@hearthroom/sdk/protocol';
import { nextAddress, WireClient } from '../clients/wire-client.ts';
import { CpuMeter } from '../machine/cpu-meter.ts';
import { percentilesOf } from '../statistics/percentiles.ts';
import type { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';

/** By name, which includes the unit. */
export type Figures = Record<string, number>;

export interface Amounts {
  admissions: number;
  /** Participants who join one room at once, in each of `rounds` rounds. */
  crowd: number;
  rounds: number;
  /** Rooms that participants join at once. */
  rooms: number;
  idleRooms: number;
  idleSeconds: number;
}

const heartbeatMs = 15_000;
const peoplePerIdleRoom = 3;
const settleMs = 3_000;

interface Guest {
  client: WireClient;
  snapshot: Snapshot;
}

async function enter(server: HearthroomServer, room: string, sub: string, role: Role, waits = false): Promise<Guest> {
  const token = await server.tokenFor(room, sub, role, waits ? undefined : 'bypass');
  const client = await WireClient.open(server.url, { localAddress: nextAddress() });
  const { snapshot } = await client.request('authenticate', { token });
  return { client, snapshot };
}

/** From the host's request to its answer, and to the client's notification, both measured at the clients. */
export async function measureAdmissions(server: HearthroomServer, amounts: Amounts): Promise<Figures> {
  const { answered, told } = await timeAdmissions(server, amounts);
  const [answer, news] = [percentilesOf(Float64Array.from(answered)), percentilesOf(Float64Array.from(told))];
  if (!answer || !news) throw new Error('Nobody was admitted');
  return {
    'admit → answer, p50 ms': answer.p50,
    'admit → answer, p95 ms': answer.p95,
    'admit → told, p50 ms': news.p50,
    'admit → told, p95 ms': news.p95,
  };
}

/** The milliseconds of each admission. */
export async function timeAdmissions(
  server: HearthroomServer,
  { admissions }: Pick<Amounts, 'admissions'>,
): Promise<{ answered: number[]; told: number[] }> {
  const answered: number[] = [];
  const told: number[] = [];
  let room = '';
  let guests: Guest[] = [];
  for (let index = 0; index < admissions; index += 1) {
    if (index % 40 === 0) {
      await Promise.all(guests.map(({ client }) => client.close()));
      room = await server.createRoom();
      guests = [await enter(server, room, 'host', 'therapist')];
    }
    const [host] = guests;
    if (!host) throw new Error('There is no host');
    const epochs = Promise.withResolvers<number>();
    host.client.on('waitingAdded', ({ entry }) => epochs.resolve(entry.epoch));
    const guest = await enter(server, room, `guest-${index}`, 'client', true);
    guests.push(guest);
    const isIn = Promise.withResolvers<void>();
    guest.client.on('snapshotReplaced', () => isIn.resolve());
    const entry = { participantId: guest.snapshot.self.id, epoch: await epochs.promise };
    const from = performance.now();
    const answer = host.client.request('admit', entry).then(() => answered.push(performance.now() - from));
    await isIn.promise;
    told.push(performance.now() - from);
    await answer;
  }
  await Promise.all(guests.map(({ client }) => client.close()));
  return { answered, told };
}

/** Participants who join at once, each over a new connection: joins per second. */
export async function measureJoins(server: HearthroomServer, { crowd, rounds, rooms }: Amounts): Promise<Figures> {
  const one = [await server.createRoom()];
  const many = await Promise.all(Array.from({ length: rooms }, () => server.createRoom()));
  return {
    'joins of one room, 1/s': await joinsPerSecond(server, one, crowd, rounds),
    [`joins of ${rooms} rooms, 1/s`]: await joinsPerSecond(server, many, crowd * 4, rounds),
  };
}

async function joinsPerSecond(
  server: HearthroomServer,
  rooms: readonly string[],
  people: number,
  rounds: number,
): Promise<number> {
  const hosts = await Promise.all(rooms.map((room) => enter(server, room, 'host', 'therapist')));
  let spentMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    const guests = await Promise.all(
      Array.from({ length: people }, (_, index) =>
        enter(server, rooms[index % rooms.length] ?? '', `guest-${index}`, 'client'),
      ),
    );
    spentMs += performance.now() - from;
    await Promise.all(guests.map(({ client }) => client.request('leave', {})));
    await Promise.all(guests.map(({ client }) => client.close()));
  }
  await Promise.all(hosts.map(({ client }) => client.close()));
  return (people * rounds) / (spentMs / 1_000);
}

/** Connections that are only kept alive. */
export async function measureIdle(server: HearthroomServer, { idleRooms, idleSeconds }: Amounts): Promise<Figures> {
  const crowd: Guest[] = [];
  for (let room = 0; room < idleRooms; room += 1) {
    const id = await server.createRoom();
    crowd.push(await enter(server, id, 'host', 'therapist'));
    for (let guest = 1; guest < peoplePerIdleRoom; guest += 1)
      crowd.push(await enter(server, id, `guest-${guest}`, 'client'));
  }
  for (const { client } of crowd) client.keepAlive(heartbeatMs, Math.random() * heartbeatMs);
  await delay(settleMs);
  const meter = new CpuMeter(server.processes);
  await delay(idleSeconds * 1_000);
  const { node } = meter.read();
  await Promise.all(crowd.map(({ client }) => client.close()));
  if (!node) throw new Error('The server is gone');
  return {
    [`${idleRooms} idle rooms, % of a core`]: node.cores * 100,
    [`${idleRooms} idle rooms, MB`]: node.residentMb,
  };
}
