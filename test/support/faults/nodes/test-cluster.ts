/** Several nodes over one real PostgreSQL, with one address in front of them, into which faults are injected. */
import pg from 'pg';
import { Balancer } from '../../../../server/src/commands/run-cluster/balancer.ts';
import { host, startNetworkCluster } from '../../server/store/postgres/network-cluster.ts';
import type { PostgresCluster } from '../../server/store/postgres/postgres-cluster.ts';
import { Clinic } from '../clients/clinic.ts';
import type { RowContext } from '../rows/row.ts';
import { until } from '../wait.ts';
import { TestNode } from './test-node.ts';

/** What the database knows of a room. */
export interface StoredRoom {
  owner: string | null;
  epoch: number;
  revision: number;
  /** Name of the node that owns it. */
  node: string | null;
}

export class TestCluster {
  readonly postgres: PostgresCluster;
  readonly nodes: readonly TestNode[];
  readonly clinic: Clinic;
  readonly #pool: pg.Pool;

  static async start(context: RowContext, count: number, env: Record<string, string> = {}): Promise<TestCluster> {
    const postgres = await startNetworkCluster();
    context.afterwards(() => postgres.remove());
    const { database } = await postgres.createDatabase();
    // A pool: its connections end when the database is stopped.
    const pool = new pg.Pool({ host: postgres.folder, user: 'hearthroom', database, max: 1 });
    pool.on('error', () => {});
    context.afterwards(() => pool.end());
    const nodes: TestNode[] = [];
    for (let number = 1; number <= count; number += 1) {
      const address = `http://${host}:5432`;
      const node = await TestNode.start({ name: `node-${number}`, databaseAddress: address, database, env });
      context.afterwards(() => node.remove());
      nodes.push(node);
    }
    const ports = nodes.map(({ port }) => port);
    const balancer = await Balancer.listen(ports, { host: '127.0.0.1', port: 0 });
    context.afterwards(() => balancer.close());
    const clinic = Clinic.at(context, `http://127.0.0.1:${balancer.port}`);
    return new TestCluster(postgres, nodes, clinic, pool);
  }

  private constructor(postgres: PostgresCluster, nodes: readonly TestNode[], clinic: Clinic, pool: pg.Pool) {
    [this.postgres, this.nodes, this.clinic, this.#pool] = [postgres, nodes, clinic, pool];
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
