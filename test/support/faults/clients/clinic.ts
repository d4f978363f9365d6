/** A server in a separate process, with rooms and participants, into which faults are injected. */
import type { Session, SessionOptions } from '@hearthroom/sdk';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { type AccessTokenOptions, createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { ServerProcess } from '../../server/server-process.ts';
import { testKey } from '../../server/test-server.ts';
import { SyntheticPerson } from '../../werift/synthetic-person.ts';
import { childrenOf, hasUdpPort, isAlive } from '../causes/processes.ts';
import { type PeerConnections, rewritingEnvironment } from '../causes/rewriting-environment.ts';
import { WatchedServer } from '../causes/watched-server.ts';
import type { ClientRecord } from '../checker/recording/client-record.ts';
import { isFields } from '../checker/recording/decision-of.ts';
import type { RowContext } from '../rows/row.ts';
import { sleep, until } from '../wait.ts';
import { Hearing } from './hearing.ts';

export interface Identity {
  sub: string;
  role: 'therapist' | 'cotherapist' | 'client' | 'observer';
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** The server allows ten connections a second per address, and all these participants share one address. */
const connectIntervalMs = 120;

export class Clinic {
  readonly #context: RowContext;
  readonly #env: Record<string, string>;
  /** Of what the participants do, and of calls of the API. */
  readonly #record: ClientRecord | null;
  #server: ServerProcess | WatchedServer | null;
  #url: string;
  #nextConnectAt = 0;

  /** @param env as set by an operator; two media workers by default */
  static async open(context: RowContext, env: Record<string, string> = {}): Promise<Clinic> {
    const settings = { HEARTHROOM_WORKERS: '2', HEARTHROOM_API_REQUESTS_PER_MINUTE: '100000', ...env };
    const server = await ServerProcess.start(settings);
    context.afterwards(() => server.remove());
    return new Clinic(context, settings, server, await server.url());
  }

  /** Uses a server that reports its resource counts. */
  static async openWatched(
    context: RowContext,
    options: Parameters<typeof WatchedServer.start>[0] = {},
  ): Promise<{ clinic: Clinic; watched: WatchedServer }> {
    const watched = await WatchedServer.start(options);
    context.afterwards(() => watched.remove());
    return { clinic: new Clinic(context, {}, watched, watched.url), watched };
  }

  /** For a server that somebody else has started, or several with one address. */
  static at(context: RowContext, url: string, record: ClientRecord | null = null): Clinic {
    return new Clinic(context, {}, null, url, record);
  }

  private constructor(
    context: RowContext,
    env: Record<string, string>,
    server: ServerProcess | WatchedServer | null,
    url: string,
    record: ClientRecord | null = null,
  ) {
    this.#record = record;
    this.#context = context;
    this.#env = env;
    this.#server = server;
    this.#url = url;
  }

  get url(): string {
    return this.#url;
  }

  get #own(): ServerProcess | WatchedServer {
    if (!this.#server) throw new Error('the server was not started here');
    return this.#server;
  }

  /** What the server has printed so far. */
  get output(): string {
    return this.#own.output;
  }

  get dataDir(): string {
    return this.#own.dataDir;
  }

  get pid(): number {
    return this.#own.child.pid ?? 0;
  }

  /** Process ids of the running media workers. */
  get workers(): number[] {
    return childrenOf(this.pid);
  }

  /** Starts the server again on the same port and data, after it has exited. Resolves when it listens. */
  async startAgain(): Promise<void> {
    const { port } = new URL(this.#url);
    await until(() => !isAlive(this.pid), 'the server is gone');
    const { dataDir } = this.#own;
    const server = await ServerProcess.start({ ...this.#env, HEARTHROOM_PORT: port, HEARTHROOM_DATA_DIR: dataDir });
    this.#context.afterwards(() => server.remove());
    this.#server = server;
    await server.url();
  }

  async api(method: string, path: string, body?: object): Promise<Answer> {
    const call = () => this.#call(method, path, body);
    return (await this.#record?.rest(this.#url, { method, path, body }, call)) ?? (await call());
  }

  async #call(method: string, path: string, body?: object): Promise<Answer> {
    const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
    const response = await fetch(`${this.#url}${path}`, {
      method,
      // A kept connection may be to a node that was killed since.
      headers: { authorization, connection: 'close', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  async createRoom(settings: Partial<RoomSettings> = {}): Promise<string> {
    const { status, body } = await this.api('POST', '/v1/rooms', settings);
    if (status >= 300) throw new Error(`no room: ${status}`);
    return String(body.id);
  }

  tokenFor(room: string, person: Identity & Partial<AccessTokenOptions>): Promise<string> {
    return createAccessToken({ key: testKey, room, name: person.sub, ...person });
  }

  /** A participant who has not connected yet. */
  person(room: string, identity: Identity, options: Partial<SessionOptions> = {}): Member {
    const { getToken = () => this.tokenFor(room, identity) } = options;
    let tokenIssuedAt = 0;
    const getNotedToken = async (): Promise<string> => {
      const token = await getToken();
      tokenIssuedAt = issuedAtOf(token);
      return token;
    };
    const member = new Member(identity, { url: this.#url, ...options, getToken: getNotedToken }, (socket) =>
      this.#record?.watchSocket(identity.sub, room, socket),
    );
    this.#record?.watchClient(room, member, () => tokenIssuedAt);
    this.#context.afterwards(() => member.person.leave());
    return member;
  }

  /** A participant who has connected, and waits or has joined. */
  async enter(room: string, identity: Identity, options: Partial<SessionOptions> = {}): Promise<Member> {
    await this.pace();
    const member = this.person(room, identity, options);
    await member.session.connect();
    return member;
  }

  /** Waits until one more connection from this address is allowed. */
  async pace(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#nextConnectAt);
    this.#nextConnectAt = at + connectIntervalMs;
    await sleep(at - now);
  }

  /** The media worker that handles this participant's media. */
  workerOf(member: Member): number | null {
    const { port } = member;
    return port === null ? null : (this.workers.find((pid) => hasUdpPort(pid, port)) ?? null);
  }

  /** One value of /metrics; series with several labels are summed. NaN if the server does not answer. */
  async metric(name: string, label = ''): Promise<number> {
    const text = await fetch(`${this.#url}/metrics`).then(
      (response) => response.text(),
      () => '',
    );
    const lines = text.split('\n').filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)));
    const values = lines.filter((line) => line.includes(label)).map((line) => Number(line.split(' ').at(-1)));
    return text === '' ? Number.NaN : values.reduce((total, value) => total + value, 0);
  }

  /** HTTP status of /readyz; 0 if the server does not answer. */
  async readiness(): Promise<number> {
    return await fetch(`${this.#url}/readyz`).then(
      ({ status }) => status,
      () => 0,
    );
  }

  /** Waits for the exit code; null if a signal ended the process. */
  async exit(): Promise<number | null> {
    const { child } = this.#own;
    await until(() => child.exitCode !== null || child.signalCode !== null, 'the server is gone', 60_000);
    return child.exitCode;
  }
}

/** Milliseconds since 1970. */
function issuedAtOf(token: string): number {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}');
  const issuedAt = isFields(claims) ? claims.iat : undefined;
  return typeof issuedAt === 'number' ? issuedAt * 1_000 : 0;
}

/** One participant of a room, and what they hear. */
export class Member {
  readonly identity: Identity;
  readonly person: SyntheticPerson;
  readonly hearing: Hearing;
  /** The port of the worker in the last description. */
  port: number | null = null;
  readonly #connections: PeerConnections = new Set();

  constructor(
    identity: Identity,
    options: Pick<SessionOptions, 'url' | 'getToken'> & Partial<SessionOptions>,
    onSocket?: (socket: WebSocket) => void,
  ) {
    const environment = rewritingEnvironment((sdp) => {
      const [, port] = /^a=candidate:\S+ \d+ udp \d+ \S+ (\d+) /im.exec(sdp) ?? [];
      if (port !== undefined) this.port = Number(port);
      return sdp;
    }, this.#connections);
    this.identity = identity;
    this.person = new SyntheticPerson(
      { ...options, environment: { ...environment, ...options.environment } },
      onSocket,
    );
    this.hearing = new Hearing(this.person.session);
  }

  get session(): Session {
    return this.person.session;
  }

  /** This participant's id, as the others see it. */
  get id(): string {
    return this.session.localParticipant.id ?? '';
  }

  /** The states of the transports that are open, and how many packets arrived on each, also undecrypted ones. */
  get transports(): string {
    const open = [...this.#connections].filter(({ connectionState }) => connectionState !== 'closed');
    const states = open.flatMap(({ dtlsTransports }) =>
      dtlsTransports.map(
        ({ state, iceTransport, packetsReceived }) =>
          `ICE ${iceTransport.state}, DTLS ${state}, ${packetsReceived} packets`,
      ),
    );
    return states.join(' | ');
  }

  /** Whether microphone audio of each of these arrived since that time. */
  hearsSince(time: number, others: readonly Member[]): boolean {
    return others.every(
      (other) => other === this || this.hearing.firstAfter(time, other.id) < Number.POSITIVE_INFINITY,
    );
  }

  /** When the first packets of all of these had arrived after that time; Infinity while any is missing. */
  hearsAllAt(time: number, others: readonly Member[]): number {
    const times = others.filter((other) => other !== this).map((other) => this.hearing.firstAfter(time, other.id));
    return Math.max(0, ...times);
  }
}
