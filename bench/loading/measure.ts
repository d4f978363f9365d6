/**
 * Measures what a page loads, and how long it takes, from the token to the first picture through the served SDK: with an
 * empty cache and with a filled one, over the loopback and over an emulated line.
 *
 *     npm run bench:loading -- [--runs 7] [--json]
 */
import { parseArgs } from 'node:util';
import { describeHost } from '../machine/host.ts';
import { entries, type Loading, LoadingStage } from './load-session.ts';
import { bytesTable, type LoadingResult, timesTable } from './loading-table.ts';
import type { Line } from './traffic.ts';

const lines: Record<string, Line | null> = {
  loopback: null,
  '4 Mbit/s, 60 ms': { megabitsPerSecond: 4, latencyMs: 60 },
};

async function measure(runs: number, handleRun: (run: number) => void): Promise<LoadingResult[]> {
  const found = new Map<string, LoadingResult & { loadings: Loading[] }>();
  const stage = await LoadingStage.open();
  try {
    // Interleaved, so that other load on the machine affects all of them.
    for (let run = 0; run < runs; run += 1) {
      for (const [name, line] of Object.entries(lines)) {
        for (const entry of entries) {
          const loaded = await stage.load(entry, line);
          for (const cache of ['cold', 'warm'] as const) {
            const key = `${name} ${entry} ${cache}`;
            const result = found.get(key) ?? { entry, cache, line: name, loadings: [] };
            result.loadings.push(loaded[cache]);
            found.set(key, result);
          }
        }
      }
      handleRun(run);
    }
  } finally {
    await stage.close();
  }
  return [...found.values()];
}

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write('Usage: npm run bench:loading -- [--runs 7] [--json]\n');
  process.exit(2);
}
const host = describeHost();
const results = await measure(runs, (run) => void process.stderr.write(`run ${run + 1} of ${runs}\n`));
process.stdout.write(
  values.json
    ? `${JSON.stringify({ host, results })}\n`
    : `${host.cpu}, ${host.cores} cores; median (minimum–maximum) of ${runs} runs\n\n${timesTable(results)}\n\n${bytesTable(results)}\n`,
);
