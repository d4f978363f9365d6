/** Several nodes over one real PostgreSQL, with one address in front of them, into which faults are injected. */
import pg from 'pg';
import { Balancer } from '../../../../server/src/commands/run-cluster/balancer.ts';
import { host, startNetworkCluster } from '../../server/store/postgres/network-cluster.ts';
import type { PostgresCluster } from '../../server/store/postgres/postgres-cluster.ts';
import type { Forwarding } from '../checker/history.ts';
import { Recording } from '../checker/recording/recording.ts';
import { Clinic } from '../clients/clinic.ts';
import { TestNetwork, whyNoNetwork } from '../network/test-network.ts';
import { type RowContext, RowSkipped } from '../rows/row.ts';
import { comesTrue } from '../wait.ts';
import { databaseHost, TestNode } from './test-node.ts';

const takenWithinMs = 30_000;

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
  /** Packets don't tell to which room they belong: which nodes forward is not checked. */
  hasSeveralRooms?: boolean;
  /** The database, on loopback at `host`; one server without standby servers by default. */
  startDatabase?: () => Promise<PostgresCluster>;
  /** What is between nodes and database, such as a pooler. @returns its address */
  startPooler?: () => Promise<string>;
  /** The fault loses decisions that were acknowledged: they are not checked. */
  losesDecisions?: boolean;
}

interface Parts extends Pick<TestCluster, 'postgres' | 'nodes' | 'clinic' | 'recording'> {
  network: TestNetwork | null;
  openPool: (postgres: PostgresCluster) => pg.Pool;
}

export class TestCluster {
  readonly nodes: readonly TestNode[];
  readonly clinic: Clinic;
  /** Checked when the row has ended. */
  readonly recording: Recording;
  readonly #network: TestNetwork | null;
  readonly #openPool: (postgres: PostgresCluster) => pg.Pool;
  #postgres: PostgresCluster;
  #pool: pg.Pool;

  static async start(
    context: RowContext,
    count: number,
    {
      env = {},
      hasNetwork = false,
      hasSeveralRooms = false,
      losesDecisions = false,
      ...options
    }: TestClusterOptions = {},
  ): Promise<TestCluster> {
    const network = hasNetwork ? await networkFor(context) : null;
    const at = (await network?.addHost(databaseHost)) ?? { address: host };
    const postgres = await (options.startDatabase?.() ?? startNetworkCluster(at));
    context.afterwards(() => postgres.remove());
    const { database } = await postgres.createDatabase();
    const databaseAddress = (await options.startPooler?.()) ?? `http://${at.address}:5432`;
    const recording = await Recording.start(context, { host: network?.address, losesDecisions });
    const record = recording.clients;
    const nodes: TestNode[] = [];
    for (let number = 1; number <= count; number += 1) {
      const settings = { ...recording.env, ...env };
      const node = await TestNode.start({
        ...{ name: `node-${number}`, databaseAddress, database },
        ...{ env: settings, network, record },
      });
      context.afterwards(() => node.remove());
      nodes.push(node);
    }
    const targets = nodes.map((node) => ({ host: node.host?.address ?? '127.0.0.1', port: node.port }));
    const balancer = await Balancer.listen(targets, { host: '127.0.0.1', port: 0 });
    context.afterwards(() => balancer.close());
    const clinic = Clinic.at(context, `http://127.0.0.1:${balancer.port}`, record);
    const openPool = (server: PostgresCluster) => poolFor(context, server, database);
    const cluster = new TestCluster({ postgres, nodes, clinic, recording, network, openPool });
    await recording.begin({
      query: (text, values) => cluster.query(text, values),
      nodes,
      ...(network && !hasSeveralRooms && { readForwarding: () => forwardingIn(network, nodes) }),
    });
    return cluster;
  }

  private constructor({ postgres, nodes, clinic, recording, network, openPool }: Parts) {
    [this.nodes, this.clinic, this.recording, this.#network] = [nodes, clinic, recording, network];
    [this.#openPool, this.#postgres, this.#pool] = [openPool, postgres, openPool(postgres)];
  }

  /** The server that this test asks. */
  get postgres(): PostgresCluster {
    return this.#postgres;
  }

  /** From now on this test asks another server. */
  ask(postgres: PostgresCluster): void {
    this.#postgres = postgres;
    this.#pool = this.#openPool(postgres);
  }

  /** From now on all nodes, on loopback, find the database at this address, as when it follows the primary server. */
  redirect(address: string): void {
    for (const { database } of this.nodes) database.redirect(address);
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
    const taken = await comesTrue(isTaken, takenWithinMs);
    if (!taken) throw new Error(`no other node has taken the room: ${this.nodes.map(stateOf).join(', ')}`);
    return await this.ownerOf(room);
  }
}

/** A pool: its connections end when the database is stopped. */
function poolFor(context: RowContext, postgres: PostgresCluster, database: string): pg.Pool {
  const pool = new pg.Pool({ host: postgres.folder, user: 'hearthroom', database, max: 1 });
  pool.on('error', () => {});
  context.afterwards(() => pool.end());
  return pool;
}

const stateOf = ({ name, hasEnded, output }: TestNode): string =>
  hasEnded ? `${name} has ended (${output.trimEnd().split('\n').at(-1)})` : `${name} runs`;

function networkFor(context: RowContext): Promise<TestNetwork> {
  const why = whyNoNetwork();
  if (why !== null) throw new RowSkipped(why);
  return TestNetwork.create(context);
}

/** When each node has sent media to clients, as of `performance.now()`. */
async function forwardingIn(network: TestNetwork, nodes: readonly TestNode[]): Promise<Forwarding[]> {
  const log = await network.packets();
  return nodes.flatMap(({ name }) =>
    log.forwardingOf(name).map(({ from, to }) => ({ node: name, fromMs: from, toMs: to })),
  );
}
