/**
 * A server as an operator runs it: TLS behind a reverse proxy, a key file, webhooks, and a disk and clock that can
 * fail.
 */
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { type ApiKey, createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import type { RoomWebhookEvent } from '@hearthroom/sdk/webhooks';
import { mountSmallDisk } from '../faults/causes/small-disk.ts';
import { TcpProxy } from '../faults/causes/tcp-proxy.ts';
import type { Answer, Identity } from '../faults/clients/clinic.ts';
import type { RowContext } from '../faults/rows/row.ts';
import { comesTrue, until } from '../faults/wait.ts';
import { FakedClock, whyNoFakedClock } from '../server/faked-clock.ts';
import { type CertificateFiles, makeCertificate } from '../server/keys/certificates.ts';
import { ed25519Pair, writeKeyFile } from '../server/keys/key-pairs.ts';
import { type HookReceiver, receiveHooks } from '../server/rest/hook-receiver.ts';
import { ServerProcess } from '../server/server-process.ts';
import { type ReverseProxy, startReverseProxy } from './reverse-proxy.ts';

type Cleanable = Pick<RowContext, 'afterwards'>;

export interface SigningKey {
  key: ApiKey;
  entry: { id: string; publicKey: string };
}

export function makeKey(id: string): SigningKey {
  const { privatePem, publicPem } = ed25519Pair();
  return { key: { id, privateKey: privatePem }, entry: { id, publicKey: publicPem } };
}

const metricsToken = 'a-token-for-the-metrics-of-the-tests-0123456789';
/** A proxy that is reloaded may close a kept-alive connection just when the next request is sent on it. */
const once = { connection: 'close' };
const dataMegabytes = 8;
/** Deliveries arrive while the server's clock is an hour ahead of this process's. */
const webhookToleranceSeconds = 7_200;

interface Parts {
  directory: string;
  certificate: CertificateFiles;
  disk: string | null;
  clock: FakedClock | null;
  receiver: HookReceiver;
  wayToReceiver: TcpProxy;
  key: SigningKey;
  env: Record<string, string>;
  server: ServerProcess;
  serverUrl: string;
  proxy: ReverseProxy;
}

export class Deployment {
  /** Files besides the store: backups, certificates, keys. */
  readonly directory: string;
  /** Data directory on a small disk; null if none can be mounted. */
  readonly disk: string | null;
  /** Null if faketime is not installed. */
  readonly clock: FakedClock | null;
  readonly receiver: HookReceiver;
  readonly wayToReceiver: TcpProxy;
  readonly proxy: ReverseProxy;
  /** The server's own address, without the proxy. */
  readonly serverUrl: string;
  /** The key with which this backend signs. */
  key: SigningKey;
  readonly #context: Cleanable;
  readonly #certificate: CertificateFiles;
  readonly #env: Record<string, string>;
  #server: ServerProcess;
  #queue: Promise<unknown> = Promise.resolve();

  static async start(context: Cleanable): Promise<Deployment> {
    const directory = await mkdtemp(join(tmpdir(), 'hearthroom-operations-'));
    context.afterwards(() => rm(directory, { recursive: true, force: true }));
    const certificate = { certificateFile: join(directory, 'live.pem'), keyFile: join(directory, 'live.key') };
    await placeCertificate(directory, 'first', certificate);
    const key = makeKey('first');
    writeKeyFile(join(directory, 'keys.json'), [key.entry]);
    const clock = whyNoFakedClock() === null ? new FakedClock() : null;
    context.afterwards(() => clock?.remove());
    const disk = await mountSmallDisk(context, dataMegabytes);
    const receiver = await receiveHooks({ teardown: context.afterwards }, undefined, {
      toleranceSeconds: webhookToleranceSeconds,
    });
    const wayToReceiver = await TcpProxy.start(receiver.url);
    context.afterwards(() => wayToReceiver.close());
    const env = settingsFor(directory, certificate, receiver, wayToReceiver);
    const dataDir = dataDirOf(directory, disk);
    const server = await ServerProcess.start({ ...env, ...clock?.env, HEARTHROOM_DATA_DIR: dataDir });
    context.afterwards(() => server.remove());
    const serverUrl = await server.url();
    const proxy = await startReverseProxy(context, { target: serverUrl, certificate, directory });
    const parts = { directory, certificate, disk, clock, receiver, wayToReceiver, key, env, server, serverUrl, proxy };
    return new Deployment(context, parts);
  }

  private constructor(context: Cleanable, parts: Parts) {
    this.#context = context;
    this.directory = parts.directory;
    this.#certificate = parts.certificate;
    this.disk = parts.disk;
    this.clock = parts.clock;
    this.receiver = parts.receiver;
    this.wayToReceiver = parts.wayToReceiver;
    this.key = parts.key;
    this.#env = parts.env;
    this.#server = parts.server;
    this.serverUrl = parts.serverUrl;
    this.proxy = parts.proxy;
  }

  /** Public URL. */
  get url(): string {
    return this.proxy.url;
  }

  /** What the server has printed so far. */
  get output(): string {
    return this.#server.output;
  }

  /** A REST call through the proxy. Calls run one at a time, so that none is active while the clock is set. */
  api(method: string, path: string, options: { body?: object; key?: SigningKey } = {}): Promise<Answer> {
    const { body, key = this.key } = options;
    return this.#exclusively(async () => {
      const token = await this.#byClock(() => createAdminToken({ key: key.key }));
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: { ...once, authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
      return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : { text } };
    });
  }

  async createRoom(settings: Partial<RoomSettings>): Promise<string> {
    const { status, body } = await this.api('POST', '/v1/rooms', { body: settings });
    if (status !== 201) throw new Error(`no room: ${status}`);
    return String(body.id);
  }

  tokenFor(room: string, { sub, role }: Identity): Promise<string> {
    return this.#exclusively(() =>
      this.#byClock(() => createAccessToken({ key: this.key.key, room, sub, role, name: sub })),
    );
  }

  async setClock(aheadS: number): Promise<void> {
    await this.#exclusively(async () => this.clock?.set(aheadS));
  }

  /** One value of /metrics, read without the proxy; NaN if it is missing. */
  async metric(name: string): Promise<number> {
    const headers = { ...once, authorization: `Bearer ${metricsToken}` };
    const text = await (await fetch(`${this.serverUrl}/metrics`, { headers })).text();
    const line = text.split('\n').find((line) => line.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? Number.NaN);
  }

  /** HTTP status of /readyz; 0 if the server does not answer. */
  async readiness(): Promise<number> {
    return await fetch(`${this.url}/readyz`, { headers: once }).then(
      ({ status }) => status,
      () => 0,
    );
  }

  writeKeys(keys: readonly SigningKey[]): void {
    writeKeyFile(
      join(this.directory, 'keys.json'),
      keys.map(({ entry }) => entry),
    );
  }

  async renewCertificate(name: string): Promise<void> {
    await placeCertificate(this.directory, name, this.#certificate);
  }

  signal(name: NodeJS.Signals): void {
    this.#server.child.kill(name);
  }

  /** Waits for the exit code; null if a signal ended the process. */
  async exit(): Promise<number | null> {
    const { child } = this.#server;
    await until(() => child.exitCode !== null || child.signalCode !== null, 'the server is gone', 60_000);
    return child.exitCode;
  }

  /** After the exit: stored events of a room that the next start would deliver, in order. */
  undelivered(room: string): RoomWebhookEvent[] {
    const database = new DatabaseSync(join(this.#dataDir, 'hearthroom.sqlite'), { readOnly: true });
    const rows = database.prepare('SELECT body FROM outbox WHERE room_id = ? ORDER BY sequence').all(room);
    database.close();
    return rows.map(({ body }) => JSON.parse(String(body)));
  }

  /** Starts a server on an empty data directory with this file as its store, with the same address and settings. */
  async restore(backup: string): Promise<void> {
    const dataDir = join(this.directory, 'restored');
    await mkdir(dataDir, { mode: 0o700 });
    await copyFile(backup, join(dataDir, 'hearthroom.sqlite'));
    const { port } = new URL(this.serverUrl);
    const server = await ServerProcess.start({
      ...this.#env,
      HEARTHROOM_DATA_DIR: dataDir,
      HEARTHROOM_PORT: port,
    });
    this.#context.afterwards(() => server.remove());
    this.#server = server;
    await server.url();
  }

  get #dataDir(): string {
    return dataDirOf(this.directory, this.disk);
  }

  async #byClock<T>(make: () => Promise<T>): Promise<T> {
    return this.clock === null ? make() : this.clock.by(make);
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }
}

