import { childrenOf, isAlive } from '../support/faults/causes/processes.ts';
import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { ImageServer } from '../support/image/image-server.ts';
import { Trial } from '../support/image/trial.ts';

export const sharedProcesses = (trial: Trial): FaultRow => ({
  row: 8,
  title: "run it where its init isn't process 1",
  limit: 'the init warns of nothing, passes SIGTERM on, and nothing is left running',
  async run(context) {
    const verdict = new Verdict();
    const { container } = await ImageServer.start(context, trial.engine, Trial.image, ['--pid', 'host']);
    const init = await container.inspect();
    verdict.check(`its first process isn't process 1 (${init.State.Pid})`, init.State.Pid > 1);
    const server = childrenOf(init.State.Pid);
    const workers = server.flatMap(childrenOf);
    verdict.check(`a server and its media worker run (${server.length}, ${workers.length})`, workers.length === 1);
    await container.signal('TERM');
    const code = await container.exit();
    verdict.check(`it exits with 0 (${code})`, code === 0);
    verdict.check('none of them is left', ![...server, ...workers].some(isAlive));
    const { stdout, stderr } = await container.output();
    verdict.check(`the init warns of nothing (${stderr})`, !/tini/i.test(`${stdout}\n${stderr}`));
    return verdict.outcome({ injected: 'the processes of the host shared, SIGTERM', figure: `exit ${code}` });
  },
});
