/**
 * Measures what end-to-end encryption costs, in Chromium: sessions of four people with and without it, one after the
 * other.
 *
 *     npm run bench:encryption -- [--runs 10] [--seconds 5]
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchChromium } from '../../test/support/browser/browsers.ts';
import { bundle, startPageServer } from '../../test/support/browser/page-server.ts';
import { describeHost } from '../machine/host.ts';
import { Times } from '../statistics/times.ts';
import { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import { loopback } from '../systems/network.ts';
import { holdSession } from './encrypted-session.ts';

/** Timed in one page; as many as a camera makes in two minutes. */
const frames = 2_000;

async function measure(runs: number, seconds: number): Promise<Times> {
  const times = new Times();
  const pages = await startPageServer({
    '/': '<!doctype html><html lang="en"><title>Bench</title><script type="module" src="/page.js"></script>',
    '/page.js': await bundle({ file: fileURLToPath(new URL('./encryption-page.ts', import.meta.url)) }),
  });
  const server = await HearthroomServer.start(loopback(), { HEARTHROOM_ALLOWED_ORIGINS: pages.url });
  const browser = await launchChromium();
  try {
    const stage = { browser, pageUrl: pages.url, server, times, seconds };
    for (let run = 0; run < runs; run += 1) {
      // Interleaved, so that other load on the machine affects both.
      for (const encryption of ['off', 'required'] as const) await holdSession(stage, encryption);
      process.stderr.write(`run ${run + 1} of ${runs}\n`);
    }
    const page = await browser.newPage();
    await page.goto(pages.url);
    await page.waitForFunction(() => 'encryptionPage' in globalThis);
    const { encryptMs, decryptMs } = await page.evaluate((count) => encryptionPage.timeFrames(count), frames);
    for (const ms of encryptMs) times.add('encrypt a frame', ms);
    for (const ms of decryptMs) times.add('decrypt a frame', ms);
  } finally {
    await browser.close();
    await server.close();
    pages.close();
  }
  return times;
}

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10' }, seconds: { type: 'string', default: '5' } },
});
const [runs, seconds] = [Number(values.runs), Number(values.seconds)];
if (!Number.isInteger(runs) || runs < 1 || !(seconds > 0)) {
  process.stderr.write('Usage: npm run bench:encryption -- [--runs 10] [--seconds 5]\n');
  process.exit(2);
}
const { cpu, cores } = describeHost();
const times = await measure(runs, seconds);
const rows = Object.entries(times.summarize()).flatMap(([what, summary]) => {
  if (!summary) return [];
  const { p50, p95, min, max, count } = summary;
  const digits = max < 20 ? 1 : 0;
  return `| ${[what, ...[p50, p95, min, max].map((value) => value.toFixed(digits)), count].join(' | ')} |`;
});
process.stdout.write(
  `${cpu}, ${cores} cores; milliseconds if not said otherwise\n\n| | p50 | p95 | min | max | times |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`,
);
