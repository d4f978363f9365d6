import process from 'node:process';
import { StallClock } from '../../support/faults/causes/stalls.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { changesSince, Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inMs, percentile } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, until } from '../../support/faults/wait.ts';

const gapLimitMs = 100;
const returnLimitMs = 2_000;
/**
 * A worker that dies more than once a minute is restarted with increasing delays: the kills are distributed over this
 * many workers.
 */
const workers = 6;
const watchedMs = 3_000;

interface Kill {
  /** When the last participant of the affected room heard all others again; Infinity if somebody never did. */
  returnMs: number;
  /** The longest silence of a participant whose room was not affected. */
  othersGapMs: number;
}

export const workerKilled: FaultRow = {
  row: 1,
  title: 'kill -9 of a media worker, 3 live rooms of 4',
  limit:
    'rooms elsewhere: no gap above 100 ms; rooms on it: media back in ≤ 2 s (p95), everybody and everything as before',
  async run(context) {
    const kills = context.short ? 3 : 20;
    const clinic = await Clinic.open(context, { HEARTHROOM_WORKERS: String(workers) });
    const groups: Group[] = [];
    for (let index = 0; index < 3; index += 1) groups.push(await Group.gather(clinic, { waiting: 1 }));
    const stalls = new StallClock();
    context.afterwards(() => stalls.close());
    const calmGapMs = await measureCalm(groups, stalls);
    const pictures = groups.map((group) => group.picture());
    const results: Kill[] = [];
    for (let index = 0; index < kills; index += 1) {
      const result = await killOne(clinic, groups, stalls, index);
      context.note(`kill ${index + 1}: back after ${inMs(result.returnMs)}, others’ gap ${inMs(result.othersGapMs)}`);
      results.push(result);
      await until(() => clinic.workers.length === workers, 'the worker is replaced');
      if (!context.short) await sleep(5_000);
    }
    const p95 = percentile(
      results.map(({ returnMs }) => returnMs),
      0.95,
    );
    const gapMs = Math.max(...results.map(({ othersGapMs }) => othersGapMs));
    const verdict = new Verdict();
    verdict.within('media back in time', p95, returnLimitMs);
    verdict.within('no gap in other rooms', gapMs, gapLimitMs);
    verdict.check(
      'media came back for everybody',
      results.every(({ returnMs }) => Number.isFinite(returnMs)),
    );
    const changes = await changesSince(groups, pictures, 5_000);
    verdict.check('seats, roles and waiting list as before', changes === '', changes);
    verdict.check('nobody was told of a media failure', groups.every(hadNoFailure));
    return verdict.outcome({
      injected: `SIGKILL of the worker of one room, ${kills} times`,
      figure: `media back p95 ${inMs(p95)}; longest gap elsewhere ${inMs(gapMs)} (calm: ${inMs(calmGapMs)})`,
    });
  },
};

const hadNoFailure = (group: Group): boolean =>
  [...group.inside, ...group.waiting].every(({ person }) => person.failures.length === 0);

/** For the duration of one kill, but without it: the gaps caused by the machine itself. */
async function measureCalm(groups: readonly Group[], stalls: StallClock): Promise<number> {
  const from = performance.now();
  await sleep(watchedMs);
  return Math.max(...groups.map((group) => longestGap(group, from, performance.now(), stalls)));
}

const longestGap = (group: Group, from: number, to: number, stalls: StallClock): number =>
  Math.max(...group.gaps(from, to, stalls));

async function killOne(clinic: Clinic, groups: readonly Group[], stalls: StallClock, index: number): Promise<Kill> {
  const target = groups[index % groups.length];
  const worker = target ? clinic.workerOf(target.host) : null;
  if (!worker) throw new Error('The room is on no worker');
  const hit = groups.filter((group) => clinic.workerOf(group.host) === worker);
  const killedAt = performance.now();
  process.kill(worker, 'SIGKILL');
  await comesTrue(() => hit.every((group) => Number.isFinite(group.heardAllAt(killedAt + 100))), 20_000);
  await sleep(Math.max(0, killedAt + watchedMs - performance.now()));
  const spared = groups.filter((group) => !hit.includes(group));
  return {
    // Packets in transit when the worker died still arrive: measured from a little later.
    returnMs: Math.max(...hit.map((group) => group.heardAllAt(killedAt + 100))) - killedAt,
    othersGapMs: Math.max(0, ...spared.map((group) => longestGap(group, killedAt, killedAt + watchedMs, stalls))),
  };
}
