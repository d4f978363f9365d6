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
import { childrenOf } from '../../../faults/causes/processes.ts';

const run = promisify(execFile);

export interface ClusterOptions {
  /** Lines of postgresql.conf. */
  settings?: readonly string[];
  /** Lines of pg_hba.conf before the one that lets everybody in. */
  access?: readonly string[];
  /** Where it runs: makes the command line that starts it from its own. */
  command?: (argv: readonly string[]) => string[];
  /** Where its folder is made, such as a disk of its own; the system's folder for temporary files by default. */
  folder?: string;
}

export interface StandbyOptions {
  /** Its application_name, by which `synchronous_standby_names` names it. */
  name: string;
  /** Lines of postgresql.conf. */
  settings?: readonly string[];
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

  static async start({ settings = [], access = [], folder, command }: ClusterOptions = {}): Promise<PostgresCluster> {
    const cluster = PostgresCluster.#inNewFolder(folder, command);
    await cluster.#initialise(settings, access);
    await cluster.restart();
    return cluster;
  }

  /** A streaming standby server: a copy of this server, which takes no writes until it is promoted. */
  async startStandby({ name, settings = [] }: StandbyOptions): Promise<PostgresCluster> {
    const standby = PostgresCluster.#inNewFolder();
    const args = [
      '-D',
      standby.#data,
      '-h',
      this.folder,
      '-U',
      'hearthroom',
      '-X',
      'stream',
      '-c',
      'fast',
      '--no-sync',
    ];
    await run(join(this.#programs, 'pg_basebackup'), args, { ...this.#user, cwd: standby.folder });
    const source = `host=${this.folder} user=hearthroom application_name=${name}`;
    standby.#configure([`primary_conninfo = '${source}'`, ...settings]);
    writeFileSync(join(standby.#data, 'standby.signal'), '');
    await standby.restart();
    await this.#until(`SELECT 1 FROM pg_stat_replication WHERE application_name = '${name}' AND state = 'streaming'`);
    return standby;
  }

  /** @param parent of the folder; it must let the unprivileged user in */
  static #inNewFolder(parent = tmpdir(), command?: ClusterOptions['command']): PostgresCluster {
    const postgres = process.env.POSTGRES_BIN ?? debianPrograms()[0];
    if (!postgres) throw new Error('there is no PostgreSQL here: install postgresql, or set POSTGRES_BIN');
    // A short path: that of a Unix socket has at most 107 bytes.
    const folder = mkdtempSync(join(parent, 'hrpg-'));
    const user = idsOfPostgres();
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    return new PostgresCluster(folder, dirname(postgres), user, command);
  }

  async #initialise(settings: readonly string[], access: readonly string[]): Promise<void> {
    const args = ['-D', this.#data, '-U', 'hearthroom', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
    await run(join(this.#programs, 'initdb'), args, { ...this.#user, cwd: this.folder });
    this.#configure(settings);
    const hba = join(this.#data, 'pg_hba.conf');
    writeFileSync(hba, `${access.join('\n')}\n${readFileSync(hba, 'utf8')}`);
  }

  #configure(settings: readonly string[]): void {
    const lines = [
      `listen_addresses = ''`,
      `unix_socket_directories = '${this.folder}'`,
      'max_connections = 100',
      'shared_buffers = 32MB',
      ...settings,
    ];
    writeFileSync(join(this.#data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`);
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
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  /** SIGKILL of all its processes at once, as when its machine loses power. */
  async kill(): Promise<void> {
    const server = this.#process;
    this.#process = null;
    if (!server?.pid || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    this.#signalAll(server.pid, 'SIGKILL');
    await ended;
  }

  /** It ended by itself: it does so when it can't write its log. */
  get hasEnded(): boolean {
    return this.#process !== null && (this.#process.exitCode !== null || this.#process.signalCode !== null);
  }

  /** Stops all its processes (SIGSTOP), until `resume`. */
  freeze(): void {
    if (this.#process?.pid) this.#signalAll(this.#process.pid, 'SIGSTOP');
  }

  resume(): void {
    if (this.#process?.pid) this.#signalAll(this.#process.pid, 'SIGCONT');
  }

  /** The server first, so that it starts no other process meanwhile. */
  #signalAll(pid: number, signal: NodeJS.Signals): void {
    process.kill(pid, signal === 'SIGKILL' ? 'SIGSTOP' : signal);
    for (const child of childrenOf(pid)) {
      try {
        process.kill(child, signal);
      } catch {
        // It has ended meanwhile.
      }
    }
    process.kill(pid, signal);
  }

  /** Ends recovery: a standby server becomes a primary one. Resolves when it takes writes. */
  async promote(): Promise<void> {
    await this.query('postgres', 'SELECT pg_promote()');
    await this.#until('SELECT 1 WHERE NOT pg_is_in_recovery()');
  }

  /** The process that sends the write-ahead log to the standby server of this name. */
  async walsender(name: string): Promise<number> {
    const [row] = await this.query(
      'postgres',
      `SELECT pid FROM pg_stat_replication WHERE application_name = '${name}'`,
    );
    if (!row) throw new Error(`there is no standby server ${name}`);
    return Number(row.pid);
  }

  /** Changes a setting that needs no restart, and waits until it applies. */
  async set(name: string, value: string): Promise<void> {
    await this.query('postgres', `ALTER SYSTEM SET ${name} = '${value}'`);
    await this.query('postgres', 'SELECT pg_reload_conf()');
    await this.#until(`SELECT 1 WHERE current_setting('${name}') = '${value}'`);
  }

  /** Repeats the query until it answers something. */
  async #until(sql: string): Promise<void> {
    while ((await this.query('postgres', sql)).length === 0);
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
    this.resume();
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
