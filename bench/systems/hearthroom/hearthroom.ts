/** Hearthroom as an operator runs it: a separate process, rooms made over REST, tokens, waiting room, admission. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Role, RoomSettings, WaitingRoomMode } from '@hearthroom/sdk/protocol';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { workerBin } from '../../../test/support/media/worker-bin.ts';
import type { StreamSpec } from '../../clients/stream.ts';
import { WireClient } from '../../clients/wire-client.ts';
import { childrenOf } from '../../machine/process-usage.ts';
import { findServerPort } from '../free-port.ts';
import { ServerProcess } from '../measured-process.ts';
import type { Network } from '../network.ts';
import type { Crowd, Ends, RunningSystem, System } from '../system.ts';
import { audioPayloadType, kindsOf, openMedia, publish, receiveAll } from './media-over-wire.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const manifest = new URL('../../../server/package.json', import.meta.url);
/** Of every server that is started here. */
export const apiKey = { id: 'bench', secret: 'a-secret-of-the-bench-0123456789abcdef' };
/** The server accepts ten connections per second from one address. */
export const connectEveryMs = 110;

export class HearthroomServer {
  readonly url: string;
  readonly processes: Readonly<Record<string, number>>;
  readonly #process: ServerProcess;
  readonly #dataDir: string;
  readonly mediaPort: number;

  /**
   * @param env settings in addition to those of every run
   * @param checkout which checkout's server to run; by default this one's
   */
  static async start(
    network: Network,
    env: Record<string, string> = {},
    checkout: string = root,
  ): Promise<HearthroomServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'hearthroom-bench-'));
    const mediaPort = await findServerPort();
    const main = join(checkout, 'server/src/main.ts');
    const command = network.place([process.execPath, '--conditions=hearthroom-source', main]);
    const serverProcess = new ServerProcess(command, {
      HEARTHROOM_HOST: network.serverAddress,
      HEARTHROOM_PORT: '0',
      HEARTHROOM_MEDIA_PORT: String(mediaPort),
      HEARTHROOM_WORKERS: '1',
      HEARTHROOM_WORKER_BIN: workerBin(),
      HEARTHROOM_KEYS: `${apiKey.id}:${apiKey.secret}`,
      HEARTHROOM_DATA_DIR: dataDir,
      HEARTHROOM_API_REQUESTS_PER_MINUTE: '100000',
      // The server need not wait for sessions after a measurement.
      HEARTHROOM_DRAIN_LIMIT_SECONDS: '0',
      // No limit: the measurement finds what the limit should be.
      HEARTHROOM_WORKER_MAX_PACKETS_PER_SECOND: '0',
      HEARTHROOM_ROOM_PEOPLE_PER_WORKER: '10000',
      ...env,
    });
    try {
      const [, url = ''] = await serverProcess.prints(/listens on (\S+)/);
      return new HearthroomServer(serverProcess, url, dataDir, mediaPort);
    } catch (error) {
      await serverProcess.close();
      throw error;
    }
  }

  private constructor(serverProcess: ServerProcess, url: string, dataDir: string, mediaPort: number) {
    this.#process = serverProcess;
    this.#dataDir = dataDir;
    this.url = url;
    this.mediaPort = mediaPort;
    const workers = childrenOf(serverProcess.pid);
    if (workers.length === 0) throw new Error('The server has no worker');
    const names = workers.map((_, index) => (workers.length === 1 ? 'worker' : `worker ${index + 1}`));
    const named = workers.map((pid, index) => [names[index] ?? '', pid] as const);
    this.processes = { node: serverProcess.pid, ...Object.fromEntries(named) };
  }

  async createRoom(settings: Partial<RoomSettings> = {}): Promise<string> {
    const answer = await fetch(`${this.url}/v1/rooms`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await createAdminToken({ key: apiKey })}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ title: 'Bench', maxParticipants: 50, ...settings }),
    });
    const room: unknown = await answer.json();
    if (typeof room === 'object' && room !== null && 'id' in room && typeof room.id === 'string') return room.id;
    throw new Error(`The server made no room: ${answer.status}`);
  }

  tokenFor(room: string, sub: string, role: Role, waitingRoom?: WaitingRoomMode): Promise<string> {
    return createAccessToken({ key: apiKey, room, sub, role, name: sub, ...(waitingRoom && { waitingRoom }) });
  }

  async close(): Promise<void> {
    await this.#process.close();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

export async function createHearthroom(): Promise<System> {
  const { version }: { version?: string } = JSON.parse(await readFile(manifest, 'utf8'));
  return {
    name: 'hearthroom',
    version: version ?? 'unknown',
    start: async (network) => run(await HearthroomServer.start(network)),
  };
}

/** One room on two workers: half of the participants on each, with media between the workers. */
export async function createSpreadHearthroom(): Promise<System> {
  const { version } = await createHearthroom();
  const workers = 2;
  return {
    name: `hearthroom on ${workers} workers`,
    version,
    start: async (network, { people }) => {
      const env = {
        HEARTHROOM_WORKERS: String(workers),
        HEARTHROOM_ROOM_PEOPLE_PER_WORKER: String(Math.ceil(people / workers)),
      };
      return run(await HearthroomServer.start(network, env), workers);
    },
  };
}

function run(server: HearthroomServer, workers = 1): RunningSystem {
  const clients: WireClient[] = [];
  const { mediaPort } = server;
  return {
    processes: server.processes,
    ports: { first: mediaPort, last: mediaPort + workers - 1 },
    audioPayloadTypes: [audioPayloadType],
    setUp: async (crowd, ends) => {
      const streams: StreamSpec[] = [];
      for (let room = 0; room < crowd.rooms; room += 1) {
        streams.push(...(await fillRoom(server, crowd, room * crowd.people, ends, clients)));
      }
      return streams;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await server.close();
    },
  };
}

/** The therapist connects first; all others wait until she admits them. */
async function fillRoom(
  server: HearthroomServer,
  { people, media }: Crowd,
  firstPerson: number,
  ends: Ends,
  clients: WireClient[],
): Promise<StreamSpec[]> {
  const room = await server.createRoom();
  const group: { client: WireClient; end: number }[] = [];
  for (let index = 0; index < people; index += 1) {
    const client = await WireClient.open(server.url);
    clients.push(client);
    const token = await server.tokenFor(room, `person-${index}`, index === 0 ? 'therapist' : 'client');
    const { heartbeatIntervalMs } = await client.request('authenticate', { token });
    client.keepAlive(heartbeatIntervalMs);
    const [end] = await Promise.all([openMedia(client, firstPerson + index, ends), delay(connectEveryMs)]);
    group.push({ client, end });
  }
  await admitAll(group.map(({ client }) => client));
  const streams: StreamSpec[] = [];
  for (const { client, end } of group) streams.push(...(await publish(client, end, kindsOf(media))));
  const tracks = (people - 1) * kindsOf(media).length;
  for (const { client } of group) await receiveAll(client, tracks);
  return streams;
}

async function admitAll([therapist, ...others]: readonly WireClient[]): Promise<void> {
  if (!therapist || others.length === 0) return;
  const waiting = await therapist.collect('waitingAdded', (all) => all.length >= others.length);
  const entries = waiting.map(({ entry: { id, epoch } }) => ({ participantId: id, epoch }));
  const { admitted } = await therapist.request('admitAll', { entries });
  if (admitted.length !== others.length) throw new Error('Somebody was not admitted');
  for (const client of others) {
    await client.collect('snapshotReplaced', (all) => all.some(({ snapshot }) => snapshot.state === 'admitted'));
  }
}
