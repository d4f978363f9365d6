/** docs/preflight.md says of each code what it means, and the limits that decide. */
import t from 'tap';
import { levels } from '../../../sdk/src/preflight/devices/test-microphone.ts';
import { lineLimits } from '../../../sdk/src/preflight/network/judge-line.ts';
import { preflightCodes } from '../../../sdk/src/preflight/preflight-codes.ts';
import { readDocument } from '../../support/docs/markdown.ts';

const text = readDocument('docs/preflight.md');
const rows = [...text.matchAll(/^\| `([\w-]+)` \| (good|poor|bad) \| (.+) \|$/gm)];

t.test('the table has every code with its verdict, in the order of the code', async (t) => {
  t.strictSame(
    rows.map(([, code, verdict]) => [code, verdict]),
    Object.entries(preflightCodes),
  );
});

t.test('the table has the limits that decide', async (t) => {
  const meaning = (code: string) => rows.find(([, name]) => name === code)?.[3] ?? '';
  const [loss, heavyLoss] = lineLimits.lossShare;
  const [delay, heavyDelay] = lineLimits.roundTripMs;
  const [low, veryLow] = lineLimits.kbps;
  t.match(meaning('line-loss'), `${loss * 100}%`);
  t.match(meaning('line-loss-heavy'), `${heavyLoss * 100}%`);
  t.match(meaning('line-delay'), `${delay} ms`);
  t.match(meaning('line-delay-heavy'), `${heavyDelay} ms`);
  t.match(meaning('line-jitter'), `${lineLimits.jitterMs[0]} ms`);
  t.match(meaning('line-bandwidth-low'), `${low} kbit/s`);
  t.match(meaning('line-bandwidth-very-low'), `${veryLow} kbit/s`);
  t.match(meaning('microphone-silent'), `−${-levels.silence} dBFS`);
  t.match(meaning('microphone-quiet'), `−${-levels.voice} dBFS`);
});
