/** The REST API with the real registry and the real store, but without media: these tests open none. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublicIdentity } from '@hearthroom/sdk/protocol';
import { createAdminToken } from '@hearthroom/sdk/token';
import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { AccessLog } from '../../../../server/src/audit/access-log.ts';
import { Checkpoints, serverIdOf } from '../../../../server/src/audit/checkpoints.ts';
import { provideSigningKeys } from '../../../../server/src/audit/signing-key.ts';
import { type Auth, createAuth } from '../../../../server/src/auth/create-auth.ts';
import { Invitations } from '../../../../server/src/auth/invitations/invitations.ts';
import type { KeyRing } from '../../../../server/src/auth/keys/keys.ts';
import { verifyAccessToken } from '../../../../server/src/auth/tokens/access-token.ts';
import { type Config, loadConfig } from '../../../../server/src/config/config.ts';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { type Clock, WallClock } from '../../../../server/src/core/time/clock.ts';
import { createFastify } from '../../../../server/src/http/create-fastify.ts';
import { registerPages } from '../../../../server/src/http/pages/page-routes.ts';
import { registerRest } from '../../../../server/src/http/register-rest.ts';
import { Drain } from '../../../../server/src/process/drain.ts';
import { createLogger } from '../../../../server/src/process/log/log.ts';
import { logEvents } from '../../../../server/src/process/log/log-events.ts';
import type { Claims } from '../../../../server/src/rooms/machine/model/types.ts';
import type { MediaEngine, RoomConnection, RoomStore } from '../../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import { PersonalLinks } from '../../../../server/src/series/personal-links.ts';
import { RoomKeeper } from '../../../../server/src/series/room-keeper.ts';
import { SeriesDesk } from '../../../../server/src/series/series-desk.ts';
import { Backups } from '../../../../server/src/store/sqlite/backup/backups.ts';
import { SqliteStore } from '../../../../server/src/store/sqlite/sqlite-store.ts';

export const testKey = { id: 'k1', secret: 'the-first-secret-of-the-tests-0123456789' };
export const secondKey = { id: 'k2', secret: 'the-second-secret-of-the-tests-0123456789' };

const noMedia: MediaEngine = {
  rtpCapabilities: {},
  createRoomMedia: () => Promise.reject(new AppError('media-unavailable')),
};

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** null: without authorization. By default an admin token of the first key. */
  token?: string | null;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  /** Parsed JSON; empty if there is none. */
  body: Record<string, unknown>;
  text: string;
}

export interface RestServer {
  fastify: FastifyInstance;
  registry: RoomRegistry;
  keeper: RoomKeeper;
  store: RoomStore;
  /** The real store, behind the one from `wrapStore`. */
  sqlite: SqliteStore;
  keys: KeyRing;
  auth: Auth;
  observer: ServerObserver;
  config: Config;
  /** Every line that the server logged, at the most verbose level. */
  logged: string[];
  call(method: Method, url: string, options?: CallOptions): Promise<Answer>;
  createRoom(body?: object): Promise<string>;
  /** Creates a token over the API and connects with it; returns the seat's id and what the connection received. */
  /** @param e2ee public keys; left out: this client cannot encrypt */
  join(roomId: string, person: object, e2ee?: PublicIdentity): Promise<{ seatId: string; told: string[] }>;
}

/**
 * @param options.wrapStore wraps the real store in one that fails
 * @param options.clock of rooms and series
 */
