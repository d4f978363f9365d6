/**
 * npm run test:preflight: runs a preflight in each of the arranged networks and compares what it finds with what was
 * arranged. With words after `--`, only in networks whose name contains them. Ends with 1 if one differs. Needs root,
 * `ip`, Chromium and coturn.
 */
import { isDeepStrictEqual } from 'node:util';
import { enterOwnNetwork, whyNoOwnNetwork } from '../support/browser/own-network.ts';
import { expectedOf, NetworkBench, networkOf } from '../support/preflight/network-bench.ts';
import { networks } from '../support/preflight/networks.ts';
import { whyNoCoturn } from '../support/turn/coturn.ts';

const missing = whyNoOwnNetwork() ?? whyNoCoturn();
if (missing !== null) throw new Error(missing);
enterOwnNetwork();

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const words = process.argv.slice(2).filter((word) => word !== '--');
const chosen = networks.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const bench = await NetworkBench.create();
let right = 0;
try {
  for (const network of chosen) {
    const report = await bench.run(network);
    const [found, expected] = [networkOf(report), expectedOf(network)];
    const isRight = isDeepStrictEqual(found, expected);
    if (isRight) right += 1;
    print(`${isRight ? 'right' : 'WRONG'}  ${network.name}: ${JSON.stringify(found)}`);
    const { server, line } = report;
    print(`       ${report.seconds} s, signaling ${server.roundTripMs} ms, ${JSON.stringify(line)}`);
    if (!isRight) print(`       expected ${JSON.stringify(expected)}\n       ${JSON.stringify(report)}`);
  }
} finally {
  await bench.close();
}
print(`${right} of ${chosen.length} right`);
process.exitCode = right === chosen.length ? 0 : 1;
