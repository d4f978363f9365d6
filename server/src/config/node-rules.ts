/** Rules about the settings of a node: a server that shares a PostgreSQL database with other nodes. */
import { type HostAndPort, isLabel, isUnspecified } from './parse.ts';

export interface NodeValues {
  databaseUrl: string | null;
  host: string;
  port: number;
  nodeName: string;
  nodeHost: string | null;
  nodePort: number;
  nodeAddress: HostAndPort | null;
}

/** Settings that only a node has. */
const ofNodes = [
  'DATABASE_ASYNC_STANDBY',
  'DATABASE_LOSS',
  'NODE_NAME',
  'REGION',
  'NODE_HOST',
  'NODE_PORT',
  'NODE_ADDRESS',
];
/** Settings of the SQLite store. */
const ofEmbeddedStore = ['BACKUP_DIR', 'BACKUPS_KEPT'];

/** @param isSet whether the environment names this variable */
export function findNodeProblems(values: NodeValues, isSet: (name: string) => boolean): string[] {
  const set = (names: readonly string[]) => names.map((name) => `HEARTHROOM_${name}`).filter(isSet);
  if (values.databaseUrl === null)
    return set(ofNodes).map(
      (name) => `${name} has no effect without HEARTHROOM_DATABASE_URL; set that too, or remove ${name}.`,
    );
  const problems = set(ofEmbeddedStore).map(
    (name) =>
      `${name} has no effect with HEARTHROOM_DATABASE_URL; remove it, and back up the database with its own programs (docs/cluster.md).`,
  );
  const nodeHost = values.nodeHost ?? values.host;
  if (isUnspecified(nodeHost) && values.nodeAddress === null)
    problems.push(
      `HEARTHROOM_NODE_ADDRESS is missing; this node listens for others on every address (${nodeHost}), so set the one at which they reach it, or set HEARTHROOM_NODE_HOST to that address.`,
    );
  const isSameHost = nodeHost === values.host || isUnspecified(nodeHost) || isUnspecified(values.host);
  if (isSameHost && values.nodePort !== 0 && values.nodePort === values.port)
    problems.push(
      `HEARTHROOM_NODE_PORT is ${values.nodePort}, as HEARTHROOM_PORT is; set another port for connections between nodes.`,
    );
  if (!isLabel(values.nodeName))
    problems.push(
      'HEARTHROOM_NODE_NAME is missing, and the name of this machine is not one of 1 to 64 letters, digits or any of . _ -; set such a name.',
    );
  return problems;
}
