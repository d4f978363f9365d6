/**
 * The server in a container as in docs/operations-reference.md: an unprivileged user, no capabilities, no new
 * privileges, and a file system that is read-only except for the data directory.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { serverOptions } from '../../../server/setup/install/compiled.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';
import { opusAndVp8 } from '../../support/media/rtp-packets.ts';
import { workerBin } from '../../support/media/worker-bin.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { testKey } from '../../support/server/test-server.ts';

const nobody = 65_534;
const bare = ['--clear-groups', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'];
const canEnter = spawnSync('unshare', ['--mount', 'setpriv', '--version']).status === 0;

/**
 * In a mount namespace: the sources in a place that everybody may read, a small disk for data, everything else
 * read-only.
 */
const script = `
  mount --bind "$SOURCES" "$BOX/app"
  mount -t tmpfs -o size=64m,mode=0700,uid=${nobody} none "$BOX/data"
  mount -o remount,bind,ro "$BOX/app"
  mount -o remount,bind,ro /
  # The test runner slips notes of its own into every Node, which are written beside the sources at its end.
  unset NODE_OPTIONS
  cd "$BOX/app"
  exec setpriv --reuid=${nobody} --regid=${nobody} ${bare.join(' ')} "$@"
`;

function prepareBox(): string {
  const box = mkdtempSync(join(tmpdir(), 'hearthroom-box-'));
  chmodSync(box, 0o755);
  for (const folder of ['app', 'data']) mkdirSync(join(box, folder));
  copyFileSync(workerBin(), join(box, 'mediasoup-worker'));
  chmodSync(join(box, 'mediasoup-worker'), 0o755);
  // Copied, so that it can be run without access to other users' folders.
  copyFileSync(process.execPath, join(box, 'node'));
  chmodSync(join(box, 'node'), 0o755);
  return box;
}

function start(box: string) {
  const node = [join(box, 'node'), ...serverOptions, 'server/src/main.ts'];
  const child = spawn('unshare', ['--mount', '--propagation=private', 'sh', '-ec', script, 'sh', ...node], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      SOURCES: root,
      BOX: box,
      HEARTHROOM_PORT: '0',
      HEARTHROOM_MEDIA_PORT: '0',
      HEARTHROOM_WORKERS: '1',
      HEARTHROOM_WORKER_BIN: join(box, 'mediasoup-worker'),
      HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}`,
      HEARTHROOM_DATA_DIR: join(box, 'data'),
    },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => printed.push(String(text)));
  return { child, output: () => printed.join('') };
}

async function urlOf({ child, output }: ReturnType<typeof start>): Promise<string> {
  for (;;) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(output()) ?? [];
    if (address) return address;
    if (child.exitCode !== null) throw new Error(`It did not start: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const skip = canEnter ? false : 'needs root, unshare and setpriv';
t.test('without privileges and on a read-only file system it serves rooms, media included', { skip }, async (t) => {
  const box = prepareBox();
  const server = start(box);
  t.teardown(() => {
    server.child.kill('SIGKILL');
    rmSync(box, { recursive: true, force: true });
  });
  const url = await urlOf(server);
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  t.match(status, /^Uid:\s+65534\s+65534/m);
  t.match(status, /^CapEff:\s+0+$/m);
  t.match(status, /^CapBnd:\s+0+$/m);
  t.match(status, /^NoNewPrivs:\s+1$/m);
  t.match(readFileSync(`/proc/${server.child.pid}/mountinfo`, 'utf8'), / \/ \/ ro[, ]/);

  const headers = {
    authorization: `Bearer ${await createAdminToken({ key: testKey })}`,
    'content-type': 'application/json',
  };
  t.equal((await fetch(`${url}/readyz`)).status, 200);
  const created = await fetch(`${url}/v1/rooms`, { method: 'POST', headers, body: '{}' });
  t.equal(created.status, 201);
  const { id: room }: { id: string } = JSON.parse(await created.text());
  const token = await createAccessToken({ key: testKey, room, sub: 'weber', role: 'therapist', name: 'Dr. Weber' });
  const { client } = await RawClient.join(url, { token });
  t.equal(await client.codeOf('openMedia', { rtpCapabilities: opusAndVp8 }), 'ok');
  t.equal(await client.codeOf('endRoom'), 'ok');
  client.close();

  // Not `exit`: its last output may still be in transit then.
  const exited = once(server.child, 'close');
  server.child.kill('SIGTERM');
  t.same(await exited, [0, null], server.output());
});
