/** A real PostgreSQL whose statements are counted. */
import { PostgresCluster } from '../../test/support/server/store/postgres/postgres-cluster.ts';

/** Calls by text of the statement, with parameters replaced. */
export type StatementCounts = ReadonlyMap<string, number>;

export class MeasuredDatabase {
  /** What nodes connect to. */
  readonly url: string;
  readonly #cluster: PostgresCluster;
  readonly #database: string;
  /** Whether pg_stat_statements is installed. */
  readonly countsStatements: boolean;

  static async start(): Promise<MeasuredDatabase> {
    const cluster = await PostgresCluster.start();
    try {
      const extensions = await cluster.query(
        'postgres',
        `SELECT 1 FROM pg_available_extensions WHERE name = 'pg_stat_statements'`,
      );
      if (extensions.length > 0) {
        await cluster.query('postgres', `ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
        await cluster.stop();
        await cluster.restart();
        await cluster.query('postgres', 'CREATE EXTENSION pg_stat_statements');
      }
      const { database } = await cluster.createDatabase();
      return new MeasuredDatabase(cluster, database, extensions.length > 0);
    } catch (error) {
      await cluster.remove();
      throw error;
    }
  }

  private constructor(cluster: PostgresCluster, database: string, countsStatements: boolean) {
    [this.#cluster, this.#database, this.countsStatements] = [cluster, database, countsStatements];
    this.url = `postgres://hearthroom@/${database}?host=${cluster.folder}`;
  }

  /** All since the start, BEGIN and COMMIT as well. Empty without pg_stat_statements. */
  async statements(): Promise<StatementCounts> {
    if (!this.countsStatements) return new Map();
    const rows = await this.#cluster.query(
      'postgres',
      `SELECT query, sum(calls)::float8 AS calls FROM pg_stat_statements(true)
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = '${this.#database}') GROUP BY query`,
    );
    return new Map(rows.map(({ query, calls }) => [String(query).replaceAll(/\s+/g, ' '), Number(calls)]));
  }

  /** @returns the name of the node that owns the room, if one does */
  async ownerOf(room: string): Promise<string | null> {
    const rows = await this.#cluster.query(
      this.#database,
      `SELECT nodes.name FROM rooms JOIN nodes ON incarnation = owner WHERE rooms.id = '${room}'`,
    );
    return rows[0] === undefined ? null : String(rows[0].name);
  }

  remove(): Promise<void> {
    return this.#cluster.remove();
  }
}

/** Calls between two readings, the most frequent first. */
export function callsBetween(before: StatementCounts, after: StatementCounts): [string, number][] {
  return [...after]
    .map(([text, calls]): [string, number] => [text, calls - (before.get(text) ?? 0)])
    .filter(([, calls]) => calls > 0)
    .sort(([, one], [, other]) => other - one);
}
