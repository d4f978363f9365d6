import { rewritingEnvironment } from '../../support/faults/causes/rewriting-environment.ts';
import { TcpProxy } from '../../support/faults/causes/tcp-proxy.ts';
import { UdpProxy } from '../../support/faults/causes/udp-proxy.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const leaseSeconds = 5;

export const leaseOver: FaultRow = {
  row: 8,
  title: 'both cut beyond the seat lease',
  limit: 'one participantLeft; everything freed; coming back waits',
  async run(context) {
    const { clinic, watched } = await Clinic.openWatched(context);
    const tcp = await TcpProxy.start(clinic.url);
    const udp = new UdpProxy();
    context.afterwards(() => tcp.close());
    context.afterwards(() => udp.close());
    const environment = rewritingEnvironment((sdp) => udp.rewrite(sdp));
    const ways = { anna: { url: tcp.url, environment } };
    const group = await Group.gather(clinic, { clients: 2, settings: { seatLeaseSeconds: leaseSeconds }, ways });
    const [anna, ben] = group.clients;
    if (!anna || !ben) throw new Error('There are no clients');
    const left: string[] = [];
    for (const { session } of [group.host, ben]) session.on('participantDisconnected', ({ id }) => left.push(id));
    const full = (await watched.census()).held;
    const id = anna.id;
    const cutAt = performance.now();
    tcp.cut();
    udp.block();
    const leftMs = await timeUntil(() => left.length === 2, leaseSeconds * 1_000 + 15_000, cutAt);
    await sleep(1_000);
    const freed = full - (await watched.census()).held;
    tcp.restore();
    udp.unblock();
    const waits = await comesTrue(() => anna.session.state === 'waiting', 20_000);
    await sleep(1_000);
    const isUnheard = anna.hearing.firstAfter(performance.now() - 900, ben.id) === Number.POSITIVE_INFINITY;
    const verdict = new Verdict();
    verdict.check('one participantLeft for each of the others', left.length === 2 && left.every((one) => one === id));
    // Two transports, a track, the observer's part of it, and the four consumers to and from two others.
    verdict.check('transports, track and consumers are freed', freed >= 7);
    verdict.check('coming back waits', waits);
    verdict.check('and hears nobody', isUnheard);
    return verdict.outcome({
      injected: `TCP and UDP of one client of 3 cut until after the lease of ${leaseSeconds} s`,
      figure: `told to have left ${inSeconds(leftMs)} after the cut, ${left.length / 2} notice each; ${freed} things freed in the workers; back in the waiting room`,
    });
  },
};
