import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import { ImageServer } from '../support/image/image-server.ts';
import { Trial } from '../support/image/trial.ts';
import { Pair } from '../support/operations/pair.ts';

/** Audio packets, in each direction: about five seconds. */
const packets = 250;

export const session = (trial: Trial): FaultRow => ({
  row: 4,
  title: 'hold a session in it',
  limit:
    'as its own user, without capabilities and with a read-only root, it is healthy and two people hear each other',
  async run() {
    const verdict = new Verdict();
    const from = performance.now();
    const server = await ImageServer.start(trial.options, trial.engine, Trial.image);
    const readyMs = performance.now() - from;
    await checkRestrictions(verdict, server);
    await checkHealth(verdict, server);
    const room = await server.createRoom();
    const pair = await Pair.enter(trial.options, server, room);
    trial.keepSession({ server, room, pair });
    verdict.check('sound flows in both directions', await pair.flow(packets));
    verdict.check('nobody was disconnected', pair.interruptions === 0);
    return verdict.outcome({
      injected: 'the documented options, one media worker, a therapist and a client who are admitted over it',
      figure: `ready after ${inSeconds(readyMs)}; ${pair.packets().join(' and ')} packets of sound came`,
    });
  },
});

async function checkRestrictions(verdict: Verdict, { container }: ImageServer): Promise<void> {
  const { Config } = await container.inspect();
  verdict.check('its user is set by the image', Config.User === 'hearthroom');
  verdict.check(
    'no secret is set by the image',
    !Config.Env.some((line) => /^HEARTHROOM_\w*(SECRET|TOKEN)=/.test(line)),
  );
  const { stdout: status } = await container.exec(['cat', '/proc/1/status']);
  verdict.check('it runs as user 10001', /^Uid:\s+10001\s+10001/m.test(status));
  verdict.check('it has no capabilities', /^CapEff:\s+0+$/m.test(status) && /^CapBnd:\s+0+$/m.test(status));
  verdict.check('it can gain no privileges', /^NoNewPrivs:\s+1$/m.test(status));
  const write = "require('fs').writeFileSync('/app/x', '')";
  const { stderr } = await container.exec(['node', '-e', write]);
  verdict.check('its root is read-only', /EROFS/.test(stderr));
  const owner = await container.exec(['stat', '--format=%u', '/data']);
  verdict.check('its data belongs to it', owner.stdout === '10001');
}

async function checkHealth(verdict: Verdict, server: ImageServer): Promise<void> {
  const { Config } = await server.container.inspect();
  const [kind, ...command] = Config.Healthcheck.Test;
  verdict.check('it has a health check', kind === 'CMD');
  const { code } = await server.container.exec(command);
  verdict.check(`the health check is passed (${code})`, code === 0);
  for (const path of ['/healthz', '/readyz', '/', '/v1/openapi.json', '/v1/docs/', '/docs/', '/sdk/manifest.json']) {
    const expected = path === '/' ? 404 : 200;
    const status = await server.status(path);
    verdict.check(`GET ${path} answers ${expected} (${status})`, status === expected);
  }
}
