/**
 * npm run bench: measures Hearthroom as docs/performance.md describes, and other servers in the same run. See --help.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyNoCapture } from './capture/packet-capture.ts';
import { whyNoSink } from './capture/packet-sink.ts';
import { collectResults } from './collect-results.ts';
import { readSdkBundleBytes } from './machine/bundle-size.ts';
import { describeHost } from './machine/host.ts';
import { type BenchOptions, help, readOptions } from './options.ts';
import { createPlan } from './plan.ts';
import { compareRuns } from './report/compare-runs.ts';
import { renderComparison } from './report/comparison.ts';
import { writeFigures } from './report/figure-tables.ts';
import { readResults } from './report/read-results.ts';
import { renderPicture } from './report/readme-picture.ts';
import { renderReport } from './report/report.ts';
import type { Results } from './report/results.ts';
import { renderSummary } from './report/summary.ts';
import { describeSteps, runSteps } from './run-steps.ts';
import { createNamespace, loopback, type Network } from './systems/network.ts';

const results = fileURLToPath(new URL('./results', import.meta.url));
const document = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

/** Only the loopback if nothing is compared, or if no namespace can be made. */
function chooseNetwork({ peers }: BenchOptions, skip: (line: string) => void): Network {
  if (peers.length === 0) return loopback();
  try {
    return createNamespace();
  } catch (error) {
    skip(`a network of the servers' own, they share the loopback: ${error instanceof Error ? error.message : error}`);
    return loopback();
  }
}

/** @returns null if only the plan was requested */
async function run(options: BenchOptions): Promise<Results | null> {
  const host = describeHost();
  const startedAt = new Date().toISOString();
  const skipped: string[] = [];
  const skip = (line: string) => {
    if (skipped.includes(line)) return;
    skipped.push(line);
    process.stderr.write(`left out: ${line}\n`);
  };
  const network = chooseNetwork(options, skip);
  const end = () => {
    network.close();
    process.exit(130);
  };
  process.once('SIGINT', end);
  try {
    const noCapture = whyNoCapture(network.interface);
    if (noCapture !== null) skip(`kernel timestamps: ${noCapture}`);
    const noSink = options.sink ? whyNoSink() : null;
    if (noSink !== null) skip(`--sink, clients read all packets: ${noSink}`);
    const sink = options.sink && noSink === null;
    const plan = await createPlan(options, { network, canCapture: noCapture === null, sink, skip });
    if (options.plan) {
      console.log(describeSteps(plan.steps));
      return null;
    }
    await runSteps(plan.steps);
    const canCapture = noCapture === null;
    const sdkBundleBytes = readSdkBundleBytes();
    return collectResults({ options, host, startedAt, network, canCapture, sink, plan, sdkBundleBytes, skipped });
  } finally {
    process.off('SIGINT', end);
    network.close();
  }
}

/** @returns the paths, relative to the working directory */
async function save(found: Results, directory: string): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const name = found.startedAt.slice(0, 16).replace(/[T:]/g, '-');
  const files: Record<string, string> = {
    [`${name}.json`]: JSON.stringify(found, null, 1),
    [`${name}.html`]: renderReport(found),
    [`${name}.svg`]: renderPicture(found),
  };
  const written = Object.entries(files).filter(([, content]) => content !== '');
  for (const [file, content] of written) await writeFile(join(directory, file), content);
  return written.map(([file]) => relative(process.cwd(), join(directory, file)));
}

async function measure(options: BenchOptions): Promise<void> {
  const found = await run(options);
  if (found === null) return;
  const files = options.out === null ? [] : await save(found, options.out);
  if (options.json) console.log(JSON.stringify(found));
  else console.log([renderSummary(found), ...files].join('\n'));
}

async function compare(files: { old: string; new: string }): Promise<void> {
  try {
    const [old, next] = [await readResults(files.old), await readResults(files.new)];
    console.log(renderComparison(compareRuns(old, next)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}

async function main(): Promise<void> {
  const reading = readOptions(process.argv.slice(2), results);
  if ('help' in reading) return console.log(reading.help);
  if ('compared' in reading) return await compare(reading.compared);
  if ('figuresOf' in reading) return await writeFigures(reading.figuresOf, document);
  if ('options' in reading) return await measure(reading.options);
  console.error(`${reading.problem}\n\n${help}`);
  process.exitCode = 2;
}

await main();
// werift leaves timers that would keep the process running for a while.
process.exit();
