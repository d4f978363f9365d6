/** Judges by the packets of a TestNetwork which nodes have forwarded media, in a cluster with one room. */
import { forwardingOverlapMs } from '../checker/limits.ts';
import type { Verdict } from '../rows/row.ts';
import { inSeconds } from '../rows/row-figures.ts';
import type { TestCluster } from './test-cluster.ts';

/** Two nodes may forward for one room for a second. @returns the end of the row's figure; empty on loopback */
export async function judgeForwarding(verdict: Verdict, cluster: TestCluster): Promise<string> {
  const twiceMs = await cluster.forwardedTwiceMs();
  if (twiceMs === null) return '';
  verdict.within('two nodes forward for at most a second', twiceMs, forwardingOverlapMs);
  return `; two nodes forwarded for ${inSeconds(twiceMs)}`;
}

/** How long after that time the node has sent media to clients, also if it was lost on the way; 0: not at all. */
export async function forwardedForMs(cluster: TestCluster, node: string, since: number): Promise<number> {
  const last = (await cluster.network.packets()).forwardingOf(node).at(-1);
  return Math.max(0, (last?.to ?? since) - since);
}
