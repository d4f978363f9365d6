/**
 * Measures several real nodes over one real PostgreSQL, without media: making rooms over REST, joining them, how evenly
 * the load is spread, what idle rooms cost nodes and database, and how long an admission takes. With --peers it
 * measures instead what people notice when a node is killed, beside other systems.
 *
 *     npm run bench:cluster -- [--rooms 1000] [--nodes 3] [--joins 2000] [--idle-seconds 15] [--admissions 400]
 *       [--statements] [--json]
 *     npm run bench:cluster -- --peers livekit [--runs 5] [--json]
 */
import { parseArgs } from 'node:util';
import type { WireClient } from '../clients/wire-client.ts';
import { describeHost } from '../machine/host.ts';
import { measureAdmits } from './admissions.ts';
import { MeasuredCluster } from './measured-cluster.ts';
import { reportPeers } from './peers/report-peers.ts';
import { join, makeRooms, measureIdle, readBalance } from './phases.ts';
import { type ClusterFigures, tablesOf } from './tables.ts';

interface Amounts {
  rooms: number;
  nodes: number;
  /** In all: the first of each room is its therapist. */
  joins: number;
  idleSeconds: number;
  /** With each store. */
  admissions: number;
}

const note = (text: string) => void process.stderr.write(`${text}\n`);

async function measure(amounts: Amounts): Promise<ClusterFigures> {
  note('admissions');
  const admits = await measureAdmits(amounts.admissions);
  return { ...(await measureLoad(amounts)), admits };
}

async function measureLoad({
  rooms: count,
  nodes,
  joins,
  idleSeconds,
}: Amounts): Promise<Omit<ClusterFigures, 'admits'>> {
  const cluster = await MeasuredCluster.start(nodes);
  const clients: WireClient[] = [];
  try {
    note(`idle, no rooms`);
    const empty = await measureIdle(cluster, idleSeconds);
    note(`${count} rooms`);
    const { rooms, phase: made } = await makeRooms(cluster, count);
    note('idle, nobody in the rooms');
    const unoccupied = await measureIdle(cluster, idleSeconds);
    note(`${joins} joins`);
    const [firsts, others] = [Math.min(joins, count), Math.max(joins - count, 0)];
    const first = await join(cluster, rooms, { count: firsts, role: 'therapist', round: 0 }, clients);
    const further =
      others > 0 ? await join(cluster, rooms, { count: others, role: 'client', round: 1 }, clients) : null;
    note('idle, people in the rooms');
    const occupied = await measureIdle(cluster, idleSeconds);
    const balance = await readBalance(cluster);
    const countsStatements = cluster.database.countsStatements;
    return { made, first, further, idle: { empty, unoccupied, occupied }, balance, countsStatements };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await cluster.close();
  }
}

const isCount = (value: number): boolean => Number.isInteger(value) && value > 0;

const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: '1000' },
    nodes: { type: 'string', default: '3' },
    joins: { type: 'string', default: '2000' },
    'idle-seconds': { type: 'string', default: '15' },
    admissions: { type: 'string', default: '400' },
    peers: { type: 'string' },
    runs: { type: 'string', default: '5' },
    statements: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const amounts: Amounts = {
  rooms: Number(values.rooms),
  nodes: Number(values.nodes),
  joins: Number(values.joins),
  idleSeconds: Number(values['idle-seconds']),
  admissions: Number(values.admissions),
};
const runs = Number(values.runs);
if (![...Object.values(amounts), runs].every(isCount) || (values.peers ?? 'livekit') !== 'livekit') {
  process.stderr.write(
    '--rooms, --nodes, --joins, --idle-seconds, --admissions and --runs take whole numbers from 1; --peers takes livekit\n',
  );
  process.exit(2);
}
const host = describeHost();
if (values.peers === undefined) {
  const figures = await measure(amounts);
  const heading = `${host.cpu}, ${host.cores} cores, for nodes, database and clients together`;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ host, ...amounts, ...figures })}\n`
      : `${heading}\n\n${tablesOf(amounts.rooms, figures, values.statements)}\n`,
  );
} else {
  process.stdout.write(await reportPeers({ host, runs, json: values.json, note }));
}
