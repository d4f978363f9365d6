import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import { comesTrue, timeUntil, until } from '../support/faults/wait.ts';
import type { Day } from '../support/operations/day.ts';
import { countDeliveries } from '../support/operations/deliveries.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';

const waitLimitMs = 60_000;
const waiting = 'hearthroom_webhooks_waiting';
const failures = 'hearthroom_webhooks_failures_total';

export const webhooks = (day: Day): FaultRow => ({
  row: 6,
  title: 'receiver of webhooks down and back',
  limit: 'no event is lost, each comes in its order; nobody notices',
  async run({ short }) {
    const verdict = new Verdict();
    const { deployment, room } = day.running;
    const { receiver, wayToReceiver } = deployment;
    const attempts = short ? 2 : 4;
    let told = '';
    const noticed = await day.unnoticed(verdict, async () => {
      const failedBefore = await deployment.metric(failures);
      wayToReceiver.cut();
      const visitor = await visit(day);
      const haveFailed = async () => (await deployment.metric(failures)) >= failedBefore + attempts;
      verdict.check(`${attempts} attempts fail`, await comesTrue(haveFailed, waitLimitMs));
      const kept = await deployment.metric(waiting);
      verdict.check('events wait', kept > 0);
      const events = () => receiver.received.map(({ event }) => event);
      const isToldOf = (type: string) => events().some((event) => event.type === type && event.seatId === visitor);
      verdict.check('none came meanwhile', !isToldOf('seat.left'));
      wayToReceiver.restore();
      const isOver = async () => isToldOf('seat.left') && (await deployment.metric(waiting)) === 0;
      const ms = await timeUntil(isOver, waitLimitMs);
      const { events: count, lost, disordered, repeated } = countDeliveries(events(), room);
      verdict.check('all come afterwards', Number.isFinite(ms));
      verdict.check('none is lost', lost === 0);
      verdict.check('each comes in its order', disordered === 0);
      told = `${kept} waited, all delivered ${inSeconds(ms)} after it was back; ${lost} of ${count} lost, ${disordered} out of order, ${repeated} repeated`;
    });
    return verdict.outcome({
      injected: `connections to the receiver refused until ${attempts} attempts had failed; a visitor came and left meanwhile`,
      figure: `${told}; ${noticed}`,
    });
  },
});

/** A participant waits, is admitted and leaves. @returns the id of the seat */
async function visit(day: Day): Promise<string> {
  const { deployment, room, pair } = day.running;
  const token = await deployment.tokenFor(room, { sub: 'ben', role: 'client' });
  const { client } = await RawClient.join(deployment.url, { token });
  const { session } = pair.host;
  await until(() => session.waitingParticipants.length > 0, 'the visitor waits');
  const [entry] = session.waitingParticipants;
  if (entry === undefined) throw new Error('nobody waits');
  await session.admit(entry);
  await client.notification('snapshotReplaced');
  await client.request('leave');
  await until(() => !session.participants.has(entry.id), 'the visitor has left');
  return entry.id;
}
