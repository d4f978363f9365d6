import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../server/setup/shared/paths.mjs';
import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import { provideBase } from '../support/image/base.ts';
import { Trial } from '../support/image/trial.ts';
import { workerBin } from '../support/media/worker-bin.ts';

export const build = (trial: Trial): FaultRow => ({
  row: 1,
  title: 'build the image',
  limit: 'the Dockerfile builds as it is',
  async run({ afterwards }) {
    const verdict = new Verdict();
    const { engine, options } = trial;
    const base = await provideBase(engine, options);
    await engine.adapt(base.image);
    trial.keepBase(base);
    const directory = mkdtempSync(join(tmpdir(), 'hearthroom-image-build-'));
    afterwards(() => rmSync(directory, { recursive: true, force: true }));
    const from = performance.now();
    const worker = options.worker === 'cache' ? workerOfThisMachine(directory) : [];
    const own = engine.name === 'podman' ? ownRegistrySettings(directory) : [];
    const arg = ['--build-arg', `NODE_IMAGE=${base.image}`];
    await engine.build([...arg, ...worker, ...own, '--tag', Trial.image, root], options.handleLine);
    verdict.check('it is built', (await engine.ask(['image', 'inspect', Trial.image])).code === 0);
    const compiled =
      options.worker === 'cache'
        ? "the worker is this machine's, so that its stage was NOT built"
        : 'the worker was compiled in it, or is in a layer of an earlier build';
    return verdict.outcome({
      injected: `${engine.description}; base: ${base.origin}; ${compiled}`,
      figure: `built in ${inSeconds(performance.now() - from)}`,
    });
  },
});

/** Replaces the stage `worker`. */
function workerOfThisMachine(directory: string): string[] {
  const folder = join(directory, 'worker', 'opt', 'hearthroom');
  mkdirSync(folder, { recursive: true });
  copyFileSync(workerBin(), join(folder, 'mediasoup-worker'));
  return ['--build-context', `worker=${join(directory, 'worker')}`];
}

/**
 * On a machine behind a proxy with its own certificate, npm in the build must trust it too. The two mounts leave empty
 * files in the image.
 */
function ownRegistrySettings(directory: string): string[] {
  const authorities = process.env.NODE_EXTRA_CA_CERTS;
  if (authorities === undefined) return [];
  const settings = join(directory, 'npmrc');
  writeFileSync(settings, 'cafile=/run/authorities.pem\n');
  return ['-v', `${settings}:/usr/local/etc/npmrc:ro`, '-v', `${authorities}:/run/authorities.pem:ro`];
}
