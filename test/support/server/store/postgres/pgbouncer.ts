/** A real PgBouncer between nodes and a database, in transaction mode: each transaction gets any of its connections. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { findCommand } from '../../../../../server/setup/shared/command.mjs';
import { idsOfPostgres } from '../../../../../server/src/commands/run-cluster/postgres-process.ts';
import { poolerHost } from './network-cluster.ts';
import type { PostgresCluster } from './postgres-cluster.ts';

const port = 6432;

export class PgBouncer {
  readonly #process: ChildProcess;
  readonly #folder: string;

  /** Path of the program; null: it is not installed. */
  static find(): string | null {
    return process.env.PGBOUNCER_BIN ?? findCommand('pgbouncer') ?? findCommand('/usr/sbin/pgbouncer');
  }

  /** @param connections to the database, for all its clients together */
  static async start(program: string, postgres: PostgresCluster, connections: number): Promise<PgBouncer> {
    const folder = mkdtempSync(join(tmpdir(), 'hrpgb-'));
    const settings = {
      ...{ listen_addr: poolerHost, listen_port: port, unix_socket_dir: '' },
      ...{ auth_type: 'any', pool_mode: 'transaction', default_pool_size: connections, max_client_conn: 1_000 },
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
    const file = join(folder, 'pgbouncer.ini');
    const databases = `[databases]\n* = host=${postgres.folder} user=hearthroom\n`;
    writeFileSync(file, `${databases}[pgbouncer]\n${lines.join('\n')}\n`);
    const ids = idsOfPostgres();
    if (ids.uid !== undefined && ids.gid !== undefined)
      for (const path of [folder, file]) chownSync(path, ids.uid, ids.gid);
    const child = spawn(program, [file], { ...ids, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilReady(child);
    return new PgBouncer(child, folder);
  }

  private constructor(child: ChildProcess, folder: string) {
    [this.#process, this.#folder] = [child, folder];
  }

  get address(): string {
    return `http://${poolerHost}:${port}`;
  }

  async remove(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function untilReady(child: ChildProcess): Promise<void> {
  const ready = Promise.withResolvers<void>();
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000);
    if (said.includes('process up')) ready.resolve();
  });
  child.once('error', ready.reject);
  child.once('exit', () => ready.reject(new Error(`PgBouncer ended: ${said.trim()}`)));
  await ready.promise;
}
