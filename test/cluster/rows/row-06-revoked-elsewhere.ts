import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inMs } from '../../support/faults/rows/row-figures.ts';
import { timeUntil, until } from '../../support/faults/wait.ts';

const limitMs = 1_000;

export const revokedElsewhere: FaultRow = {
  row: 6,
  title: 'a token is revoked at a node that does not own the room',
  limit: 'the connection is closed within 1 s, and no node lets the token in again',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3);
    const times: number[] = [];
    let refused = true;
    for (let round = 0; round < (context.short ? 2 : 10); round += 1) {
      const group = await Group.gather(cluster.clinic, { clients: 1 });
      const [anna] = group.clients;
      if (!anna) throw new Error('nobody is there');
      const [other] = cluster.othersThan(await cluster.ownerOf(group.room));
      if (!other) throw new Error('there is one node only');
      let reason: string | undefined;
      anna.session.on('stateChanged', (state, why) => {
        if (state === 'closed') reason = why;
      });
      const revokedAt = performance.now();
      const body = { identity: anna.identity.sub, roomId: group.room };
      const { status } = await other.api('POST', '/v1/revocations', body);
      if (status >= 300) throw new Error(`not revoked: ${status}`);
      times.push(await timeUntil(() => anna.session.state !== 'joined', 10_000, revokedAt));
      await until(() => anna.session.state === 'closed', 'the client gives up');
      // The client asks for another token, which is refused too: the identity is revoked.
      refused &&= reason === 'token-revoked' || reason === 'token-invalid';
    }
    const slowest = Math.max(...times);
    const verdict = new Verdict();
    verdict.measure('connection closed after a revocation', ...times);
    verdict.check('each connection is closed', Number.isFinite(slowest));
    verdict.check('and told why', refused);
    verdict.within('in time', slowest, limitMs);
    return verdict.outcome({
      injected: `${times.length} identities revoked over REST at another node than the owner`,
      figure: `closed after ${inMs(slowest)} at most`,
    });
  },
};
