import process from 'node:process';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { Decisions } from '../../support/faults/nodes/decisions.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { TestNode } from '../../support/faults/nodes/test-node.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';
import { host } from '../../support/server/store/postgres/network-cluster.ts';
import type { PostgresCluster } from '../../support/server/store/postgres/postgres-cluster.ts';
import { standbyAddress, standbyName, startPrimaryAndStandby } from '../../support/server/store/postgres/standby.ts';

/** People reconnect, as after a takeover. */
const backLimitMs = 8_000;

export const asyncStandbyPromoted: FaultRow = {
  row: 13,
  title: 'the primary database server is lost, and a standby promoted that lacks the last decisions',
  limit:
    'no node starts over it unless told to; then all nodes go by what is stored: no room runs twice, nobody is let in by a decision that is lost, the session goes on',
  async run(context) {
    const { primary, standby } = await startPrimaryAndStandby(context, { isSynchronous: false });
    const refusal = await refusedStart(context, primary);
    const env = { HEARTHROOM_DATABASE_ASYNC_STANDBY: 'accept' };
    const startDatabase = async () => primary;
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, {
      env,
      startDatabase,
      losesDecisions: true,
    });
    const group = await Group.gather(cluster.clinic);
    const decisions = await Decisions.prepare(context, cluster, group, { people: context.short ? 20 : 40 });
    decisions.start();
    await decisions.more(20);
    process.kill(await primary.walsender(standbyName), 'SIGSTOP');
    await decisions.more(20);
    // Counted too, and lost with the others.
    const [node] = cluster.nodes;
    const revocation = await node?.api('POST', '/v1/revocations', { identity: 'somebody', roomId: group.room });
    await primary.kill();
    const deadAt = performance.now();
    await sleep(context.short ? 4_000 : 15_000);
    await group.hearsEachOther();
    await standby.promote();
    cluster.ask(standby);
    const lost = await decisions.missing(deadAt);
    cluster.redirect(standbyAddress);
    const redirectedAt = performance.now();
    const acknowledged = decisions.acknowledged.filter(({ at }) => at <= deadAt).length;
    const isSaid = () => cluster.nodes.some(({ output }) => output.includes('the database has lost what it had'));
    const noticedMs = await timeUntil(isSaid, 20_000, redirectedAt);
    const backMs = await timeUntil(() => group.heardAllAt(redirectedAt + noticedMs) < Infinity, 30_000, redirectedAt);
    await decisions.stop();
    const isAdmitted = await admitSomebody(group);
    const letInAgain = await decisions.letInAgain(context, lost);
    const removed = lost.filter(({ what }) => what === 'remove').map(({ who }) => who);
    // A seat that the standby server has is listed without a connection for a while; its person waits meanwhile.
    const isInside = (sub: string) =>
      [...group.host.session.participants.values()].some(
        ({ name, connection }) => name === sub && connection === 'connected',
      );
    for (const sub of removed) await decisions.comesAgain(context, sub);
    const letInByLost = removed.filter(isInside);
    const rooms = lost.filter(({ what }) => what === 'create').map(({ who }) => who);
    const isAgreed = await comesTrue(async () => (await decisions.differing()).length === 0, 10_000);
    const runTwice = await runningTwice(cluster);
    const remembered = await stillAnswered(cluster, rooms);
    const missing = (await decisions.missing()).filter(({ who }) => !lost.some((one) => one.who === who));
    const doubled = await decisions.doubled();
    context.note(`refused: ${JSON.stringify(decisions.refusals)}; ${removed.length} removals lost`);
    const verdict = new Verdict();
    verdict.check('a node does not start, and says why in one line', refusal);
    verdict.check('decisions were lost', lost.length > 0 && revocation?.status === 201);
    verdict.check('the nodes notice it', Number.isFinite(noticedMs));
    verdict.check('everybody is back, and hears everybody', Number.isFinite(backMs));
    verdict.within('in time', backMs, backLimitMs);
    verdict.check('decisions work again', isAdmitted);
    verdict.check('no other decision is lost', missing.length === 0);
    verdict.check('no decision is stored twice', doubled.length === 0);
    verdict.check('who was removed, and is stored so, stays out', letInAgain.length === 0);
    verdict.check('who was removed by a lost decision waits', letInByLost.length === 0);
    verdict.check('what nodes know is what is stored', isAgreed && remembered.length === 0);
    verdict.check('no room runs at two nodes', runTwice.length === 0);
    verdict.check(
      'no node ended',
      cluster.nodes.every(({ hasEnded }) => !hasEnded),
    );
    return verdict.outcome({
      injected: `walsender stopped, 20 decisions later SIGKILL of PostgreSQL while decisions are made, asynchronous standby promoted, nodes redirected ${inSeconds(redirectedAt - deadAt)} later`,
      figure: `${lost.length} of ${acknowledged} acknowledged decisions lost; noticed ${inSeconds(noticedMs)} after the redirection, everybody back after ${inSeconds(backMs)}; ${letInByLost.length} people let in by a lost decision`,
    });
  },
};

/** @returns whether a node that is not told to accept the standby server ends, with one line that names it */
async function refusedStart(context: RowContext, primary: PostgresCluster): Promise<boolean> {
  const { database } = await primary.createDatabase();
  const options = { name: 'node-9', databaseAddress: `http://${host}:5432`, database };
  const said = await TestNode.start(options).then(
    (node) => {
      context.afterwards(() => node.remove());
      return '';
    },
    (error: unknown) => String(error),
  );
  const lines = said.split('\n').filter((line) => line.includes('asynchronous standby server'));
  return lines.length === 1 && /HEARTHROOM_DATABASE_ASYNC_STANDBY=accept/.test(lines[0] ?? '');
}

/** @returns whether the host sees somebody who comes, and lets them in */
async function admitSomebody({ clinic, room, host }: Group): Promise<boolean> {
  const { session } = await clinic.enter(room, { sub: 'newcomer', role: 'client' });
  const entry = () => host.session.waitingParticipants.find(({ name }) => name === 'newcomer');
  await comesTrue(() => entry() !== undefined, 10_000);
  const found = entry();
  if (found) await host.session.host.admit(found).catch(() => {});
  return await comesTrue(() => session.state === 'joined', 10_000);
}

/** Rooms that more nodes run than the database has. */
async function runningTwice(cluster: TestCluster): Promise<number[]> {
  const [row] = await cluster.query(`SELECT count(*)::integer AS count FROM rooms WHERE phase <> 'ended'`);
  const counts = await Promise.all(cluster.nodes.map((node) => node.metric('hearthroom_rooms')));
  const running = counts.reduce((sum, count) => sum + count, 0);
  return running > Number(row?.count) ? [running] : [];
}

/** Of these rooms, which the database has lost, those that a node still answers for. */
async function stillAnswered(cluster: TestCluster, rooms: readonly string[]): Promise<string[]> {
  const answered: string[] = [];
  for (const room of rooms.slice(0, 20))
    for (const node of cluster.nodes)
      if ((await node.api('GET', `/v1/rooms/${room}`)).status !== 404) answered.push(room);
  return answered;
}
