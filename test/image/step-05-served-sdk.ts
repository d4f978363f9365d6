import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../server/setup/shared/command.mjs';
import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import type { Trial } from '../support/image/trial.ts';
import { checkServedFiles, getRaw, installFromServer } from '../support/sdk/served-sdk.ts';
import { testKey } from '../support/server/test-server.ts';

export const servedSdk = (trial: Trial): FaultRow => ({
  row: 5,
  title: 'load the SDK and the documentation from it',
  limit:
    'each file fits its hash in the manifest, plain, gzip and brotli; npm installs the package without a registry, and a backend that imports it creates a room',
  async run({ afterwards }) {
    const verdict = new Verdict();
    const { url } = trial.session.server;
    const app = mkdtempSync(join(tmpdir(), 'hearthroom-image-app-'));
    afterwards(() => rmSync(app, { recursive: true, force: true }));
    const files = await checkSdk(verdict, url, app);
    return verdict.outcome({
      injected: 'requested every file of the manifest in each encoding; npm install in an empty application',
      figure: `${files} files, as the manifest describes them`,
    });
  },
});

/** @returns the number of files in the manifest */
export async function checkSdk(verdict: Verdict, url: string, app: string): Promise<number> {
  const { paths, faults } = await checkServedFiles(url);
  verdict.check(`the files are those of the manifest (${faults.join('; ')})`, faults.length === 0);
  for (const name of ['hearthroom-ui.min.js', 'hearthroom.min.js', 'hearthroom-sdk.tgz', 'custom-elements.json'])
    verdict.check(
      `${name} is one of them`,
      paths.some((path) => path.endsWith(`/${name}`)),
    );
  for (const path of [`/sdk/${paths.find((path) => path.endsWith('/hearthroom-ui.min.js'))}`, '/docs/']) {
    const { encoding } = await getRaw(`${url}${path}`, 'gzip, deflate, br, zstd');
    verdict.check(`a browser gets ${path} as brotli (${encoding})`, encoding === 'br');
  }
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
  const { code, output } = await installFromServer(url, app);
  verdict.check(`npm installs its package (${code === 0 ? '' : output})`, code === 0);
  const backend = await runBackend(url, app);
  verdict.check(`a backend creates a room with it (${backend.output.trim()})`, backend.code === 0);
  return paths.length;
}

function runBackend(url: string, app: string): Promise<{ code: number | null; output: string }> {
  const script = join(app, 'backend.js');
  const options = JSON.stringify({ url, key: testKey });
  writeFileSync(
    script,
    `import { RestClient } from '@hearthroom/sdk/server';
     const client = new RestClient(${options});
     const { id } = await client.createRoom({});
     await client.endRoom(id);
     console.log(id);`,
  );
  // Through a shell, because test runners change the environment of each child.
  return run('sh', ['-c', 'NODE_OPTIONS= exec "$0" "$@"', process.execPath, script], { cwd: app });
}
