/**
 * Proves that the checker finds a second writer. A node is cut off from the database, continues although its lease is
 * lost, and reaches the database again when another node has its rooms. Only the fence in each write keeps what it then
 * decides from being stored; without the fence the checker has to find those writes.
 */
import { TestCluster } from '../nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../rows/row.ts';
import { until } from '../wait.ts';

const takeOut = new URL('take-out.mjs', import.meta.url).href;
const lateDecisions = 3;

/** @param hasFence false: it is taken out of the nodes, and the row must not hold */
export function lateWriter(hasFence: boolean): FaultRow {
  return {
    row: 0,
    title: `a node that ignores the end of its lease, ${hasFence ? 'with the fence' : 'with the fence taken out'}`,
    limit: 'what it decides after another node has taken its rooms is not stored',
    async run(context) {
      const taken = { NODE_OPTIONS: `--import=${takeOut}`, TAKEN_OUT: hasFence ? 'lease' : 'lease,fence' };
      const cluster = await TestCluster.start(context, 2, { env: taken });
      const room = await cluster.clinic.createRoom();
      const owner = await cluster.ownerOf(room);
      const rename = async (node: typeof owner, title: string): Promise<boolean> => {
        const answer = node.api('PATCH', `/v1/rooms/${room}`, { title }, { 'if-match': '*' });
        return (await answer.catch(() => ({ status: 0 }))).status === 200;
      };
      await until(() => rename(owner, 'First'), 'a decision of the owner is stored');
      // Not silenced: it would give up its room when what it sends on such a connection is not answered.
      owner.database.cut();
      const successor = await cluster.takenFrom(owner, room);
      for (const title of ['Second', 'Third']) await until(() => rename(successor, title), `${title} is stored`);
      const isInOrder = async () => (await cluster.query('SELECT 1 FROM audit_pending LIMIT 1')).length === 0;
      await until(isInOrder, 'the audit log is put in order: entries that wait refuse others with their number');
      owner.database.restore();
      // It has to know all revocations before it lets anybody ask for something.
      const reachesDatabase = async (): Promise<boolean> =>
        (await owner.api('GET', `/v1/rooms/${room}`)).status === 200;
      await until(reachesDatabase, 'the owner reaches the database again');
      let acknowledged = 0;
      for (let late = 1; late <= lateDecisions; late += 1) if (await rename(owner, `Late ${late}`)) acknowledged += 1;
      const verdict = new Verdict();
      verdict.check('the node goes on, so that it is the fence that refuses', !owner.hasEnded);
      return verdict.outcome({
        injected: 'the owner cut off from the database, its lease ignored, the database back after the takeover',
        figure: `${acknowledged} of ${lateDecisions} decisions asked of it afterwards acknowledged, by itself or by the new owner`,
      });
    },
  };
}
