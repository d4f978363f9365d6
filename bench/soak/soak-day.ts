/**
 * A day of group sessions in a few minutes: what the server and its workers hold after each hour, and what rooms and
 * people cost while they are there.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf, countDescriptors, residentBytesOf } from '../../test/support/faults/causes/processes.ts';
import { WatchedServer } from '../../test/support/faults/causes/watched-server.ts';
import { endings, SoakRoom } from './soak-room.ts';

export interface DayOptions {
  hours: number;
  /** Sessions at the same time, each an hour long in the day that is compressed. */
  rooms: number;
  people: number;
  /** Rooms in each hour that are made and ended without anybody in them. */
  emptyRooms: number;
  onHour?: (sample: Sample) => void;
}

/** By name, which includes the unit. */
export type Figures = Record<string, number>;

export interface Sample {
  hour: number;
  /** When everybody has left and all rooms have ended. */
  rest: Figures;
  /** What a room without people costs, and what a person adds who sends and receives. */
  costs: Figures;
}

export interface Day {
  samples: Sample[];
  counts: { rooms: number; people: number; drops: number };
}

/** Within this time the server frees what belongs to a closed connection, and its own timers have run. */
const restWithinMs = 10_000;
const lookEveryMs = 100;

export async function soakDay(options: DayOptions): Promise<Day> {
  const server = await WatchedServer.start({
    limits: { connectionsPerSecond: 1e6 },
    env: { HEARTHROOM_LOG_LEVEL: 'warn', HEARTHROOM_WORKER_MAX_PACKETS_PER_SECOND: '0' },
  });
  try {
    const day = new SoakDay(options, server);
    const samples: Sample[] = [];
    for (let hour = 1; hour <= options.hours; hour += 1) {
      const sample = await day.runHour(hour);
      samples.push(sample);
      options.onHour?.(sample);
    }
    return { samples, counts: day.counts };
  } finally {
    await server.remove();
  }
}

class SoakDay {
  readonly counts = { rooms: 0, people: 0, drops: 0 };
  readonly #options: DayOptions;
  readonly #server: WatchedServer;
  /** Before anybody came. */
  #start: Figures | null = null;

  constructor(options: DayOptions, server: WatchedServer) {
    this.#options = options;
    this.#server = server;
  }

  async runHour(hour: number): Promise<Sample> {
    const { url } = this.#server;
    const { rooms: count, people, emptyRooms } = this.#options;
    const before = await this.#read();
    this.#start ??= before;
    const create = (length: number) => Promise.all(Array.from({ length }, () => SoakRoom.create({ url, people })));
    const rooms = await create(count);
    try {
      const others = await create(emptyRooms);
      const made = await this.#read();
      await Promise.all(others.map((room) => room.end('by the backend')));
      const empty = await this.#read();
      await Promise.all(rooms.map((room) => room.gather()));
      const full = await this.#read();
      await Promise.all(rooms.map((room) => room.changePeople()));
      await Promise.all(
        rooms.map((room, index) => room.end(endings[(hour + index) % endings.length] ?? 'by the host')),
      );
      for (const room of rooms) {
        this.counts.people += room.counts.people;
        this.counts.drops += room.counts.drops;
      }
      this.counts.rooms += count + emptyRooms;
      const costs = {
        ...perThing('room', before, made, count + emptyRooms),
        ...perThing('person', empty, full, count * people),
      };
      return { hour, rest: await this.#rest(), costs };
    } finally {
      await Promise.all(rooms.map((room) => room.close()));
    }
  }

  /** Waits until nothing of the rooms is left; a leak shows in the figures. */
  async #rest(): Promise<Figures> {
    const giveUpAt = performance.now() + restWithinMs;
    let figures = await this.#read();
    const isAtRest = () => [sockets, held, timers].every((name) => (figures[name] ?? 0) <= (this.#start?.[name] ?? 0));
    while (!isAtRest() && performance.now() < giveUpAt) {
      await delay(lookEveryMs);
      figures = await this.#read();
    }
    return figures;
  }

  async #read(): Promise<Figures> {
    const { pid } = this.#server;
    const census = await this.#server.census();
    const workers = childrenOf(pid);
    const sum = (read: (pid: number) => number): number => workers.reduce((total, worker) => total + read(worker), 0);
    return {
      [heap]: census.usedBytes / 1e6,
      [nodeResident]: census.residentBytes / 1e6,
      [workersResident]: sum(residentBytesOf) / 1e6,
      'rooms in memory': census.rooms,
      [held]: census.held,
      [timers]: census.allTimers,
      [sockets]: census.sockets,
      'descriptors of Node': countDescriptors(pid),
      'descriptors of the workers': sum(countDescriptors),
    };
  }
}

export const heap = 'JavaScript memory after garbage collection, MB';
export const nodeResident = 'resident memory of Node, MB';
export const workersResident = 'resident memory of the workers, MB';
const held = 'objects in the workers';
const sockets = 'sockets of Node';
const timers = 'timers of Node';

function perThing(thing: string, before: Figures, after: Figures, count: number): Figures {
  const kilobytes = (name: string): number => (((after[name] ?? 0) - (before[name] ?? 0)) * 1_000) / count;
  return {
    [`JavaScript memory per ${thing}, kB`]: kilobytes(heap),
    [`memory of the workers per ${thing}, kB`]: kilobytes(workersResident),
    [`timers per ${thing}`]: ((after[timers] ?? 0) - (before[timers] ?? 0)) / count,
  };
}
