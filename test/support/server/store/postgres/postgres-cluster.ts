/**
 * A real PostgreSQL for tests: a cluster of its own in a temporary folder, reached by its Unix socket alone, and
 * stopped when the tests of the file have ended.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import pg from 'pg';
import { debianPrograms } from '../../../../../server/setup/install/postgres.mjs';
import { idsOfPostgres, untilReady } from '../../../../../server/src/commands/run-cluster/postgres-process.ts';

const run = promisify(execFile);

export interface ClusterOptions {
  /** Lines of postgresql.conf. */
  settings?: readonly string[];
  /** Lines of pg_hba.conf before the one that lets everybody in. */
  access?: readonly string[];
  /** Where it runs: makes the command line that starts it from its own. */
  command?: (argv: readonly string[]) => string[];
}

export class PostgresCluster {
  readonly folder: string;
  readonly #programs: string;
  readonly #user: { uid?: number; gid?: number };
  readonly #command: ClusterOptions['command'];
  #process: ChildProcess | null = null;
  #databases = 0;

  private constructor(
    folder: string,
    programs: string,
    user: { uid?: number; gid?: number },
    command: ClusterOptions['command'],
  ) {
    this.folder = folder;
    this.#programs = programs;
    this.#user = user;
    this.#command = command;
  }

  static async start({ settings = [], access = [], command }: ClusterOptions = {}): Promise<PostgresCluster> {
    const postgres = process.env.POSTGRES_BIN ?? debianPrograms()[0];
    if (!postgres) throw new Error('there is no PostgreSQL here: install postgresql, or set POSTGRES_BIN');
    // A short path: that of a Unix socket has at most 107 bytes.
    const folder = mkdtempSync(join(tmpdir(), 'hrpg-'));
    const user = idsOfPostgres();
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    const cluster = new PostgresCluster(folder, dirname(postgres), user, command);
    await cluster.#initialise(settings, access);
    await cluster.restart();
    return cluster;
  }

  async #initialise(settings: readonly string[], access: readonly string[]): Promise<void> {
    const args = ['-D', this.#data, '-U', 'hearthroom', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
    await run(join(this.#programs, 'initdb'), args, { ...this.#user, cwd: this.folder });
    const lines = [
      `listen_addresses = ''`,
      `unix_socket_directories = '${this.folder}'`,
      'max_connections = 100',
      'shared_buffers = 32MB',
      ...settings,
    ];
    writeFileSync(join(this.#data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`);
    const hba = join(this.#data, 'pg_hba.conf');
    writeFileSync(hba, `${access.join('\n')}\n${readFileSync(hba, 'utf8')}`);
  }

  get #data(): string {
    return join(this.folder, 'data');
  }

  /** The socket; a proxy in a test may pass connections on to it. */
  get socket(): string {
    return join(this.folder, '.s.PGSQL.5432');
  }

  /** Starts it, after it was stopped. Resolves when it accepts connections. */
  async restart(): Promise<void> {
    const server = this.#spawn([join(this.#programs, 'postgres'), '-D', this.#data]);
    this.#process = server;
    await untilReady(server);
  }

  #spawn(argv: readonly string[]): ChildProcess {
    const { uid, gid } = this.#user;
    // The program that changes the place needs root itself.
    const [changesUser, options] =
      this.#command === undefined || uid === undefined
        ? [[], this.#user]
        : [['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'], {}];
    const whole = [...changesUser, ...argv];
    const [program = '', ...args] = this.#command?.(whole) ?? whole;
    return spawn(program, args, { ...options, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] });
  }

  /** @param signal SIGINT: fast shutdown; SIGQUIT: as after a crash */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const server = this.#process;
    this.#process = null;
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  /** @returns the settings of a connection to a new, empty database */
  async createDatabase(): Promise<{ host: string; user: string; database: string }> {
    this.#databases += 1;
    const database = `test_${this.#databases}`;
    await this.query('postgres', `CREATE DATABASE ${database}`);
    return { host: this.folder, user: 'hearthroom', database };
  }

  /** As the superuser. */
  async query(database: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ host: this.folder, user: 'hearthroom', database });
    await client.connect();
    try {
      const results = await client.query(sql);
      return Array.isArray(results) ? (results.at(-1)?.rows ?? []) : results.rows;
    } finally {
      await client.end();
    }
  }

  /** The text of all of its files, as far as it has written them. */
  readFiles(): string {
    return readAll(this.#data);
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function readAll(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n');
}
