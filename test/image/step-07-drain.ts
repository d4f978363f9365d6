import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import { comesTrue } from '../support/faults/wait.ts';
import type { Trial } from '../support/image/trial.ts';

const packets = 50;
const limitMs = 30_000;

export const drain = (trial: Trial): FaultRow => ({
  row: 7,
  title: 'SIGTERM during the session, then a start on the same data',
  limit: 'the session goes on to its end, then the container exits with 0; the next start is ready and stops at once',
  async run() {
    const verdict = new Verdict();
    const { server, pair } = trial.session;
    const { container } = server;
    await container.signal('TERM');
    const isDraining = async () => (await server.api('POST', '/v1/rooms', {})).body.code === 'server-draining';
    verdict.check('new rooms are refused', await comesTrue(isDraining, limitMs));
    verdict.check('/readyz says not ready', (await server.status('/readyz')) === 503);
    verdict.check('sound goes on in both directions', await pair.flow(packets));
    const from = performance.now();
    await pair.host.session.endRoom();
    const code = await container.exit();
    const exitMs = performance.now() - from;
    verdict.check(`it exits with 0 (${code})`, code === 0);
    await checkOutput(verdict, trial);
    await container.startAgain();
    await server.started();
    const again = performance.now();
    await container.signal('TERM');
    const second = await container.exit();
    const secondMs = performance.now() - again;
    verdict.check(`without a session it exits with 0 (${second})`, second === 0);
    return verdict.outcome({
      injected: 'SIGTERM to the container; the therapist ended the session; started again; SIGTERM',
      figure: `exit ${code} ${inSeconds(exitMs)} after the end of the session; without one ${second} after ${inSeconds(secondMs)}`,
    });
  },
});

async function checkOutput(verdict: Verdict, trial: Trial): Promise<void> {
  const { stdout, stderr } = await trial.session.server.container.output();
  const isJson = (line: string) => line.startsWith('{') && line.endsWith('}');
  const others = stdout.split('\n').filter((line) => line !== '' && !isJson(line));
  verdict.check(`each line of its log is JSON (${others[0] ?? ''})`, others.length === 0);
  const warnings = [...stdout.split('\n').filter((line) => /"level":"?(warn|error|[45]0)/.test(line))];
  verdict.check(`nothing was warned of (${warnings[0] ?? ''})`, warnings.length === 0);
  verdict.check(`standard error has the address alone (${stderr})`, /^Hearthroom listens on \S+$/.test(stderr.trim()));
}
