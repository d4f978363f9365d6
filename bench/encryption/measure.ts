/**
 * Measures what end-to-end encryption costs, in Chromium: sessions of four people with and without it, one after the
 * other. With --peers in the same runs also those of other systems, with the encryption of their own SDKs.
 *
 *     npm run bench:encryption -- [--runs 10] [--seconds 5] [--peers livekit] [--json]
 */
import { parseArgs } from 'node:util';
import { describeHost } from '../machine/host.ts';
import { type Compared, compareSystems } from './compare-systems.ts';
import type { EncryptingSystem } from './encrypting-system.ts';
import { figureTable, ratioTable } from './encryption-table.ts';
import { createHearthroomEncrypting } from './hearthroom-encrypting.ts';
import { findLiveKitEncrypting } from './livekit-encrypting.ts';

const note = (text: string) => void process.stderr.write(`${text}\n`);

async function measure(runs: number, seconds: number, withPeers: boolean): Promise<Compared> {
  const systems: EncryptingSystem[] = [await createHearthroomEncrypting()];
  const notFound: string[] = [];
  if (withPeers) {
    const livekit = await findLiveKitEncrypting(process.env);
    if ('missing' in livekit) notFound.push(livekit.missing);
    else systems.push(livekit);
  }
  for (const text of notFound) note(text);
  const compared = await compareSystems(systems, { runs, seconds, sending: withPeers ? 'same' : 'own', note });
  return { ...compared, missing: [...notFound, ...compared.missing] };
}

function report({ systems, figures, missing }: Compared, runs: number, heading: string): string {
  const ratios = ratioTable(systems, figures);
  const notes = systems.length > 1 ? systems.map(({ name, notes }) => `${name}: ${notes.join('; ')}.`) : [];
  const parts = [
    heading,
    figureTable(systems, figures),
    ratios && `Ratios of medians within one run: median (range) of ${runs} runs\n\n${ratios}`,
    ...notes,
    ...missing.map((text) => `Not measured: ${text}`),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '5' },
    peers: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [runs, seconds] = [Number(values.runs), Number(values.seconds)];
if (!Number.isInteger(runs) || runs < 1 || !(seconds > 0) || (values.peers ?? 'livekit') !== 'livekit') {
  note('Usage: npm run bench:encryption -- [--runs 10] [--seconds 5] [--peers livekit] [--json]');
  process.exit(2);
}
const host = describeHost();
const compared = await measure(runs, seconds, values.peers !== undefined);
const named = compared.systems.map(({ name, version }) => `${name} ${version}`).join(', ');
const heading = `${host.cpu}, ${host.cores} cores for servers and browser together; load average ${host.loadAtStart[0]} at the start; ${named}; milliseconds if not said otherwise`;
process.stdout.write(
  values.json
    ? `${JSON.stringify({
        host,
        systems: compared.systems.map(({ name, version, encryptions, notes }) => ({
          name,
          version,
          encryptions,
          notes,
        })),
        figures: compared.figures,
        missing: compared.missing,
      })}\n`
    : report(compared, runs, heading),
);
