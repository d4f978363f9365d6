/** Two nodes of Hearthroom over one PostgreSQL. */
import { RestClient } from '@hearthroom/sdk/server';
import { Balancer } from '../../../server/src/commands/run-cluster/balancer.ts';
import { nextAddress, WireClient } from '../../clients/wire-client.ts';
import { apiKey, createHearthroom } from '../../systems/hearthroom/hearthroom.ts';
import { MeasuredCluster } from '../measured-cluster.ts';
import type { Admission, Contender, RunningNodes, Visitor } from './contender.ts';

const nodeCount = 2;

export async function createHearthroomContender(): Promise<Contender> {
  const { name, version } = await createHearthroom();
  return {
    name,
    version,
    client: 'its SDK: reconnects through the same address with its resume secret, to its seat',
    join: 'joinHearthroom',
    start: (pageUrl) => HearthroomNodes.start(pageUrl),
  };
}

class HearthroomNodes implements RunningNodes {
  readonly url: string;
  readonly #cluster: MeasuredCluster;
  readonly #balancer: Balancer;
  readonly #rest: RestClient;
  readonly #tokens = new Map<string, string>();

  static async start(pageUrl: string): Promise<HearthroomNodes> {
    const cluster = await MeasuredCluster.start(nodeCount, { HEARTHROOM_ALLOWED_ORIGINS: pageUrl });
    const targets = cluster.nodes.map(({ url }) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) }));
    return new HearthroomNodes(cluster, await Balancer.listen(targets, { host: '127.0.0.1', port: 0 }));
  }

  private constructor(cluster: MeasuredCluster, balancer: Balancer) {
    [this.#cluster, this.#balancer] = [cluster, balancer];
    this.url = `http://127.0.0.1:${balancer.port}`;
    this.#rest = new RestClient({ url: this.url, key: apiKey });
  }

  async createRoom(): Promise<string> {
    const { id } = await this.#rest.createRoom({ title: 'Bench' });
    return id;
  }

  async tokenFor(room: string, name: string, admission: Admission): Promise<string> {
    const id = `${room} ${name} ${admission}`;
    const role = name === 'host' ? 'therapist' : 'client';
    const mode = admission === 'at-once' ? 'bypass' : undefined;
    const token = this.#tokens.get(id) ?? (await this.#cluster.node(0).tokenFor(room, name, role, mode));
    this.#tokens.set(id, token);
    return token;
  }

  async admit(room: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.#rest.admitSeat(room, await this.#seatOf(room, name));
  }

  async remove(room: string, name: string): Promise<void> {
    await this.#rest.removeSeat(room, await this.#seatOf(room, name));
  }

  async #seatOf(room: string, name: string): Promise<string> {
    const seat = (await this.#rest.listSeats(room)).find(({ sub }) => sub === name);
    if (!seat) throw new Error('Somebody has no seat');
    return seat.id;
  }

  async visit(token: string, kept: string | null = null): Promise<Visitor | null> {
    const client = await WireClient.open(this.url, { localAddress: nextAddress() });
    try {
      const resumed = kept === null ? {} : { resumeSecret: kept };
      const { snapshot, resumeSecret } = await client.request('authenticate', { token, ...resumed });
      return { isInside: snapshot.state === 'admitted', kept: resumeSecret, close: () => client.close() };
    } catch {
      await client.close();
      return null;
    }
  }

  async rooms(): Promise<string[]> {
    const rooms: string[] = [];
    for await (const { id } of this.#rest.iterateRooms()) rooms.push(id);
    return rooms;
  }

  async killOwner(room: string): Promise<number> {
    const owner = await this.#cluster.ownerOf(room);
    process.kill(owner.processes.node ?? 0, 'SIGKILL');
    return Date.now();
  }

  async close(): Promise<void> {
    this.#balancer.close();
    await this.#cluster.close();
  }
}
