import process from 'node:process';
import { variables } from '../../../server/src/config/variables.ts';
import { isAlive } from '../../support/faults/causes/processes.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const drainSeconds = 8;
const refusalLimitMs = 1_000;
/** For a server without sessions: time to close workers, sockets and the store. */
const emptyLimitMs = 5_000;

export const drain: FaultRow = {
  row: 4,
  title: 'SIGTERM with live rooms',
  limit:
    'new rooms and unknown seats refused within 1 s, known seats resume; live rooms run on to the drain limit, then `server-shutdown` with retryAfterMs; exit 0; no worker left',
  async run(context) {
    const verdict = new Verdict();
    const figures = [await drainToTheLimit(context, verdict), await drainUntilEmpty(context, verdict)];
    return verdict.outcome({
      injected: `SIGTERM with a live room of 4, ${variables.drainLimitSeconds.name} ${drainSeconds} s; with one that ends meanwhile`,
      figure: figures.join('; '),
    });
  },
};

async function drainToTheLimit(context: RowContext, verdict: Verdict): Promise<string> {
  const clinic = await Clinic.open(context, { [variables.drainLimitSeconds.name]: String(drainSeconds) });
  const group = await Group.gather(clinic, { clients: 2 });
  await clinic.pace();
  const { client: host } = await RawClient.join(clinic.url, {
    token: await clinic.tokenFor(group.room, { sub: 'second', role: 'cotherapist' }),
  });
  const stranger = await clinic.tokenFor(group.room, { sub: 'stranger', role: 'client' });
  const { workers } = clinic;
  const told = host.notification('closing').then(
    (closing) => ({ closing, at: performance.now() }),
    () => null,
  );
  const signalledAt = performance.now();
  process.kill(clinic.pid, 'SIGTERM');
  const refused = await seeRefusals(clinic, stranger, signalledAt, verdict);
  await seeRunningOn(group, signalledAt, verdict);
  const ending = await Promise.race([told, sleep(drainSeconds * 1_000 + 10_000)]);
  const endedMs = (ending?.at ?? Number.POSITIVE_INFINITY) - signalledAt;
  const code = await clinic.exit();
  verdict.within('to the limit', Math.abs(endedMs - drainSeconds * 1_000), 3_000);
  verdict.check('then clients are told server-shutdown and when to retry', isShutdown(ending?.closing));
  verdict.check(`exit 0 (${code})`, code === 0);
  verdict.check('no worker is left', !workers.some(isAlive));
  return `${refused}; told server-shutdown after ${inSeconds(endedMs)}; exit ${code}`;
}

async function seeRefusals(clinic: Clinic, stranger: string, since: number, verdict: Verdict): Promise<string> {
  const refusal = () =>
    clinic.api('POST', '/v1/rooms', {}).then(
      ({ status, body }) => `${status} ${body.code}`,
      () => 'unreachable',
    );
  const isRefused = async () => (await refusal()) === '503 server-draining';
  const refusedMs = await timeUntil(isRefused, refusalLimitMs * 3, since);
  const unknown = await codeAtTheDoor(clinic.url, stranger);
  verdict.check('new rooms are refused with server-draining', Number.isFinite(refusedMs));
  verdict.within('in time', refusedMs, refusalLimitMs);
  verdict.check(`unknown seats are refused (${unknown})`, unknown === 'server-draining');
  verdict.check('/readyz says not ready', (await clinic.readiness()) === 503);
  return `refused after ${inSeconds(refusedMs)} (unknown seat: ${unknown})`;
}

async function seeRunningOn(group: Group, signalledAt: number, verdict: Verdict): Promise<void> {
  const [anna] = group.clients;
  if (!anna) throw new Error('There are no clients');
  anna.person.cutSocket();
  await sleep(50);
  const resumes = await comesTrue(() => anna.session.state === 'joined', 4_000);
  const from = performance.now();
  const hears = await comesTrue(() => group.inside.every((member) => member.hearsSince(from, group.inside)), 2_000);
  verdict.check('a known seat resumes', resumes);
  verdict.check('live rooms run on', hears && performance.now() - signalledAt < drainSeconds * 1_000);
}

/** The drain limit is 90 minutes here: the server ends because nobody is in a session any more. */
async function drainUntilEmpty(context: RowContext, verdict: Verdict): Promise<string> {
  const clinic = await Clinic.open(context);
  const group = await Group.gather(clinic, { clients: 1, waiting: 1 });
  const { workers } = clinic;
  process.kill(clinic.pid, 'SIGTERM');
  await comesTrue(async () => (await clinic.readiness()) === 503, refusalLimitMs);
  for (const { person } of group.inside) await person.leave();
  const leftAt = performance.now();
  const code = await clinic.exit();
  const exitMs = performance.now() - leftAt;
  verdict.check(`exit 0 when the last has left, though somebody waits (${code})`, code === 0);
  verdict.within('soon', exitMs, emptyLimitMs);
  verdict.check('and no worker is left', !workers.some(isAlive));
  return `gone ${inSeconds(exitMs)} after the last had left`;
}

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
