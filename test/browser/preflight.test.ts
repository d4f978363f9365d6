/** The preflight in a browser: in some of the arranged networks (all: npm run test:preflight), and as people see it. */
import t from 'tap';
import { enterOwnNetwork, whyNoOwnNetwork } from '../support/browser/own-network.ts';
import { expectedOf, NetworkBench, networkOf } from '../support/preflight/network-bench.ts';
import { inSuite, networks } from '../support/preflight/networks.ts';
import { whyNoCoturn } from '../support/turn/coturn.ts';

const missing = whyNoOwnNetwork() ?? whyNoCoturn();
if (missing === null) enterOwnNetwork();
const skip = missing ?? false;
const bench = missing === null ? await NetworkBench.create() : null;
t.teardown(() => bench?.close());

for (const network of networks.filter(({ name }) => inSuite.includes(name))) {
  t.test(`it finds out what is wrong in a network: ${network.name}`, { skip }, async (t) => {
    const report = await bench?.run(network);
    t.same(report && networkOf(report), expectedOf(network));
    t.match(report, { camera: { codes: [] }, microphone: { codes: [] }, speaker: { codes: [] } });
    t.notMatch(JSON.stringify(report), /\d+\.\d+\.\d+\.\d+|anna|fake/i, 'no address, name or label');
  });
}
