import process from 'node:process';
import { variables } from '../../server/src/config/variables.ts';
import { Clinic } from '../support/faults/clinic.ts';
import { inSeconds } from '../support/faults/figures.ts';
import { Group } from '../support/faults/group.ts';
import { isAlive } from '../support/faults/processes.ts';
import { type FaultRow, Verdict } from '../support/faults/row.ts';
import { comesTrue, sleep, timeUntil } from '../support/faults/wait.ts';
import { RawClient } from '../support/server/raw-client.ts';

const drainSeconds = 8;
const refusalLimitMs = 1_000;

export const drain: FaultRow = {
  row: 4,
  title: 'SIGTERM with live rooms',
  limit:
    'new rooms and unknown seats refused within 1 s, known seats resume; live rooms run on to the drain limit, then `server-shutdown` with retryAfterMs; exit 0; no worker left',
  async run(context) {
    const limit = Object.values(variables).find(({ name }) => /DRAIN/.test(name));
    const inMs = limit?.name.endsWith('MS') ?? false;
    const clinic = await Clinic.open(
      context,
      limit ? { [limit.name]: String(inMs ? drainSeconds * 1_000 : drainSeconds) } : {},
    );
    const group = await Group.gather(clinic, { clients: 2 });
    const [anna] = group.clients;
    if (!anna) throw new Error('There are no clients');
    await clinic.pace();
    const host = await RawClient.join(clinic.url, {
      token: await clinic.tokenFor(group.room, { sub: 'second', role: 'cotherapist' }),
    });
    const stranger = await clinic.tokenFor(group.room, { sub: 'stranger', role: 'client' });
    const { workers } = clinic;
    const verdict = new Verdict();
    const told = host.client.notification('closing').then(
      (closing) => ({ closing, at: performance.now() }),
      () => null,
    );
    const signalledAt = performance.now();
    process.kill(clinic.pid, 'SIGTERM');
    const refusal = () =>
      clinic.api('POST', '/v1/rooms', {}).then(
        ({ status, body }) => `${status} ${body.code}`,
        () => 'unreachable',
      );
    const refusedMs = await timeUntil(
      async () => (await refusal()) === '503 server-draining',
      refusalLimitMs * 3,
      signalledAt,
    );
    const unknown = await codeAtTheDoor(clinic.url, stranger);
    anna.person.cutSocket();
    await sleep(50);
    const resumes = await comesTrue(() => anna.session.state === 'joined', 4_000);
    const from = performance.now();
    const runsOn =
      (await comesTrue(() => group.inside.every((member) => member.hearsSince(from, group.inside)), 2_000)) &&
      performance.now() - signalledAt < drainSeconds * 1_000;
    const ending = await Promise.race([told, sleep(drainSeconds * 1_000 + 10_000)]);
    const endedMs = (ending?.at ?? Number.POSITIVE_INFINITY) - signalledAt;
    const code = await clinic.exit();
    verdict.check('new rooms are refused with server-draining', Number.isFinite(refusedMs));
    verdict.within('in time', refusedMs, refusalLimitMs);
    verdict.check(`unknown seats are refused (${unknown})`, unknown === 'server-draining');
    verdict.check('a known seat resumes', resumes);
    verdict.check('live rooms run on', runsOn);
    verdict.check('there is a drain limit to set', limit !== undefined);
    verdict.within('to the limit', Math.abs(endedMs - drainSeconds * 1_000), 3_000);
    verdict.check('then clients are told server-shutdown and when to retry', isShutdown(ending?.closing));
    verdict.check(`exit 0 (${code})`, code === 0);
    verdict.check('no worker is left', !workers.some(isAlive));
    return verdict.outcome({
      injected: `SIGTERM with a live room of 4${limit ? `, ${limit.name} ${drainSeconds} s` : ''}`,
      figure: `refused after ${inSeconds(refusedMs)} (unknown seat: ${unknown}); told server-shutdown after ${inSeconds(endedMs)}; exit ${code}`,
    });
  },
};

const isShutdown = (closing: unknown): boolean =>
  typeof closing === 'object' &&
  closing !== null &&
  Object(closing).code === 'server-shutdown' &&
  Object(closing).retryAfterMs > 0;

async function codeAtTheDoor(url: string, token: string): Promise<string> {
  try {
    const client = await RawClient.open(url);
    return await client.codeOf('authenticate', { token });
  } catch {
    return 'unreachable';
  }
}
