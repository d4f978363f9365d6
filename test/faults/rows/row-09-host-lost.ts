import { TcpProxy } from '../../support/faults/causes/tcp-proxy.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const noticeLimitMs = 10_000;
/** A connection that returns within this time does not count as lost: only after it the room is held. */
const shortLossMs = 5_000;
const graceSeconds = 5;

export const hostLost: FaultRow = {
  row: 9,
  title: 'the last host drops, people waiting',
  limit: 'noticed in ≤ 10 s; clients’ media paused; nobody admitted; the queue survives; the absence policy runs',
  async run(context) {
    const verdict = new Verdict();
    const clinic = await Clinic.open(context);
    const silent = await loseHost(context, clinic, verdict, 'silence');
    const figures = [`half-open socket noticed after ${inSeconds(silent)}`];
    if (!context.short) figures.push(`closed one after ${inSeconds(await loseHost(context, clinic, verdict, 'cut'))}`);
    return verdict.outcome({
      injected: `the therapist’s socket ${context.short ? 'goes silent' : 'goes silent; is closed'}, 3 clients inside, 2 waiting, grace ${graceSeconds} s`,
      figure: `${figures.join('; ')}; then held, clients unheard, put back by policy, and all in the queue when the host is back`,
    });
  },
};

/** @returns the time after which the group was notified that the host's connection is lost */
async function loseHost(
  context: RowContext,
  clinic: Clinic,
  verdict: Verdict,
  how: 'silence' | 'cut',
): Promise<number> {
  const proxy = await TcpProxy.start(clinic.url);
  context.afterwards(() => proxy.close());
  const group = await Group.gather(clinic, {
    waiting: 2,
    settings: { absenceGraceSeconds: graceSeconds, absencePolicy: 'return-to-waiting' },
    ways: { weber: { url: proxy.url } },
  });
  const [anna, ben] = group.clients;
  if (!anna || !ben) throw new Error('There are no clients');
  const states = group.waiting.map(({ session }) => {
    const seen: string[] = [];
    session.on('stateChanged', (state) => seen.push(state));
    return seen;
  });
  const wasWaiting = group.host.session.waitingParticipants.map(({ id }) => id);
  const hostId = group.host.id;
  const lostAt = performance.now();
  proxy[how]();
  const isNoticed = () => anna.session.participants.get(hostId)?.connection === 'reconnecting';
  const noticedMs = await timeUntil(isNoticed, 20_000, lostAt);
  const heldMs = await timeUntil(() => anna.session.room?.phase === 'held', 20_000, lostAt);
  await sleep(300);
  const heldFrom = performance.now();
  await sleep(1_500);
  const heard = anna.hearing.firstAfter(heldFrom, ben.id);
  const arePutBack = () => group.clients.every(({ session }) => session.state === 'waiting');
  const isPutBack = await comesTrue(arePutBack, graceSeconds * 1_000 + 10_000);
  proxy.restore();
  const isHostBack = await comesTrue(() => group.host.session.state === 'joined', 20_000);
  const queue = () => group.host.session.waitingParticipants.map(({ id }) => id);
  const isQueueWhole = await comesTrue(() => queue().length === wasWaiting.length + group.clients.length, 5_000);
  verdict.within(`${how}: noticed in time`, noticedMs, noticeLimitMs);
  verdict.within(`${how}: held after a blip`, heldMs - noticedMs, shortLossMs + 1_500);
  verdict.check(`${how}: the room was held`, Number.isFinite(heldMs));
  verdict.check(`${how}: clients don’t hear each other meanwhile`, heard === Number.POSITIVE_INFINITY);
  verdict.check(
    `${how}: nobody who waited was admitted`,
    states.every((seen) => seen.length === 0),
  );
  verdict.check(`${how}: the absence policy put the clients back`, isPutBack);
  verdict.check(`${how}: the host comes back by itself`, isHostBack);
  verdict.check(
    `${how}: everybody is in the queue, who waited before still in their order`,
    isQueueWhole && inOrder(queue(), wasWaiting),
  );
  return noticedMs;
}

const inOrder = (queue: readonly string[], before: readonly string[]): boolean =>
  JSON.stringify(queue.filter((id) => before.includes(id))) === JSON.stringify(before);
