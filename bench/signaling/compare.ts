/**
 * Measures how long requests take at the server, of one checkout or several: each round starts a server of each
 * checkout, one after the other, so that other load on the machine affects all of them.
 *
 *     npm run bench:signaling -- [--tree name=directory]… [--rounds 3] [--short] [--json]
 *
 * Without --tree, this checkout is measured. The first one is the reference for the others.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { medianOf, spreadOf } from '../statistics/percentiles.ts';
import { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import { loopback } from '../systems/network.ts';
import { type Amounts, type Figures, measureAdmissions, measureIdle, measureJoins } from './measures.ts';

const full: Amounts = { admissions: 400, crowd: 40, rounds: 10, rooms: 50, idleRooms: 200, idleSeconds: 20 };
const short: Amounts = { admissions: 5, crowd: 3, rounds: 1, rooms: 3, idleRooms: 3, idleSeconds: 1 };
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Tree {
  name: string;
  directory: string;
}

function readTree(text: string): Tree {
  const [name = '', directory = name] = text.split('=');
  return { name, directory: resolve(directory) };
}

async function measure({ directory }: Tree, amounts: Amounts): Promise<Figures> {
  const start = () => HearthroomServer.start(loopback(), { HEARTHROOM_LOG_LEVEL: 'warn' }, directory);
  const found: Figures = {};
  // Idle costs are measured on a server that has done nothing else.
  for (const steps of [[measureAdmissions, measureJoins], [measureIdle]]) {
    const server = await start();
    try {
      for (const step of steps) Object.assign(found, await step(server, amounts));
    } finally {
      await server.close();
    }
  }
  return found;
}

/**
 * One line per figure: the median of every tree with minimum and maximum, and its ratio to the first tree in the same
 * round.
 */
function report(trees: readonly Tree[], rounds: readonly Figures[][]): string {
  const names = Object.keys(rounds[0]?.[0] ?? {});
  return names
    .map((name) => {
      const columns = trees.map((tree, index) => {
        const values = rounds.map((round) => round[index]?.[name] ?? Number.NaN);
        const ratios = rounds.map((round) => (round[index]?.[name] ?? Number.NaN) / (round[0]?.[name] ?? Number.NaN));
        return `${tree.name} ${describe(values, 2)}${index === 0 ? '' : `, ratio ${describe(ratios, 3)}`}`;
      });
      return `${name}: ${columns.join('; ')}`;
    })
    .join('\n');
}

function describe(values: readonly number[], digits: number): string {
  const spread = spreadOf(values);
  return `${medianOf(values)?.toFixed(digits)} (${spread?.min.toFixed(digits)}–${spread?.max.toFixed(digits)})`;
}

const { values } = parseArgs({
  options: {
    tree: { type: 'string', multiple: true, default: [`this=${root}`] },
    rounds: { type: 'string', default: '3' },
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const trees = values.tree.map(readTree);
const rounds: Figures[][] = [];
for (let round = 0; round < Number(values.rounds); round += 1) {
  const figures: Figures[] = [];
  // The order is reversed every other round, so that none always runs second.
  const order = [...trees.keys()];
  for (const index of round % 2 === 0 ? order : order.reverse()) {
    const tree = trees[index];
    if (tree) figures[index] = await measure(tree, values.short ? short : full);
  }
  rounds.push(figures);
  if (!values.json) process.stderr.write(`round ${round + 1} of ${values.rounds}\n${report(trees, [figures])}\n`);
}
process.stdout.write(values.json ? `${JSON.stringify({ trees, rounds })}\n` : `${report(trees, rounds)}\n`);
