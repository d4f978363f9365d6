import { Clinic } from '../support/faults/clinic.ts';
import { inSeconds } from '../support/faults/figures.ts';
import { Group } from '../support/faults/group.ts';
import { rewritingEnvironment } from '../support/faults/rewriting-environment.ts';
import { type FaultRow, type RowContext, Verdict } from '../support/faults/row.ts';
import { UdpProxy } from '../support/faults/udp-proxy.ts';
import { comesTrue, sleep } from '../support/faults/wait.ts';

const droppedMs = 8_000;
const returnLimitMs = 3_000;

export const udpDropped: FaultRow = {
  row: 7,
  title: 'UDP dropped for 8 s',
  limit: 'ICE restart; media within 3 s of its return',
  async run(context) {
    const verdict = new Verdict();
    const same = await drop(context, verdict, 'the same path');
    const other = await drop(context, verdict, 'another path');
    return verdict.outcome({
      injected:
        'all UDP of one client of 4 dropped for 8 s; once with the same path coming back, once with another source port as after a change of networks',
      figure: `media back ${inSeconds(same.backMs)} after the same path came back (${same.restarts} ICE restarts), ${inSeconds(other.backMs)} with another one (${other.restarts})`,
    });
  },
};

/** @returns how long after the path came back everybody heard everybody */
async function drop(
  context: RowContext,
  verdict: Verdict,
  how: 'the same path' | 'another path',
): Promise<{ backMs: number; restarts: number }> {
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
  verdict.within(`${how}: media back in time`, backMs, returnLimitMs);
  verdict.check(`${how}: media came back`, Number.isFinite(backMs));
  verdict.check(`${how}: seats as before`, group.picture() === picture);
  return { backMs, restarts: fragments.size - fragmentsBefore };
}
