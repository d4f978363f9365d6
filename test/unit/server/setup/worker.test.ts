import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkWorker } from '../../../../server/setup/worker/check.mjs';
import { hasPrebuilt, prebuiltUrl } from '../../../../server/setup/worker/release.mjs';
import { chooseWay, provideWorker, workerPaths } from '../../../../server/setup/worker.mjs';

const mediasoup = { version: '3.27.1', repository: { url: 'git+https://code.example/owner/mediasoup.git' } };
const nothing = { given: undefined, cached: null, skipPrebuilt: false, hasPrebuilt: async () => false };
const neverAsked = async (): Promise<boolean> => {
  throw new Error('asked for a prebuilt worker without need');
};

t.test('a worker that somebody names comes before all others', async (t) => {
  const found = { ...nothing, given: '/opt/worker', cached: '/cache/worker', hasPrebuilt: neverAsked };
  t.equal(await chooseWay(found), 'given');
});

t.test('a worker in the cache is used without asking anybody', async (t) => {
  t.equal(await chooseWay({ ...nothing, cached: '/cache/worker', hasPrebuilt: neverAsked }), 'cached');
});

t.test('without either, a prebuilt worker is fetched where there is one', async (t) => {
  t.equal(await chooseWay({ ...nothing, hasPrebuilt: async () => true }), 'fetch');
});

t.test('where there is none, or where it is not wanted, the worker is built', async (t) => {
  t.equal(await chooseWay(nothing), 'build');
  t.equal(await chooseWay({ ...nothing, skipPrebuilt: true, hasPrebuilt: neverAsked }), 'build');
});

t.test('the prebuilt worker is looked for where mediasoup itself would', async (t) => {
  const machine = { platform: 'linux', arch: 'x64', kernel: '6.1.0-18-amd64', env: {} };
  const base = 'https://code.example/owner/mediasoup/releases/download/3.27.1/mediasoup-worker-3.27.1';
  t.equal(prebuiltUrl(mediasoup, machine), `${base}-linux-x64-kernel6.tgz`);
  t.equal(prebuiltUrl(mediasoup, { ...machine, platform: 'darwin', arch: 'arm64' }), `${base}-darwin-arm64.tgz`);
  const mirror = { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: 'https://mirror.example/m' };
  t.equal(
    prebuiltUrl(mediasoup, { ...machine, env: mirror }),
    'https://mirror.example/m/3.27.1/mediasoup-worker-3.27.1-linux-x64-kernel6.tgz',
  );
});

t.test('a release page that never answers counts as none', async (t) => {
  const silent: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      // Something else must keep the process alive: the time-out alone does not.
      setTimeout(() => {}, 1_000);
    });
  t.equal(await hasPrebuilt(mediasoup, { timeoutMs: 10, fetch: silent }), false);
  t.equal(await hasPrebuilt(mediasoup, { fetch: async () => new Response(null, { status: 404 }) }), false);
  t.equal(await hasPrebuilt(mediasoup, { fetch: async () => new Response(null, { status: 200 }) }), true);
});

t.test('only a program that ends as a worker without a parent does is taken for a worker', async (t) => {
  const folder = t.testdir({});
  const program = (exitCode: number): string => {
    const path = join(folder, `exits-with-${exitCode}`);
    writeFileSync(path, `#!/bin/sh\nexit ${exitCode}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  t.equal(checkWorker(program(41)), true);
  t.equal(checkWorker(program(0)), false);
  t.equal(checkWorker(join(folder, 'absent')), false);
  t.equal(checkWorker(folder), false);
});

t.test(
  'a worker that somebody names and that does not run is an error with the mend, never replaced in silence',
  async (t) => {
    const options = { node: process.execPath, onWork: () => {}, env: { MEDIASOUP_WORKER_BIN: '/no/such/worker' } };
    await t.rejects(provideWorker(options), { name: 'SetupError', message: /MEDIASOUP_WORKER_BIN; without them/ });
  },
);

t.test('another version or recipe never finds the cached worker of this one', async (t) => {
  const path = (version: string, recipe: string): string => workerPaths('/cache', version, recipe).built;
  t.equal(new Set([path('3.27.1', 'a'), path('3.27.2', 'a'), path('3.27.1', 'b')]).size, 3);
});
