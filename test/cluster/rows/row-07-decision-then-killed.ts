import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { comesTrue } from '../../support/faults/wait.ts';

export const decisionThenKilled: FaultRow = {
  row: 7,
  title: 'kill -9 of the owner in the moment in which it has answered a decision',
  limit:
    'no acknowledged decision is lost: who was removed stays out, who was admitted is inside, at the node that takes over',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3);
    let lost = 0;
    let entered = 0;
    const rounds = context.short ? 1 : 10;
    for (let round = 0; round < rounds; round += 1) {
      const group = await Group.gather(cluster.clinic, { clients: 2, waiting: 1 });
      const [anna] = group.clients;
      const [ben] = group.waiting;
      if (!anna || !ben) throw new Error('they are not there');
      const owner = await cluster.ownerOf(group.room);
      const { host, waitingParticipants } = group.host.session;
      const [entry] = waitingParticipants;
      if (!entry) throw new Error('nobody waits');
      await Promise.all([host.remove(anna.id, { ban: true }), host.admit(entry)]);
      owner.kill('SIGKILL');
      await cluster.takenFrom(owner, group.room);
      const isBack = () => group.host.session.state === 'joined' && ben.session.state === 'joined';
      if (!(await comesTrue(isBack, 20_000))) lost += 1;
      if (anna.session.state !== 'closed') lost += 1;
      const again = cluster.clinic.person(group.room, anna.identity);
      await again.session.connect().catch(() => {});
      if (again.session.state === 'joined' || again.session.state === 'waiting') entered += 1;
      await again.person.leave().catch(() => {});
      await owner.startAgain();
      await owner.ready();
    }
    const verdict = new Verdict();
    verdict.check('no acknowledged decision is lost', lost === 0);
    verdict.check('nobody who was removed comes in again', entered === 0);
    return verdict.outcome({
      injected: `${rounds} times: a client removed and another one admitted, then SIGKILL of the owner`,
      figure: `${lost} of ${rounds * 2} decisions lost; ${entered} removed people came in again`,
    });
  },
};
