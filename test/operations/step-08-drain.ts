import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import { comesTrue } from '../support/faults/wait.ts';
import type { Day } from '../support/operations/day.ts';
import { countDeliveries } from '../support/operations/deliveries.ts';

const limitMs = 30_000;
const exitLimitMs = 15_000;

export const drain = (day: Day): FaultRow => ({
  row: 8,
  title: 'drain, with the session ending first',
  limit:
    'new rooms are refused, the session goes on to its end, then the server exits with 0; no webhook is lost (delivered, or in the store for the next start)',
  async run() {
    const verdict = new Verdict();
    const { deployment, pair, room } = day.running;
    const noticed = await day.unnoticed(verdict, async () => {
      const { status } = await deployment.api('POST', '/v1/drain');
      verdict.check(`the drain begins (${status})`, status === 202);
      const refused = await deployment.api('POST', '/v1/rooms', { body: {} });
      verdict.check('new rooms are refused', refused.status === 503 && refused.body.code === 'server-draining');
      verdict.check('/readyz says not ready', (await deployment.readiness()) === 503);
    });
    await day.exportAudit('evening');
    const endedAt = performance.now();
    await pair.host.session.endRoom();
    const areClosed = () => pair.members.every(({ session }) => session.state === 'closed');
    verdict.check('the session ends for both', await comesTrue(areClosed, limitMs));
    const code = await deployment.exit();
    const exitMs = performance.now() - endedAt;
    verdict.check(`the server exits with 0 (${code})`, code === 0);
    verdict.within('soon after the session', exitMs, exitLimitMs);
    const delivered = deployment.receiver.received.map(({ event }) => event);
    // A receiver that is slow when the server ends gets the last events after the next start.
    const waiting = deployment.undelivered(room).filter(({ id }) => !delivered.some((event) => event.id === id));
    const events = [...delivered, ...waiting];
    const { events: count, lost, disordered, repeated } = countDeliveries(events, room);
    const last = events.findLast(({ roomId }) => roomId === room)?.type;
    verdict.check(`the last webhook is the end of the room (${last})`, last === 'room.ended');
    verdict.check('no webhook is lost', lost === 0);
    verdict.check('each came in its order', disordered === 0);
    return verdict.outcome({
      injected: 'POST /v1/drain; then the therapist ended the session',
      figure: `exit ${code} ${inSeconds(exitMs)} after the session ended; ${lost} of ${count} webhooks of the day lost, ${disordered} out of order, ${repeated} repeated, ${waiting.length} left for the next start; before the end: ${noticed}`,
    });
  },
});
