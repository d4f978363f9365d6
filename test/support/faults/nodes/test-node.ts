/**
 * One node as a process of its own, with its own way to the database, which can be cut: on loopback through a proxy, or
 * on a host of a TestNetwork.
 */
import { once } from 'node:events';
import process from 'node:process';
import { createAdminToken } from '@hearthroom/sdk/token';
import { ServerProcess } from '../../server/server-process.ts';
import { testKey } from '../../server/test-server.ts';
import { childrenOf, commandOf } from '../causes/processes.ts';
import { TcpProxy } from '../causes/tcp-proxy.ts';
import type { ClientRecord } from '../checker/recording/client-record.ts';
import type { Answer } from '../clients/clinic.ts';
import { bothWays, type NetworkHost, type TestNetwork } from '../network/test-network.ts';
import { until } from '../wait.ts';

export interface TestNodeOptions {
  name: string;
  /** Of PostgreSQL, such as http://127.1.1.7:5432 */
  databaseAddress: string;
  database: string;
  env?: Record<string, string>;
  /** None: on loopback. The database is its host `database`. */
  network?: TestNetwork | null;
  /** Of calls of its API. */
  record?: ClientRecord;
}

interface StartedNode {
  name: string;
  database: DatabaseLink;
  host: NetworkHost | null;
  env: Record<string, string>;
  server: ServerProcess;
  url: string;
  record: ClientRecord | null;
}

/** The way of one node to the database. */
export interface DatabaseLink {
  /** Where the node finds the database: host:port. */
  readonly address: string;
  /** Drops all data in both directions; connections stay open on both sides. */
  silence(): void;
  /** As `silence`; on loopback, connections are closed and new ones refused. */
  cut(): void;
  /** Connections can be made again. */
  restore(): void;
  /** The database is at another address, such as http://127.1.1.8:5432, as after a failover. On loopback only. */
  redirect(address: string): void;
  /**
   * When the last connection was made that comes from here, as the database sees it, before that time; null: none was.
   */
  connectedFrom(address: string, port: number, before: number): number | null;
  close(): void;
}

/** The host of the database in a TestNetwork. */
export const databaseHost = 'database';
const metricsToken = 'metrics-token-of-the-test-cluster';

export class TestNode {
  readonly name: string;
  readonly database: DatabaseLink;
  /** null: on loopback. */
  readonly host: NetworkHost | null;
  readonly #env: Record<string, string>;
  readonly #record: ClientRecord | null;
  #server: ServerProcess;
  #url: string;

  static async start(options: TestNodeOptions): Promise<TestNode> {
    const { name, databaseAddress, database, env = {}, network, record = null } = options;
    const host = (await network?.addHost(name)) ?? null;
    const link = network && host ? linkIn(network, host, databaseAddress) : await linkThroughProxy(databaseAddress);
    const settings = {
      HEARTHROOM_DATABASE_URL: `postgres://hearthroom@${link.address}/${database}?sslmode=disable`,
      HEARTHROOM_NODE_NAME: name,
      HEARTHROOM_NODE_PORT: '0',
      HEARTHROOM_API_REQUESTS_PER_MINUTE: '100000',
      HEARTHROOM_METRICS_TOKEN: metricsToken,
      HEARTHROOM_LOG_LEVEL: 'info',
      ...(host && { HEARTHROOM_HOST: host.address }),
      ...env,
    };
    const server = await ServerProcess.start(settings, [], host?.command([]));
    const url = await server.url();
    return new TestNode({ name, database: link, host, env: settings, server, url, record });
  }

