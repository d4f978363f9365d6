import { type FaultRow, skipped, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import { timeUntil, until } from '../support/faults/wait.ts';
import type { Day } from '../support/operations/day.ts';
import { whyNoFakedClock } from '../support/server/faked-clock.ts';

const hourS = 3_600;
/** Much less than the steps, much more than the delays of a busy machine. */
const nearlyMs = 300_000;
const noticeLimitMs = 30_000;
const requestsAfter = 3;
const injected = 'the clock of server and backend set an hour forward, and back';

export const clock = (day: Day): FaultRow => ({
  row: 5,
  title: 'a clock that steps',
  limit:
    'noticed and told to clients; the session is as long as before; once noticed, no request with a token by the new time is refused',
  async run() {
    const { deployment } = day.running;
    if (deployment.clock === null) return skipped(injected, whyNoFakedClock() ?? '');
    const verdict = new Verdict();
    const noticedAfter: string[] = [];
    let refusedAfter = 0;
    const work = async () => {
      for (const [index, aheadS] of [hourS, 0].entries()) {
        const stepS = index === 0 ? hourS : -hourS;
        const found = await step(day, verdict, { aheadS, stepS, steps: index + 1 });
        noticedAfter.push(inSeconds(found.noticedMs));
        refusedAfter += found.refusedAfter;
      }
    };
    const noticed = await day.unnoticed(verdict, work, { refusals: true });
    return verdict.outcome({
      injected,
      figure: `noticed after ${noticedAfter.join(' and ')}; ${noticed}, ${refusedAfter} of them once it was noticed`,
    });
  },
});

/** @returns after how many milliseconds it was noticed, and how many of some requests were refused from then on */
async function step(
  { running }: Day,
  verdict: Verdict,
  { aheadS, stepS, steps }: { aheadS: number; stepS: number; steps: number },
): Promise<{ noticedMs: number; refusedAfter: number }> {
  const { deployment, pair, room, watch } = running;
  const { session } = pair.client;
  const endsAt = () => session.room?.endsAt ?? Number.NaN;
  const isAbout = (ms: number, expectedMs: number) => Math.abs(ms - expectedMs) < nearlyMs;
  const [endedAt, remainingMs] = [endsAt(), endsAt() - session.serverNow()];
  await deployment.setClock(aheadS);
  const isNoticed = async () =>
    (await deployment.metric('hearthroom_clock_steps_total')) === steps && isAbout(endsAt(), endedAt + stepS * 1_000);
  const noticedMs = await timeUntil(isNoticed, noticeLimitMs);
  verdict.check(`a step of ${stepS} s is noticed and told to clients`, Number.isFinite(noticedMs));
  verdict.check('the session is as long as before', isAbout(endsAt() - session.serverNow(), remainingMs));
  // Requests are made one at a time: earlier ones have been counted.
  const { status } = await deployment.api('GET', `/v1/rooms/${room}`);
  const before = watch.counts;
  await until(() => watch.counts.asked >= before.asked + requestsAfter, 'requests are answered');
  const refusedAfter = watch.counts.refused - before.refused;
  verdict.check('then no request is refused', status === 200 && refusedAfter === 0);
  return { noticedMs, refusedAfter };
}
