/** A database of its own for a test, and the stores of several nodes in it. */
import type { Test } from 'tap';
import type { NodeIdentity } from '../../../../../server/src/cluster/ports.ts';
import { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import type { StoreOptions } from '../../../../../server/src/store/store.ts';
import { sharedCluster } from '../every-store.ts';
import { makeNode } from '../nodes.ts';

/** Long: leases end when a test says so. */
export const ttlMs = 600_000;

export async function nodesOf(t: Test) {
  const cluster = await sharedCluster();
  const connection = await cluster.createDatabase();
  const query = (sql: string) => cluster.query(connection.database, sql);
  /** Runs, and is closed at the end of the test. */
  const open = async (name: string, more: Partial<NodeIdentity> = {}, options: StoreOptions = {}) => {
    const store = await PostgresStore.open({
      ...{ connection, node: makeNode(name, more), nodeTtlMs: ttlMs, keepsOutbox: true },
      ...options,
    });
    t.teardown(() => store.close());
    await store.cluster.nodes.renew(ttlMs, 'running');
    return store;
  };
  /** As after the time of the lease without a renewal. */
  const endLease = (name: string) =>
    query(`UPDATE nodes SET lease_until = clock_timestamp() - interval '1 second' WHERE name = '${name}'`);
  const epochOf = async (id: string) => Number((await query(`SELECT epoch FROM rooms WHERE id = '${id}'`))[0]?.epoch);
  return { connection, query, open, endLease, epochOf };
}