  private constructor({ name, database, host, env, server, url, record }: StartedNode) {
    [this.name, this.database, this.host] = [name, database, host];
    [this.#env, this.#server, this.#url, this.#record] = [env, server, url, record];
  }

  /** See DatabaseLink. */
  connectedFrom(address: string, port: number, before: number): number | null {
    return this.database.connectedFrom(address, port, before);
  }

  get server(): ServerProcess {
    return this.#server;
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  get pid(): number {
    return this.#server.child.pid ?? 0;
  }

  get output(): string {
    return this.#server.output;
  }

  get hasEnded(): boolean {
    const { exitCode, signalCode } = this.#server.child;
    return exitCode !== null || signalCode !== null;
  }

  /** The media workers, and the guard process. */
  get children(): number[] {
    return childrenOf(this.pid);
  }

  get workers(): number[] {
    return this.children.filter((pid) => !commandOf(pid).includes('hearthroom-guard'));
  }

  kill(signal: NodeJS.Signals): void {
    if (this.hasEnded) throw new Error(`${this.name} has ended by itself: ${this.output.slice(-2_000)}`);
    process.kill(this.pid, signal);
  }

  async exited(): Promise<void> {
    if (!this.hasEnded) await once(this.#server.child, 'exit');
  }

  /**
   * The same node on the same port, after its process has ended. Resolves when it listens.
   * @param env what is different from now on
   */
  async startAgain(env: Record<string, string> = {}): Promise<void> {
    await this.exited();
    const { dataDir } = this.#server;
    Object.assign(this.#env, env);
    const settings = { ...this.#env, HEARTHROOM_PORT: String(this.port), HEARTHROOM_DATA_DIR: dataDir };
    this.#server = await ServerProcess.start(settings, [], this.host?.command([]));
    this.#url = await this.#server.url();
  }

  /** What /readyz says; false if the node does not answer. */
  async isReady(): Promise<boolean> {
    return await fetch(`${this.#url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Waits until it takes people. */
  async ready(): Promise<void> {
    const isReady = async (): Promise<boolean> => {
      if (this.hasEnded) throw new Error(`${this.name} has ended before it was ready: ${this.output.slice(-2_000)}`);
      return await this.isReady();
    };
    await until(isReady, `${this.name} is ready`);
  }

  /** One value of /metrics; series with several labels are summed. NaN if the node does not answer. */
  async metric(name: string): Promise<number> {
    const headers = { authorization: `Bearer ${metricsToken}` };
    const text = await fetch(`${this.#url}/metrics`, { headers }).then(
      (response) => response.text(),
      () => '',
    );
    const lines = text.split('\n').filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)));
    return lines.length === 0 ? Number.NaN : lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** What /readyz says about the store; null: nothing, or no answer. */
  async storeReason(): Promise<string | null> {
    const answer: unknown = await fetch(`${this.#url}/readyz`).then(
      (response) => response.json(),
      () => null,
    );
    const reason: unknown = Object(Object(answer).reasons).store;
    return typeof reason === 'string' ? reason : null;
  }

  async api(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const call = () => this.#call(method, path, body, headers);
    return (await this.#record?.rest(this.name, { method, path, body }, call)) ?? (await call());
  }

  async #call(
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
    const response = await fetch(`${this.#url}${path}`, {
      method,
      // A kept connection may be to a process that was killed since.
      headers: { authorization, connection: 'close', ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  async remove(): Promise<void> {
    // A row that broke off may have left all of them stopped; the guard ends the workers when Node has ended.
    if (!this.hasEnded) for (const pid of [this.pid, ...this.children]) process.kill(pid, 'SIGCONT');
    await this.#server.remove();
    this.database.close();
  }
}

async function linkThroughProxy(databaseAddress: string): Promise<DatabaseLink> {
  const proxy = await TcpProxy.start(databaseAddress);
  return {
    address: new URL(proxy.url).host,
    silence: () => proxy.silence(),
    cut: () => proxy.cut(),
    restore: () => proxy.restore(),
    redirect: (target) => proxy.redirect(target),
    connectedFrom: (_address, port, before) => proxy.connectedFrom(port, before),
    close: () => proxy.close(),
  };
}

function linkIn(network: TestNetwork, { name, address }: NetworkHost, databaseAddress: string): DatabaseLink {
  return {
    address: new URL(databaseAddress).host,
    silence: () => void network.isolate(name, [databaseHost]),
    cut: () => void network.isolate(name, [databaseHost]),
    restore: () => void network.restore(...bothWays(name, [databaseHost])),
    redirect: () => {
      throw new Error('a host of a network finds its database at one address');
    },
    // No other node has this address.
    connectedFrom: (from, _port, before) => (from === address ? before : null),
    close: () => {},
  };
}
