/**
 * The operations guide: its commands run unchanged except for paths and addresses, its settings exist, its figures are
 * correct.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { describeConfig } from '../../../server/src/config/config.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { testKey } from '../../support/server/test-server.ts';

const guide = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const isRoot = process.getuid?.() === 0;
const hasCurl = existsSync('/usr/bin/curl');

function example(name: string): string {
  const [, code] = new RegExp(`<!-- example: ${name} -->\\n\`\`\`sh\\n([\\s\\S]*?)\`\`\``).exec(guide) ?? [];
  if (code === undefined) throw new Error(`The guide has no example ${name}`);
  return code;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * A machine below a directory: /opt, /var and a `systemctl` that makes this test start and stop the real programs of
 * the units.
 */
class Machine {
  readonly directory: string;
  readonly dataDir: string;
  readonly backupDir: string;
  readonly url: string;
  /** Commands that systemctl received. */
  readonly asked: string[] = [];
  server: ServerProcess | null = null;
  readonly #port: number;
  readonly #control: string;

  private constructor(directory: string, port: number, control: string) {
    this.directory = directory;
    this.dataDir = join(directory, 'var/lib/hearthroom');
    this.backupDir = join(directory, 'var/backups/hearthroom');
    this.url = `http://127.0.0.1:${port}`;
    this.#port = port;
    this.#control = control;
  }