const dataDirOf = (directory: string, disk: string | null): string => disk ?? join(directory, 'data');

function settingsFor(
  directory: string,
  { certificateFile, keyFile }: CertificateFiles,
  receiver: HookReceiver,
  wayToReceiver: TcpProxy,
): Record<string, string> {
  return {
    ...receiver.env,
    HEARTHROOM_WEBHOOK_URL: `${wayToReceiver.url}/hooks`,
    HEARTHROOM_KEYS: '',
    HEARTHROOM_KEYS_FILE: join(directory, 'keys.json'),
    HEARTHROOM_TLS_CERT: certificateFile,
    HEARTHROOM_TLS_KEY: keyFile,
    HEARTHROOM_TRUSTED_PROXIES: '127.0.0.1',
    HEARTHROOM_METRICS_TOKEN: metricsToken,
    HEARTHROOM_BACKUP_DIR: join(directory, 'backups'),
    HEARTHROOM_API_REQUESTS_PER_MINUTE: '100000',
  };
}

/** Uses the file names that server and proxy expect; this process trusts it from now on. */
async function placeCertificate(directory: string, name: string, to: CertificateFiles): Promise<void> {
  const made = makeCertificate(directory, name);
  const certificate = await readFile(made.certificateFile, 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  await rename(made.keyFile, to.keyFile);
  await rename(made.certificateFile, to.certificateFile);
}

/**
 * The name in the certificate that a new client receives at this address; null if it is not trusted or there is no
 * answer.
 */
export async function servedName(url: string): Promise<string | null> {
  const { hostname, port } = new URL(url);
  return await new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', () => resolve(null));
  });
}

export const comesToServe = (url: string, name: string, withinMs: number): Promise<boolean> =>
  comesTrue(async () => (await servedName(url)) === name, withinMs);
