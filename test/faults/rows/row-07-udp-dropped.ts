import { rewritingEnvironment } from '../../support/faults/causes/rewriting-environment.ts';
import { UdpProxy } from '../../support/faults/causes/udp-proxy.ts';
import { ChromiumPair } from '../../support/faults/clients/chromium-pair.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep } from '../../support/faults/wait.ts';

const droppedMs = 8_000;
type Way = 'the same path' | 'another path';
/**
 * With a different path, the server sends to the new address once the client has nominated it (RFC 8445, 8.1.1).
 * Browsers do so with their next check of a working path, up to 2.5 s later. The table's limit is for the same path.
 */
const returnLimitsMs: Record<Way, number> = { 'the same path': 3_000, 'another path': 5_000 };

interface Return {
  /** Time after the path was restored. */
  backMs: number;
  /** ICE restarts, for one transport. */
  restarts: number;
}

export const udpDropped: FaultRow = {
  row: 7,
  title: 'UDP dropped for 8 s',
  limit: 'ICE restart; media within 3 s of its return (over another path: 5 s)',
  async run(context) {
    const verdict = new Verdict();
    const same = await drop(context, verdict, 'the same path');
    const other = await drop(context, verdict, 'another path');
    const browser = await dropInChromium(context, verdict);
    return verdict.outcome({
      injected:
        'all UDP of one client of 4 dropped for 8 s; once with the same path coming back, once with another source port as after a change of networks; both again for one of a pair in Chromium',
      figure: `media back ${inSeconds(same.backMs)} after the same path came back (${same.restarts} ICE restarts), ${inSeconds(other.backMs)} with another one (${other.restarts}), in Chromium ${browser.map(({ backMs, restarts }) => `${inSeconds(backMs)} (${restarts})`).join(' and ')}`,
    });
  },
};

/** @returns how long after the path was restored everybody heard everybody */
async function drop(context: RowContext, verdict: Verdict, how: 'the same path' | 'another path'): Promise<Return> {
  const clinic = await Clinic.open(context);
  const proxy = new UdpProxy();
  context.afterwards(() => proxy.close());
  const fragments = new Set<string>();
  const environment = rewritingEnvironment((sdp) => {
    for (const [, fragment = ''] of sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)) fragments.add(fragment);
    return proxy.rewrite(sdp);
  });
  const group = await Group.gather(clinic, { ways: { anna: { environment } } });
  const picture = group.picture();
  const fragmentsBefore = fragments.size;
  proxy.block();
  await sleep(droppedMs);
  if (how === 'another path') proxy.rebind();
  const returnedAt = performance.now();
  proxy.unblock();
  await comesTrue(() => Number.isFinite(group.heardAllAt(returnedAt)), 40_000);
  const backMs = group.heardAllAt(returnedAt) - returnedAt;
  context.note(`${how}: back after ${inSeconds(backMs)}`);
  verdict.within(`${how}: media back in time`, backMs, returnLimitsMs[how]);
  verdict.check(`${how}: media came back`, Number.isFinite(backMs));
  const changes = await group.changesSince(picture);
  verdict.check(`${how}: seats as before`, changes === '', changes);
  return { backMs, restarts: fragments.size - fragmentsBefore };
}

/** The tracks must continue: no new transports, no track removed and added again. */
async function dropInChromium(context: RowContext, verdict: Verdict): Promise<Return[]> {
  const proxy = new UdpProxy();
  context.afterwards(() => proxy.close());
  const pair = await ChromiumPair.gather(context, proxy);
  const tracksBefore = await pair.trackIds();
  const returns: Return[] = [];
  for (const how of ['the same path', 'another path'] as const) {
    const fragmentsBefore = pair.fragments.size;
    proxy.block();
    await sleep(droppedMs);
    if (how === 'another path') proxy.rebind();
    const returnedAt = performance.now();
    proxy.unblock();
    const backMs = (await pair.flowsAgainAt(40_000)) - returnedAt;
    const restarts = pair.fragments.size - fragmentsBefore;
    context.note(`in Chromium, ${how}: back after ${inSeconds(backMs)}, ${restarts} ICE restarts`);
    verdict.within(`in Chromium, ${how}: media back in time`, backMs, returnLimitsMs[how]);
    verdict.check(`in Chromium, ${how}: media came back`, Number.isFinite(backMs));
    verdict.check(`in Chromium, ${how}: ICE was restarted`, restarts > 0);
    verdict.check(`in Chromium, ${how}: the same tracks went on`, (await pair.trackIds()) === tracksBefore);
    returns.push({ backMs, restarts });
  }
  return returns;
}
