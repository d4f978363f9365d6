import process from 'node:process';
import { isAlive } from '../../support/faults/causes/processes.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { changesSince, Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const workersGoneLimitMs = 2_000;
const backLimitMs = 5_000;

export const serverKilled: FaultRow = {
  row: 5,
  title: 'kill -9 of the server',
  limit:
    'workers gone within 2 s; rooms, seats and waiting list back; everybody rejoins within 5 s; nobody who waited walks in',
  async run(context) {
    const clinic = await Clinic.open(context);
    const groups: Group[] = [];
    for (let index = 0; index < (context.short ? 1 : 3); index += 1) {
      groups.push(await Group.gather(clinic, { waiting: 2 }));
    }
    const walkedIn: string[] = [];
    for (const { session, identity } of groups.flatMap(({ waiting }) => waiting)) {
      session.on('stateChanged', (state) => state === 'joined' && walkedIn.push(identity.sub));
    }
    const pictures = groups.map((group) => group.picture());
    const { workers } = clinic;
    const killedAt = performance.now();
    process.kill(clinic.pid, 'SIGKILL');
    const goneMs = await timeUntil(() => !workers.some(isAlive), 10_000, killedAt);
    await sleep(500);
    await clinic.startAgain();
    const upAt = performance.now();
    context.note(`listening again after ${inSeconds(upAt - killedAt)}`);
    const isBack = () => groups.every((group, index) => group.picture() === pictures[index]);
    const backMs = await timeUntil(isBack, 20_000, upAt);
    const hear = () => groups.every((group) => Number.isFinite(group.heardAllAt(upAt)));
    const heardMs = (await comesTrue(hear, 20_000))
      ? Math.max(...groups.map((group) => group.heardAllAt(upAt))) - upAt
      : Number.POSITIVE_INFINITY;
    const verdict = new Verdict();
    verdict.within('workers gone in time', goneMs, workersGoneLimitMs);
    verdict.check('no worker is left', Number.isFinite(goneMs));
    verdict.within('everybody rejoined in time', backMs, backLimitMs);
    verdict.check(
      'seats, roles, rosters and waiting list as before',
      Number.isFinite(backMs),
      await changesSince(groups, pictures, 0),
    );
    verdict.check('everybody hears everybody again', Number.isFinite(heardMs));
    verdict.check(
      'the session is live again',
      groups.every(({ host }) => host.session.room?.phase === 'live'),
    );
    verdict.check('nobody who waited walked in', walkedIn.length === 0);
    return verdict.outcome({
      injected: `SIGKILL of the server with ${groups.length} live rooms of 4 and 2 waiting in each; started again`,
      figure: `workers gone after ${inSeconds(goneMs)}; all back ${inSeconds(backMs)}, all heard ${inSeconds(heardMs)} after it listened again`,
    });
  },
};
