import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchCuts } from '../../support/faults/nodes/cuts.ts';
import { watchHolds } from '../../support/faults/nodes/holds.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import type { TestNode } from '../../support/faults/nodes/test-node.ts';
import { type FaultRow, type RowContext, skipped, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep } from '../../support/faults/wait.ts';
import { FakedClock, whyNoFakedClock } from '../../support/server/faked-clock.ts';
import { signByHand } from '../../support/server/keys/sign-by-hand.ts';
import { testKey } from '../../support/server/test-server.ts';

const hourS = 3_600;
/** Leases are renewed several times meanwhile. */
const watchedMs = 10_000;
const injected = 'the clock of the owner of a live room set 1 h ahead, and that of another node 1 h back';

export const wrongClocks: FaultRow = {
  row: 19,
  title: 'the clocks of two nodes are set while they run, 1 h ahead and 1 h back',
  limit:
    'nothing moves, nobody reconnects; tokens, decisions and the audit log go by the database’s clock; /readyz names it within a minute; a takeover as always',
  async run(context) {
    const why = whyNoFakedClock();
    if (why !== null) return skipped(injected, why);
    const cluster = await TestCluster.start(context, context.short ? 2 : 3);
    const clocks = new Map<TestNode, FakedClock>();
    for (const node of cluster.nodes) clocks.set(node, await withClock(context, node));
    const group = await Group.gather(cluster.clinic);
    const owner = await cluster.ownerOf(group.room);
    const [behind] = cluster.othersThan(owner);
    if (!behind) throw new Error('there is one node only');
    const before = await cluster.stored(group.room);
    const wasHeld = watchHolds(group);
    const cuts = watchCuts(group);
    const setAt = performance.now();
    clocks.get(owner)?.set(hourS);
    clocks.get(behind)?.set(-hourS);
    await sleep(watchedMs);
    const after = await cluster.stored(group.room);
    const verdict = new Verdict();
    verdict.check('the room stays at its node', after.node === owner.name && after.epoch === before.epoch);
    verdict.check('nobody reconnects, and it was never held', cuts.length === 0 && wasHeld() === false);
    for (const node of [owner, behind]) await checkTimes(context, cluster, node, group.room, verdict);
    let namedMs = Number.NaN;
    if (!context.short) {
      const named = await comesTrue(async () => (await Promise.all([owner, behind].map(names))).every(Boolean), 90_000);
      namedMs = performance.now() - setAt;
      verdict.check('/readyz names it, and the nodes stay ready', named);
    }
    const reconnects = cuts.length;
    owner.kill('SIGKILL');
    const killedAt = performance.now();
    await cluster.takenFrom(owner, group.room);
    const heardMs = (await group.untilHeard(killedAt + 500)) - killedAt;
    verdict.check('everybody hears everybody after a takeover', Number.isFinite(heardMs));
    return verdict.outcome({
      injected,
      figure: `${reconnects} reconnects, epoch unchanged; named by /readyz ${Number.isNaN(namedMs) ? 'not waited for' : `after ${inSeconds(namedMs)}`}; then SIGKILL of the owner: media back after ${inSeconds(heardMs)}`,
    });
  },
};

/** The node starts again with a clock that can be set. */
async function withClock(context: RowContext, node: TestNode): Promise<FakedClock> {
  const clock = new FakedClock();
  context.afterwards(() => clock.remove());
  node.kill('SIGTERM');
  await node.startAgain(clock.env);
  await node.ready();
  return clock;
}

/** Whether the node says that its clock is wrong, and is ready all the same. */
async function names({ url }: TestNode): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`);
  return answer.ok && (await answer.text()).includes('clock-wrong');
}

/** Asks this node, whose clock is wrong. */
async function checkTimes(
  context: RowContext,
  cluster: TestCluster,
  node: TestNode,
  room: string,
  verdict: Verdict,
): Promise<void> {
  const of = `at ${node.name}:`;
  const clinic = Clinic.at(context, node.url);
  const valid = clinic.person(room, { sub: `${node.name}-valid`, role: 'client' });
  await valid.session.connect().catch(() => {});
  verdict.check(`${of} a token that is valid is accepted`, valid.session.state === 'waiting');
  const identity = { sub: `${node.name}-expired`, role: 'client' } as const;
  // Made two hours ago, for an hour and three quarters: by a clock that is an hour behind it would be valid.
  const token = earlier(await clinic.tokenFor(room, { ...identity, ttlSeconds: 1.75 * hourS }), 2 * hourS);
  const expired = clinic.person(room, identity, { getToken: () => token });
  await expired.session.connect().catch(() => {});
  verdict.check(`${of} one that has expired is refused`, !['waiting', 'joined'].includes(expired.session.state));
  const { status } = await node.api('PATCH', `/v1/rooms/${room}`, { title: node.name }, { 'if-match': '*' });
  verdict.check(`${of} a REST token is accepted, and a decision made`, status === 200);
  const entries = await cluster.query(
    `SELECT max(at) AS at FROM (SELECT at FROM audit UNION ALL SELECT at FROM audit_pending) AS entries`,
  );
  verdict.check(
    `${of} the audit log has the time of the database`,
    Math.abs(Number(entries[0]?.at) - Date.now()) < hourS * 500,
  );
}

/** The token as it would have been made that long ago. */
function earlier(token: string, byS: number): string {
  const [head, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  const { iat, nbf, exp } = claims;
  return signByHand(head, { ...claims, iat: iat - byS, nbf: nbf - byS, exp: exp - byS }, testKey.secret);
}