export async function startRest(
  t: Test,
  options: { env?: Record<string, string>; wrapStore?: (store: RoomStore) => RoomStore; clock?: Clock } = {},
): Promise<RestServer> {
  // A test may start several: `t.testdir()` would delete the directory of the previous one.
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthroom-test-'));
  const config = loadConfig({
    HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret},${secondKey.id}:${secondKey.secret}`,
    HEARTHROOM_LOG_LEVEL: 'trace',
    HEARTHROOM_PAGES: 'true',
    HEARTHROOM_DATA_DIR: dataDir,
    ...options.env,
  });
  const logged: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger(config, { write: (line: string) => void logged.push(line) }));
  const sqlite = SqliteStore.open(config.dataDir);
  const store = options.wrapStore?.(sqlite) ?? sqlite;
  const { clock = new WallClock() } = options;
  const registry = await RoomRegistry.create({ store, media: noMedia, observer, clock });
  const auth = createAuth({ sources: config, store: sqlite, observer });
  const { keys } = auth;
  const fastify = createFastify(config, observer);
  const drain = new Drain({ registry, observer, limitSeconds: config.drainLimitSeconds });
  const backups = new Backups({ target: { dataDir: config.dataDir, ...config.backup }, store: sqlite, observer });
  const access = new AccessLog({ store: sqlite.audit, observer, now: () => Date.now(), isOn: config.auditAccess });
  const checkpoints = new Checkpoints({
    ...{ store: sqlite.audit, observer, serverId: serverIdOf(sqlite.serverSecret), addToOutbox: null },
    ...{ ...config.auditCheckpoints, keys: provideSigningKeys(config.dataDir, config.auditCheckpoints.key).keys },
  });
  const keeper = new RoomKeeper({ store: sqlite.series, registry, observer, clock, secret: sqlite.serverSecret });
  const series = new SeriesDesk({ store: sqlite.series, observer, clock, onChanged: () => keeper.wake() });
  const invitations = new Invitations({
    ...{ store: sqlite.invitations, keys, access, observer, now: () => clock.now() },
  });
  const links = new PersonalLinks({ invitations, series: sqlite.series, registry, access, observer, clock });
  registerPages(fastify, { links, config });
  registerRest(fastify, {
    registry,
    series,
    auth,
    invitations,
    links,
    observer,
    audit: sqlite.audit,
    access,
    checkpoints,
    evidence: sqlite.journal,
    backups,
    drain,
    config,
    ...(options.clock && { now: () => clock.now() }),
  });
  await fastify.ready();
  t.teardown(async () => {
    await fastify.close();
    await backups.close();
    drain.close();
    await access.close();
    await checkpoints.close();
    auth.revocations.close();
    await keeper.close();
    await registry.close();
    await store.close();
    rmSync(dataDir, { recursive: true });
  });
  const call = createCall(fastify);
  return {
    ...{ fastify, registry, keeper, store, sqlite, keys, auth, observer, config, logged, call },
    createRoom: async (body = {}) => String((await call('POST', '/v1/rooms', { body })).body.id),
    join: async (roomId, person, e2ee) => {
      const { body } = await call('POST', `/v1/rooms/${roomId}/tokens`, { body: person });
      return await connect(registry, roomId, (await verifyAccessToken(String(body.token), keys)).claims, e2ee);
    },
  };
}

let connections = 0;

async function connect(
  registry: RoomRegistry,
  roomId: string,
  claims: Claims,
  e2ee: PublicIdentity | undefined,
): Promise<{ seatId: string; told: string[] }> {
  const room = await registry.getRoom(roomId);
  const told: string[] = [];
  connections += 1;
  const connection: RoomConnection = {
    id: `c-${connections}`,
    notify: ({ method }) => told.push(method),
    close: (reason) => {
      told.push(`closed: ${reason}`);
      room.disconnect(connection.id);
    },
  };
  const { snapshot } = await room.connect(connection, claims, { e2ee });
  return { seatId: snapshot.self.id, told };
}

function createCall(fastify: FastifyInstance): RestServer['call'] {
  return async (method, url, { body, headers = {}, token } = {}) => {
    const bearer = token === undefined ? await createAdminToken({ key: testKey }) : token;
    const answer = await fastify.inject({
      method,
      url,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const isJson = answer.headers['content-type']?.startsWith('application/json') ?? false;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson && answer.body !== '' ? answer.json() : {},
      text: answer.body,
    };
  };
}
