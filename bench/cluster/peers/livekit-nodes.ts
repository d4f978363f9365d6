/** Two nodes of LiveKit over one Redis, as its documentation describes a distributed setup. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Balancer } from '../../../server/src/commands/run-cluster/balancer.ts';
import { findServerPort } from '../../systems/free-port.ts';
import { LiveKitClient } from '../../systems/livekit/livekit-client.ts';
import { renderLiveKitNode } from '../../systems/livekit/livekit-config.ts';
import { readLiveKitSdkVersion } from '../../systems/livekit/livekit-sdk.ts';
import { type Environment, findLiveKitServer } from '../../systems/livekit/livekit-server.ts';
import { type ApiKey, createLiveKitToken, createWaitingToken } from '../../systems/livekit/livekit-token.ts';
import { RoomService } from '../../systems/livekit/room-service.ts';
import { ServerProcess } from '../../systems/measured-process.ts';
import type { Admission, Contender, RunningNodes, Visitor } from './contender.ts';
import { findRedis, findTcpPort, Redis } from './redis.ts';

interface Node {
  /** As Redis knows it. */
  id: string;
  port: number;
  process: ServerProcess;
}

const key: ApiKey = { id: 'bench', secret: 'a-secret-of-the-bench-0123456789abcdef' };
const nodeCount = 2;

/** @returns the reason, in one line, if it can't be started here */
export async function findLiveKitContender(env: Environment): Promise<Contender | { missing: string }> {
  const found = findLiveKitServer(env);
  if ('missing' in found) return found;
  const bin = env.LIVEKIT_SERVER_BIN;
  if (!bin) return { missing: 'LiveKit: its nodes are started and killed here; set LIVEKIT_SERVER_BIN' };
  const redis = findRedis(env);
  if ('missing' in redis) return redis;
  const sdk = await readLiveKitSdkVersion();
  return {
    name: 'livekit',
    version: found.version,
    client: `livekit-client ${sdk}, default options: tries to resume within 0.5 s, and further on to resume, or to join anew once resuming has failed for another reason than signaling, after 0.3, 1.2, 2.7, 4.8 and 7 s (each ± 50%), always through the same address; it asks for other regions at LiveKit Cloud only`,
    join: 'joinLiveKit',
    start: () => LiveKitNodes.start(bin, redis.bin),
  };
}

class LiveKitNodes implements RunningNodes {
  readonly url: string;
  readonly #redis: Redis;
  readonly #nodes: readonly Node[];
  readonly #balancer: Balancer;
  readonly #directory: string;
  readonly #service: RoomService;
  readonly #tokens = new Map<string, string>();
  #rooms = 0;

  static async start(bin: string, redisBin: string): Promise<LiveKitNodes> {
    const directory = await mkdtemp(join(tmpdir(), 'hearthroom-livekit-'));
    const redis = await Redis.start(redisBin);
    const nodes: Node[] = [];
    try {
      while (nodes.length < nodeCount) nodes.push(await startNode(bin, directory, redis));
      const targets = nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
      const balancer = await Balancer.listen(targets, { host: '127.0.0.1', port: 0 }, '/');
      return new LiveKitNodes(redis, nodes, balancer, directory);
    } catch (error) {
      await closeAll(redis, nodes, directory);
      throw error;
    }
  }

  private constructor(redis: Redis, nodes: readonly Node[], balancer: Balancer, directory: string) {
    [this.#redis, this.#nodes, this.#balancer, this.#directory] = [redis, nodes, balancer, directory];
    this.url = `ws://127.0.0.1:${balancer.port}`;
    this.#service = new RoomService(`http://127.0.0.1:${balancer.port}`, key);
  }

  async createRoom(): Promise<string> {
    this.#rooms += 1;
    const room = `bench-${this.#rooms}`;
    await this.#service.createRoom(room);
    return room;
  }

  async tokenFor(room: string, name: string, admission: Admission): Promise<string> {
    const id = `${room} ${name} ${admission}`;
    const create = admission === 'at-once' ? createLiveKitToken : createWaitingToken;
    const token = this.#tokens.get(id) ?? create(key, room, name);
    this.#tokens.set(id, token);
    return token;
  }

  async admit(room: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.#service.permitMedia(room, name);
  }

  async remove(room: string, name: string): Promise<void> {
    await this.#service.removeParticipant(room, name);
  }

  async visit(token: string): Promise<Visitor | null> {
    try {
      const client = await LiveKitClient.join(this.url, token);
      return { isInside: client.mayReceive, kept: null, close: async () => client.close() };
    } catch {
      return null;
    }
  }

  rooms(): Promise<string[]> {
    return this.#service.listRooms();
  }

  async killOwner(room: string): Promise<number> {
    const id = await this.#redis.readField('room_node_map', room);
    const owner = this.#nodes.find((node) => node.id === id);
    if (!owner) throw new Error('No node has the room');
    process.kill(owner.process.pid, 'SIGKILL');
    return Date.now();
  }

  async close(): Promise<void> {
    this.#balancer.close();
    await closeAll(this.#redis, this.#nodes, this.#directory);
  }
}

async function startNode(bin: string, directory: string, redis: Redis): Promise<Node> {
  const [port, media] = [await findTcpPort(), await findServerPort()];
  const file = join(directory, `${port}.yaml`);
  await writeFile(file, renderLiveKitNode({ signaling: port, media }, key, `127.0.0.1:${redis.port}`));
  const server = new ServerProcess([bin, '--config', file]);
  try {
    const [, id = ''] = await server.prints(/starting LiveKit server.*"nodeID": ?"([^"]+)"/);
    await untilHealthy(port);
    return { id, port, process: server };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function untilHealthy(port: number): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ask())) {
    if (performance.now() > giveUpAt) throw new Error('A node of LiveKit is not healthy');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function closeAll(redis: Redis, nodes: readonly Node[], directory: string): Promise<void> {
  await Promise.all(nodes.map(({ process: server }) => server.close()));
  await redis.close();
  await rm(directory, { recursive: true, force: true });
}
