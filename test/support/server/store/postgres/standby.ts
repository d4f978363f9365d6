/** A primary server of PostgreSQL with a streaming standby server, for tests of a failover. */
import { standbyHost, startNetworkCluster, startNetworkStandby } from './network-cluster.ts';
import type { PostgresCluster } from './postgres-cluster.ts';

export const standbyName = 'standby_a';

export interface PrimaryAndStandby {
  primary: PostgresCluster;
  standby: PostgresCluster;
}

interface StandbyChoice {
  isSynchronous: boolean;
  /** Lines of postgresql.conf of both. */
  settings?: readonly string[];
}

/** Removed afterwards. */
export async function startPrimaryAndStandby(
  context: { afterwards(cleanUp: () => unknown): void },
  { isSynchronous, settings = [] }: StandbyChoice,
): Promise<PrimaryAndStandby> {
  const primary = await startNetworkCluster({ settings });
  context.afterwards(() => primary.remove());
  const standby = await startNetworkStandby(primary, standbyName, settings);
  context.afterwards(() => standby.remove());
  if (isSynchronous) await primary.set('synchronous_standby_names', standbyName);
  return { primary, standby };
}

/** Where nodes find the standby server. */
export const standbyAddress = `http://${standbyHost}:5432`;