  static async create(t: Test): Promise<Machine> {
    const directory = t.testdir();
    const control = createServer(async (request, response) => {
      const words = decodeURIComponent(request.url?.slice(1) ?? '');
      machine.asked.push(words);
      try {
        await machine.#systemctl(words);
        response.end();
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    }).listen(0, '127.0.0.1');
    await once(control, 'listening');
    const { port } = control.address() as { port: number };
    const machine = new Machine(directory, await freePort(), `http://127.0.0.1:${port}`);
    for (const folder of ['opt/hearthroom-OLD', 'opt/hearthroom-NEW', 'bin'])
      mkdirSync(join(directory, folder), { recursive: true });
    for (const folder of [machine.dataDir, machine.backupDir]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    machine.#install('systemctl', `exec curl -fsS "${machine.#control}/$1%20$2"`);
    machine.#install('journalctl', `echo journal of "$2"`);
    t.teardown(async () => {
      control.close();
      await machine.server?.remove();
    });
    return machine;
  }

  #install(name: string, text: string): void {
    const file = join(this.directory, 'bin', name);
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
  }

  async #systemctl(words: string): Promise<void> {
    if (words === 'stop hearthroom') {
      this.server?.child.kill('SIGINT');
      await this.server?.exited;
    } else if (words === 'start hearthroom') {
      const env = { HEARTHROOM_PORT: String(this.#port), HEARTHROOM_DATA_DIR: this.dataDir };
      this.server = await ServerProcess.start({ ...env, HEARTHROOM_BACKUP_DIR: this.backupDir });
    } else if (words === 'start hearthroom-backup') {
      const unit = readFileSync(join(root, 'examples/deploy/hearthroom-backup.service'), 'utf8');
      const args = /^ExecStart=\/usr\/bin\/node (.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
      const env = { HEARTHROOM_DATA_DIR: this.dataDir, HEARTHROOM_BACKUP_DIR: this.backupDir };
      await promisify(execFile)(process.execPath, args, { cwd: root, env });
    } else throw new Error(`no such thing: ${words}`);
  }

  /** Runs an example of the guide with paths of this machine instead of /var and /opt. @returns what it printed */
  async run(name: string, changes: Record<string, string> = {}): Promise<string> {
    const places = {
      '/var/': `${this.directory}/var/`,
      '/opt/': `${this.directory}/opt/`,
      'http://127.0.0.1:3000': this.url,
    };
    let text = example(name).replaceAll('-o hearthroom -g hearthroom', '-o root -g root');
    for (const [from, to] of Object.entries({ ...changes, ...places })) text = text.replaceAll(from, to);
    const env = { PATH: `${join(this.directory, 'bin')}:${process.env.PATH}` };
    const { stdout } = await promisify(execFile)('sh', ['-euc', text], { env });
    return stdout;
  }

  link(): string {
    return readlinkSync(join(this.directory, 'opt/hearthroom'));
  }
}

async function seat(url: string, room: string, sub: string) {
  const token = await createAccessToken({ key: testKey, room, sub, role: 'client', name: sub });
  return RawClient.join(url, { token });
}

async function createRoom(url: string): Promise<string> {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/rooms`, { method: 'POST', headers, body: '{}' });
  return ((await answer.json()) as { id: string }).id;
}

const skip = isRoot && hasCurl ? false : 'needs root and curl';
t.test('backup, upgrade, rollback and restore go as the guide says', { skip }, async (t) => {
  const machine = await Machine.create(t);
  await machine.run('upgrade', { 'systemctl start hearthroom-backup\n': '' });
  const room = await createRoom(machine.url);
  (await seat(machine.url, room, 'anna')).client.close();

  const newest = (await machine.run('backup')).trim();
  t.equal(statSync(newest).mode & 0o777, 0o600);
  t.match(await machine.run('upgrade'), '"status":"ok"');
  t.match(machine.link(), /hearthroom-NEW$/);
  t.equal(readdirSync(machine.backupDir).length, 2, 'the upgrade began with a backup');
  t.equal((await seat(machine.url, room, 'ben')).arrival.resumeSecret !== undefined, true, 'the room is there');

  machine.server?.child.kill('SIGINT');
  await machine.server?.exited;
  const store = new DatabaseSync(join(machine.dataDir, 'hearthroom.sqlite'));
  store.exec('PRAGMA user_version = 999');
  store.close();
  const said = await machine.run('rollback', { '--retry 30 --retry-delay 1 --retry-connrefused': '' });
  t.match(said, 'journal of hearthroom', 'a store of a newer version is refused');
  await machine.server?.exited;
  t.match(machine.server?.output, /newer Hearthroom/);
  t.match(machine.link(), /hearthroom-OLD$/);

  const shown = /^backup=(.*)$/m.exec(example('restore'))?.[1] ?? 'none';
  t.match(await machine.run('restore', { [shown]: newest.replace(machine.directory, '') }), '"status":"ok"');
  t.match((await seat(machine.url, room, 'anna')).arrival, { snapshot: { state: 'waiting' } });
  t.equal(statSync(machine.dataDir).mode & 0o777, 0o700);
});

t.test('every setting that the guide and the files of examples/deploy name is one that the server has', (t) => {
  const known = new Set(describeConfig().match(/HEARTHROOM_\w+/g));
  const deploy = join(root, 'examples/deploy');
  const texts = readdirSync(deploy, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const named = new Set([guide, ...texts].join('\n').match(/HEARTHROOM_[A-Z_]+/g));
  t.ok(named.size > 15);
  for (const name of named) t.ok(known.has(name), name);
  t.end();
});

t.test('one participant causes three log lines, of the size that the guide states', async (t) => {
  const server = await ServerProcess.start();
  t.teardown(() => server.remove());
  const url = await server.url();
  const room = await createRoom(url);
  const token = await createAccessToken({ key: testKey, room, sub: 'weber', role: 'therapist', name: 'Weber' });
  const host = await RawClient.join(url, { token });
  const anna = await seat(url, room, 'anna');
  const { entry } = await host.client.notification('waitingAdded');
  const { id, epoch } = entry as { id: string; epoch: number };
  t.equal(await host.client.codeOf('admit', { participantId: id, epoch }), 'ok');
  await anna.client.notification('snapshotReplaced');
  for (let count = 0; count < 20; count += 1) await anna.client.codeOf('ping');
  t.equal(await anna.client.codeOf('leave'), 'ok');
  await host.client.notification('participantLeft');
  server.child.kill('SIGINT');
  await server.exited;
  const lines = server.stdout.split('\n').filter((line) => line.includes(id));
  t.equal(lines.length, 3, lines.join('\n'));
  const [, told = ''] = /causes three lines, about (\d+) bytes together/.exec(guide) ?? [];
  const bytes = lines.join('\n').length + 1;
  t.ok(Math.abs(bytes - Number(told)) < 50, `${bytes} bytes`);
});
