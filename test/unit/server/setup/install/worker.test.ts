import { chmodSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import t from 'tap';
import {
  chooseWay,
  provideWorker,
  sanitizedWorkerPaths,
  workerPaths,
} from '../../../../../server/setup/install/worker.mjs';
import { checkWorker } from '../../../../../server/setup/worker/check.mjs';
import { digestOf, prebuiltUrl } from '../../../../../server/setup/worker/release.mjs';

const mediasoup = { version: '3.27.1', repository: { url: 'git+https://code.example/owner/mediasoup.git' } };
const nothing = { given: undefined, cached: null, digest: null };
const digest = 'a'.repeat(64);

t.test('a worker that somebody names comes before all others', async (t) => {
  t.equal(chooseWay({ given: '/opt/worker', cached: '/cache/worker', digest }), 'given');
});

t.test('a worker in the cache is used without asking anybody', async (t) => {
  t.equal(chooseWay({ ...nothing, cached: '/cache/worker', digest }), 'cached');
});

t.test('the worker is built from source, unless somebody gives the digest of one to fetch', async (t) => {
  t.equal(chooseWay(nothing), 'build');
  t.equal(chooseWay({ ...nothing, digest }), 'fetch');
  t.equal(digestOf({}), null);
  t.equal(digestOf({ MEDIASOUP_WORKER_PREBUILT_SHA256: ` SHA256:${digest.toUpperCase()}\n` }), digest);
  const skipped = { MEDIASOUP_WORKER_PREBUILT_SHA256: digest, MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD: 'true' };
  t.equal(digestOf(skipped), null);
  for (const wrong of ['latest', digest.slice(1), `${digest}0`])
    t.throws(() => digestOf({ MEDIASOUP_WORKER_PREBUILT_SHA256: wrong }), {
      name: 'SetupError',
      message: /64 hexadecimal/,
    });
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
    const options = { onWork: () => {}, env: { MEDIASOUP_WORKER_BIN: '/no/such/worker' } };
    await t.rejects(provideWorker(options), { name: 'SetupError', message: /MEDIASOUP_WORKER_BIN; without them/ });
  },
);

t.test('another version or recipe never finds the cached worker of this one', async (t) => {
  const path = (version: string, recipe: string): string => workerPaths('/cache', version, recipe).built;
  t.equal(new Set([path('3.27.1', 'a'), path('3.27.2', 'a'), path('3.27.1', 'b')]).size, 3);
  const fetched = (given: string | null) => workerPaths('/cache', '3.27.1', 'a', given).prebuilt;
  t.equal(fetched(null), null, 'what was fetched without a digest is not used');
  t.not(fetched(digest), fetched('b'.repeat(64)));
});

t.test('the worker for sanitizers is never taken for one that servers or tests run, nor replaces it', async (t) => {
  const [released, sanitized] = [workerPaths('/cache', '3.27.1', 'a'), sanitizedWorkerPaths('/cache', '3.27.1', 'a')];
  const folder = basename(dirname(sanitized.built));
  t.equal(folder.startsWith('mediasoup-worker-3.27.1-'), false, 'which tests look for');
  t.not(sanitized.built, released.built);
  t.not(sanitized.lock, released.lock);
});
