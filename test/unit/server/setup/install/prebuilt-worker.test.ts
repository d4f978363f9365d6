import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { provideWorker } from '../../../../../server/setup/install/worker.mjs';
import { fetchPrebuilt } from '../../../../../server/setup/worker/release.mjs';

const mediasoup = { version: '3.27.1', repository: { url: 'git+https://code.example/owner/mediasoup.git' } };

/** An archive in the format that mediasoup publishes. The program in it creates a file when it is run. */
function makeArchive(t: Test, { exitCode = 41, name = 'mediasoup-worker' } = {}) {
  const folder = t.testdir({});
  const witness = join(folder, 'was-run');
  writeFileSync(join(folder, name), `#!/bin/sh\n: > ${witness}\nexit ${exitCode}\n`);
  chmodSync(join(folder, name), 0o755);
  execFileSync('tar', ['-czf', join(folder, 'worker.tgz'), '-C', folder, name]);
  const archive = readFileSync(join(folder, 'worker.tgz'));
  const digest = createHash('sha256').update(archive).digest('hex');
  return { archive, digest, wasRun: () => existsSync(witness), cache: join(folder, 'cache') };
}

async function serve(t: Test, listener: RequestListener) {
  const paths: string[] = [];
  const server = createServer((request, answer) => {
    paths.push(request.url ?? '');
    listener(request, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { paths, env: { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: `http://127.0.0.1:${port}` } };
}

const targetIn = (cache: string): string => join(cache, 'mediasoup-worker-of-a-test', 'mediasoup-worker');

t.test('a prebuilt worker with the digest that was given is unpacked and kept', async (t) => {
  const { archive, digest, cache, wasRun } = makeArchive(t);
  const { env, paths } = await serve(t, (_request, answer) => answer.end(archive));
  const worker = await provideWorker({
    onWork: () => {},
    env: { ...env, XDG_CACHE_HOME: cache, PATH: process.env.PATH, MEDIASOUP_WORKER_PREBUILT_SHA256: digest },
  });
  t.match(readFileSync(worker, 'utf8'), /exit 41/);
  t.ok(wasRun(), 'it was tried out');
  t.ok(worker.includes(digest));
  t.equal(paths.length, 1);
  t.match(paths[0], /^\/3\.27\.1\/mediasoup-worker-3\.27\.1-/);
  t.same(
    readdirSync(join(cache, 'hearthroom')).filter((name) => name.includes('.tmp-')),
    [],
    'nothing half-made is left',
  );
});

for (const [what, listenerFor] of [
  ['tampered with', (archive) => (_request, answer) => answer.end(Buffer.concat([archive, Buffer.from([0])]))],
  ['truncated', (archive) => (_request, answer) => answer.end(archive.subarray(0, archive.length - 7))],
  [
    'cut off on the way',
    (archive) => (_request, answer) => {
      answer.writeHead(200, { 'content-length': archive.length });
      answer.write(archive.subarray(0, 20), () => answer.destroy());
    },
  ],
  [
    'endless',
    (archive) => (_request, answer) => {
      const more = (): boolean => {
        while (answer.write(archive));
        return true;
      };
      answer.on('drain', more);
      more();
    },
  ],
  ['not there', () => (_request, answer) => answer.writeHead(404).end()],
  ['slow without end', () => () => {}],
] satisfies [string, (archive: Buffer) => RequestListener][]) {
  t.test(`a prebuilt worker that is ${what} is neither unpacked nor run, and one line says so`, async (t) => {
    const { archive, digest, cache, wasRun } = makeArchive(t);
    const { env } = await serve(t, listenerFor(archive));
    const target = targetIn(cache);
    const options = { mediasoup, digest, target, env, timeoutMs: 2_000, maxBytes: 2 ** 20 };
    const error = await fetchPrebuilt(options).then(
      () => null,
      (reason: unknown) => reason,
    );
    t.match(error, { name: 'SetupError', message: /MEDIASOUP_WORKER_PREBUILT_SHA256/ });
    t.notMatch(error instanceof Error && error.message, '\n');
    t.notOk(wasRun());
    t.notOk(existsSync(target));
    t.notOk(existsSync(cache), 'nothing was written');
  });
}

t.test('a prebuilt worker that doesn’t run here, or an archive without one, is refused', async (t) => {
  for (const [made, message] of [
    [makeArchive(t, { exitCode: 1 }), /does not run on this machine/],
    [makeArchive(t, { name: 'something-else' }), /has no mediasoup-worker/],
  ] as const) {
    const { env } = await serve(t, (_request, answer) => answer.end(made.archive));
    const target = targetIn(made.cache);
    await t.rejects(fetchPrebuilt({ mediasoup, digest: made.digest, target, env }), { name: 'SetupError', message });
    t.notOk(existsSync(target));
  }
});
