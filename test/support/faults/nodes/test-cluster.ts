/** Several nodes over one real PostgreSQL, with one address in front of them, into which faults are injected. */
import pg from 'pg';
import { Balancer } from '../../../../server/src/commands/run-cluster/balancer.ts';
import { host, startNetworkCluster } from '../../server/store/postgres/network-cluster.ts';
import type { PostgresCluster } from '../../server/store/postgres/postgres-cluster.ts';
import { Clinic } from '../clients/clinic.ts';
import { TestNetwork, whyNoNetwork } from '../network/test-network.ts';
import { type RowContext, RowSkipped } from '../rows/row.ts';
import { until } from '../wait.ts';
import { databaseHost, TestNode } from './test-node.ts';

/** What the database knows of a room. */
export interface StoredRoom {
  owner: string | null;
  epoch: number;
  revision: number;
  /** Name of the node that owns it. */
  node: string | null;
}

export interface TestClusterOptions {
  /** Settings of the nodes. */
  env?: Record<string, string>;
  /** Whether nodes and database are on hosts of their own. Where that is impossible, the row is skipped. */
  hasNetwork?: boolean;
}

export class TestCluster {
  readonly postgres: PostgresCluster;
  readonly nodes: readonly TestNode[];
  readonly clinic: Clinic;
  readonly #network: TestNetwork | null;
  readonly #pool: pg.Pool;

  static async start(
    context: RowContext,
    count: number,
    { env = {}, hasNetwork = false }: TestClusterOptions = {},
  ): Promise<TestCluster> {
    const network = hasNetwork ? await networkFor(context) : null;
    const at = (await network?.addHost(databaseHost)) ?? { address: host, command: undefined };
    const postgres = await startNetworkCluster(at);
    context.afterwards(() => postgres.remove());
    const { database } = await postgres.createDatabase();
    // A pool: its connections end when the database is stopped.
    const pool = new pg.Pool({ host: postgres.folder, user: 'hearthroom', database, max: 1 });
    pool.on('error', () => {});
    context.afterwards(() => pool.end());
    const nodes: TestNode[] = [];
    for (let number = 1; number <= count; number += 1) {
      const databaseAddress = `http://${at.address}:5432`;
      const node = await TestNode.start({ name: `node-${number}`, databaseAddress, database, env, network });
      context.afterwards(() => node.remove());
      nodes.push(node);
    }
    const targets = nodes.map((node) => ({ host: node.host?.address ?? '127.0.0.1', port: node.port }));
    const balancer = await Balancer.listen(targets, { host: '127.0.0.1', port: 0 });
    context.afterwards(() => balancer.close());
    const clinic = Clinic.at(context, `http://127.0.0.1:${balancer.port}`);
    return new TestCluster({ postgres, nodes, clinic }, network, pool);
  }

  private constructor(
    { postgres, nodes, clinic }: Pick<TestCluster, 'postgres' | 'nodes' | 'clinic'>,
    network: TestNetwork | null,
    pool: pg.Pool,
  ) {
    [this.postgres, this.nodes, this.clinic] = [postgres, nodes, clinic];
    [this.#network, this.#pool] = [network, pool];
  }

  /** Throws on loopback. Its hosts are the nodes by their names, `database` and `clients`. */
  get network(): TestNetwork {
    if (!this.#network) throw new Error('the nodes are on loopback');
    return this.#network;
  }

  /**
   * For how many milliseconds two nodes have forwarded media at the same time, with one room; null on loopback, where it
   * is not known.
   */
  async forwardedTwiceMs(): Promise<number | null> {
    const log = await this.#network?.packets();
    if (!log) return null;
    const names = this.nodes.map(({ name }) => name);
    const pairs = names.flatMap((name, index) => names.slice(index + 1).map((other) => [name, other] as const));
    return pairs.reduce((sum, [name, other]) => sum + log.overlapMs(name, other), 0);
  }

  async stored(room: string): Promise<StoredRoom> {
    const { rows } = await this.#pool.query(
      `SELECT owner, epoch::integer, revision::integer, (SELECT name FROM nodes WHERE incarnation = owner) AS node
        FROM rooms WHERE id = $1`,
      [room],
    );
    return rows[0];
  }

  async query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.#pool.query(text, values)).rows;
  }

  /** The node that owns the room, as the database knows it. */
  async ownerOf(room: string): Promise<TestNode> {
    const { node } = await this.stored(room);
    const owner = this.nodes.find(({ name }) => name === node);
    if (!owner) throw new Error('no node owns the room');
    return owner;
  }

  othersThan(node: TestNode): TestNode[] {
    return this.nodes.filter((one) => one !== node);
  }

  /** Waits until another node than this one owns the room. */
  async takenFrom(node: TestNode, room: string): Promise<TestNode> {
    const isTaken = async (): Promise<boolean> => {
      const { node: name } = await this.stored(room);
      return name !== null && name !== node.name;
    };
    await until(isTaken, 'another node owns the room');
    return await this.ownerOf(room);
  }
}

function networkFor(context: RowContext): Promise<TestNetwork> {
  const why = whyNoNetwork();
  if (why !== null) throw new RowSkipped(why);
  return TestNetwork.create(context);
}
