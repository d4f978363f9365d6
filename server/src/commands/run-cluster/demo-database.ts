/** A PostgreSQL of this command's own, in a folder, on loopback and with a password. Its data outlast the command. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { newSecret } from '../../core/secrets/random.ts';
import { type Ids, idsOfPostgres, untilReady } from './postgres-process.ts';

const run = promisify(execFile);
const user = 'hearthroom';

export interface DemoDatabaseOptions {
  /** Path of the program `postgres`; the others are beside it. */
  program: string;
  /** Of this command; the database is in a folder below it, or, for root, where an unprivileged user can reach it. */
  folder: string;
  port: number;
}

export class DemoDatabase {
  readonly url: string;
  readonly #server: ChildProcess;

  private constructor(server: ChildProcess, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Makes it the first time. Rejects with what PostgreSQL said when it does not start. */
  static async start({ program, folder: ownFolder, port }: DemoDatabaseOptions): Promise<DemoDatabase> {
    const ids = idsOfPostgres();
    const folder = ids.uid !== undefined ? `/var/tmp/hearthroom-cluster-${port}` : join(ownFolder, 'postgres');
    const data = join(folder, 'data');
    const secret = join(folder, 'password');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (ids.uid !== undefined && ids.gid !== undefined) takeFolder(folder, ids.uid, ids.gid);
    if (!existsSync(join(data, 'PG_VERSION'))) await initialise(dirname(program), { data, secret, ids });
    const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''];
    const server = spawn(program, args, { ...ids, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilReady(server);
    const password = readFileSync(secret, 'utf8').trim();
    return new DemoDatabase(server, `postgres://${user}:${password}@127.0.0.1:${port}/postgres?sslmode=disable`);
  }

  /** Stops it; connections are closed. */
  async stop(): Promise<void> {
    if (this.#server.exitCode !== null) return;
    const ended = once(this.#server, 'exit');
    this.#server.kill('SIGINT');
    await ended;
  }
}

/** In a folder that everybody may write to, somebody else may have made it. */
function takeFolder(folder: string, uid: number, gid: number): void {
  const { uid: owner } = statSync(folder);
  if (owner !== 0 && owner !== uid) throw new Error(`${folder} belongs to another user. Remove it.`);
  chownSync(folder, uid, gid);
}

async function initialise(programs: string, { data, secret, ids }: { data: string; secret: string; ids: Ids }) {
  rmSync(data, { recursive: true, force: true });
  writeFileSync(secret, newSecret(), { mode: 0o600 });
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(secret, ids.uid, ids.gid);
  const encoding = ['--encoding=UTF8', '--locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${user}`, `--pwfile=${secret}`];
  await run(join(programs, 'initdb'), ['-D', data, ...encoding, ...access], { ...ids, cwd: dirname(data) });
  appendFileSync(join(data, 'postgresql.conf'), 'shared_buffers = 32MB\n');
}
