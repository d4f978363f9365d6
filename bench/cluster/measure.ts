/**
 * Measures several real nodes over one real PostgreSQL, without media: making rooms over REST, joining them, how evenly
 * the load is spread, and what idle rooms cost nodes and database.
 *
 *     npm run bench:cluster -- [--rooms 1000] [--nodes 3] [--joins 2000] [--idle-seconds 15] [--statements] [--json]
 */
import { parseArgs } from 'node:util';
import type { WireClient } from '../clients/wire-client.ts';
import { describeHost } from '../machine/host.ts';
import { MeasuredCluster } from './measured-cluster.ts';
import { join, makeRooms, measureIdle, readBalance } from './phases.ts';
import { type ClusterFigures, tablesOf } from './tables.ts';

interface Amounts {
  rooms: number;
  nodes: number;
  /** In all: the first of each room is its therapist. */
  joins: number;
  idleSeconds: number;
}

async function measure({ rooms: count, nodes, joins, idleSeconds }: Amounts): Promise<ClusterFigures> {
  const note = (text: string) => void process.stderr.write(`${text}\n`);
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

function readAmounts(texts: Record<'rooms' | 'nodes' | 'joins' | 'idle-seconds', string>): Amounts | null {
  const [rooms, nodes, joins, idleSeconds] = [texts.rooms, texts.nodes, texts.joins, texts['idle-seconds']].map(Number);
  const isCount = (value: number | undefined): value is number => Number.isInteger(value) && Number(value) > 0;
  if (!isCount(rooms) || !isCount(nodes) || !isCount(joins) || !isCount(idleSeconds)) return null;
  return { rooms, nodes, joins, idleSeconds };
}

const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: '1000' },
    nodes: { type: 'string', default: '3' },
    joins: { type: 'string', default: '2000' },
    'idle-seconds': { type: 'string', default: '15' },
    statements: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const amounts = readAmounts(values);
if (!amounts) {
  process.stderr.write('--rooms, --nodes, --joins and --idle-seconds take whole numbers from 1\n');
  process.exit(2);
}
const host = describeHost();
const figures = await measure(amounts);
const heading = `${host.cpu}, ${host.cores} cores, for nodes, database and clients together`;
process.stdout.write(
  values.json
    ? `${JSON.stringify({ host, ...amounts, ...figures })}\n`
    : `${heading}\n\n${tablesOf(amounts.rooms, figures, values.statements)}\n`,
);
