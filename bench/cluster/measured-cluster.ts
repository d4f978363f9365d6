/** Several real nodes, each a process of its own, over one PostgreSQL. */
import { CpuMeter } from '../machine/cpu-meter.ts';
import { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import { loopback } from '../systems/network.ts';
import { MeasuredDatabase, type StatementCounts } from './measured-database.ts';
import { parseMetrics, type Samples } from './node-metrics.ts';

/** What is read before and after a phase. */
export interface Reading {
  atMs: number;
  metrics: Samples[];
  statements: StatementCounts;
  meters: CpuMeter[];
}

export class MeasuredCluster {
  readonly database: MeasuredDatabase;
  readonly nodes: readonly HearthroomServer[];

  /** @param env settings of all nodes, in addition to those of every run */
  static async start(count: number, env: Record<string, string> = {}): Promise<MeasuredCluster> {
    const database = await MeasuredDatabase.start();
    const nodes: HearthroomServer[] = [];
    try {
      for (let number = 1; number <= count; number += 1) nodes.push(await startNode(number, database.url, env));
      return new MeasuredCluster(database, nodes);
    } catch (error) {
      await closeAll(database, nodes);
      throw error;
    }
  }

  private constructor(database: MeasuredDatabase, nodes: readonly HearthroomServer[]) {
    [this.database, this.nodes] = [database, nodes];
  }

  /** Counted round, as by a load balancer. */
  node(number: number): HearthroomServer {
    const node = this.nodes[number % this.nodes.length];
    if (!node) throw new Error('There is no node');
    return node;
  }

  /** The node that owns a room, as the database knows it. */
  async ownerOf(room: string): Promise<HearthroomServer> {
    const name = await this.database.ownerOf(room);
    const owner = this.nodes.find((_, index) => nodeName(index + 1) === name);
    if (!owner) throw new Error('No node owns the room');
    return owner;
  }

  metrics(): Promise<Samples[]> {
    return Promise.all(this.nodes.map(async ({ url }) => parseMetrics(await (await fetch(`${url}/metrics`)).text())));
  }

  async read(): Promise<Reading> {
    const metrics = await this.metrics();
    const statements = await this.database.statements();
    const meters = this.nodes.map(({ processes }) => new CpuMeter(processes));
    return { atMs: performance.now(), metrics, statements, meters };
  }

  close(): Promise<void> {
    return closeAll(this.database, this.nodes);
  }
}

const nodeName = (number: number): string => `node-${number}`;

/** @param number its name is `node-<number>` */
export function startNode(
  number: number,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<HearthroomServer> {
  return HearthroomServer.start(loopback(), {
    HEARTHROOM_DATABASE_URL: databaseUrl,
    HEARTHROOM_NODE_NAME: nodeName(number),
    HEARTHROOM_NODE_PORT: '0',
    HEARTHROOM_LOG_LEVEL: 'warn',
    // Nodes balance their load within a part of this limit: the default of a server.
    HEARTHROOM_ROOM_PEOPLE_PER_WORKER: '20',
    ...env,
  });
}

async function closeAll(database: MeasuredDatabase, nodes: readonly HearthroomServer[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.close()));
  await database.remove();
}
