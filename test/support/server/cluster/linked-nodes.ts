/** Nodes without media, in this process: real signaling, REST and links between them. Where a room is, the test says. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { type AccessTokenOptions, createAccessToken } from '@hearthroom/sdk/token';
import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { AccessLog } from '../../../../server/src/audit/access-log.ts';
import { Checkpoints, serverIdOf } from '../../../../server/src/audit/checkpoints.ts';
import { provideSigningKeys } from '../../../../server/src/audit/signing-key.ts';
import { type Auth, createAuth } from '../../../../server/src/auth/create-auth.ts';
import { Invitations } from '../../../../server/src/auth/invitations/invitations.ts';
import type { RoomFinder, RoomNode } from '../../../../server/src/cluster/link-ports.ts';
import { LinkListener } from '../../../../server/src/cluster/links/link-listener.ts';
import { linkKeyOf } from '../../../../server/src/cluster/links/link-tls.ts';
import { NodeLinks } from '../../../../server/src/cluster/links/node-links.ts';
import { loadConfig } from '../../../../server/src/config/config.ts';
import type { LinkFailure } from '../../../../server/src/core/events/observer.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../../server/src/http/create-fastify.ts';
import { receiveForwarded } from '../../../../server/src/http/forwarding/forwarded-requests.ts';
import { registerRest } from '../../../../server/src/http/register-rest.ts';
import type { Preflights } from '../../../../server/src/preflight/preflights.ts';
import { Drain } from '../../../../server/src/process/drain.ts';
import type { RoomStore } from '../../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import { PersonalLinks } from '../../../../server/src/series/personal-links.ts';
import { SeriesDesk } from '../../../../server/src/series/series-desk.ts';
import type { SignalingLimits } from '../../../../server/src/signaling/limits.ts';
import { SignalingServer } from '../../../../server/src/signaling/signaling-server.ts';
import { Backups } from '../../../../server/src/store/sqlite/backup/backups.ts';
import { SqliteStore } from '../../../../server/src/store/sqlite/sqlite-store.ts';
import { noMedia } from '../rooms/forwarding-media.ts';
import { testKey } from '../test-server.ts';

export interface NodeOptions {
  limits?: Partial<SignalingLimits>;
  env?: Record<string, string>;
  serverSecret?: Buffer;
  routerRtpCapabilities?: object;
  preflights?: Preflights;
  wrapStore?: (store: RoomStore) => RoomStore;
  /** Of this node; by default all rooms are here. */
  locator?: RoomFinder;
  links?: Partial<{ heartbeatMs: number; maxMissed: number; connectMs: number; answerMs: number; askMs: number }>;
}

export interface LinkedNode {
  node: RoomNode;
  /** Of the public port. */
  url: string;
  key: Buffer;
  fastify: FastifyInstance;
  registry: RoomRegistry;
  auth: Auth;
  observer: ServerObserver;
  signaling: SignalingServer;
  links: NodeLinks;
  listener: LinkListener;
  /** Every link failure that was counted. */
  failures: LinkFailure[];
  createRoom(settings?: Partial<RoomSettings>): Promise<string>;
  close(): Promise<void>;
}

export const here: RoomFinder = { locate: async () => ({ where: 'here' }) };

/** Rooms of the other nodes: by id, or all. */
export const locatedAt = (find: (roomId: string) => RoomNode | null): RoomFinder => ({
  locate: async (roomId) => {
    const node = find(roomId);
    return node ? { where: 'node', ...node } : { where: 'here' };
  },
});

export async function startNode(options: NodeOptions = {}): Promise<LinkedNode> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthroom-node-'));
  const config = loadConfig({
    HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}`,
    HEARTHROOM_LOG_LEVEL: 'silent',
    HEARTHROOM_DATA_DIR: dataDir,
    ...options.env,
  });
  const observer = new ServerObserver();
  const failures: LinkFailure[] = [];
  observer.on('linkFailed', ({ cause }) => failures.push(cause));
  const sqlite = SqliteStore.open(dataDir);
  const store = options.wrapStore?.(sqlite) ?? sqlite;
  const registry = await RoomRegistry.create({ store, media: noMedia, observer });
  const serverSecret = options.serverSecret ?? randomBytes(32);
  const { audit, revocations } = sqlite;
  const auth = createAuth({ sources: config, store: { audit, revocations, serverSecret }, observer });
  const key = linkKeyOf(serverSecret);
  const incarnation = randomUUID();
  const links = new NodeLinks({ key, incarnation, observer, timings: options.links ?? {} });
  const remote = { rooms: options.locator ?? here, links };
  const fastify = createFastify(config, observer);
  const signaling = new SignalingServer({
    ...{
      registry,
      tokens: auth.tokens,
      observer,
      routerRtpCapabilities: options.routerRtpCapabilities ?? {},
      createIceServers: () => [],
      remote,
      ...(options.preflights && { preflights: options.preflights }),
    },
    ...{ allowedOrigins: [], trustedProxies: [], limits: { connectionsPerSecond: 1_000, ...options.limits } },
  });
  signaling.attach(fastify.server);
  const drain = new Drain({ registry, observer, limitSeconds: config.drainLimitSeconds });
  const backups = new Backups({ target: { dataDir, ...config.backup }, store: sqlite, observer });
  const access = new AccessLog({ store: audit, observer, now: () => Date.now(), isOn: config.auditAccess });
  const checkpoints = new Checkpoints({
    ...{ store: audit, observer, serverId: serverIdOf(serverSecret), addToOutbox: null },
    ...{ ...config.auditCheckpoints, keys: provideSigningKeys(dataDir, config.auditCheckpoints.key).keys },
  });
  const evidence = sqlite.journal;
  const clock = { now: () => Date.now() };
  const series = new SeriesDesk({ store: sqlite.series, observer, clock, onChanged: () => {} });
  const { keys } = auth;
  const invitations = new Invitations({ store: sqlite.invitations, keys, access, observer, now: clock.now });
  const personalLinks = new PersonalLinks({ invitations, series: sqlite.series, registry, access, observer, clock });
  registerRest(fastify, {
    ...{ registry, series, auth, invitations, observer, audit, access, checkpoints, evidence, backups, drain },
    ...{ config, remote, links: personalLinks },
  });
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  const listener = await LinkListener.listen(
    {
      ...{ key, incarnation, observer },
      peerLease: () => ({ renewedForMs: 1_234, renewedAgoMs: 100 }),
      onRequest: (request, response) => receiveForwarded(fastify, request, response),
      onUpgrade: (request, socket, head) => signaling.acceptForwarded(request, socket, head),
    },
    { host: '127.0.0.1', port: 0 },
  );
  return {
    ...{ url, key, fastify, registry, auth, observer, signaling, links, listener, failures },
    node: { incarnation, address: listener.address },
    createRoom: async (settings = {}) => (await registry.createRoom(settings)).record.id,
    close: async () => {
      signaling.close(0);
      await listener.close();
      links.close();
      await fastify.close();
      await backups.close();
      drain.close();
      await registry.close();
      await access.close();
      await checkpoints.close();
      auth.revocations.close();
      sqlite.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export interface Pair {
  /** Owns the rooms. */
  owner: LinkedNode;
  /** Accepts the clients. */
  front: LinkedNode;
}

/** Two nodes that share a secret; every room is the owner's. */
export async function startPair(t: Test, options: NodeOptions & { owner?: NodeOptions } = {}): Promise<Pair> {
  const serverSecret = randomBytes(32);
  const owner = await startNode({ serverSecret, ...options.owner });
  const locator = locatedAt(() => owner.node);
  const front = await startNode({ serverSecret, locator, ...options });
  t.teardown(async () => {
    await front.close();
    await owner.close();
  });
  return { owner, front };
}

type Wishes = Partial<Omit<AccessTokenOptions, 'key' | 'room'>>;

export const tokenFor = (room: string, sub: string, wishes: Wishes = {}): Promise<string> =>
  createAccessToken({ key: testKey, room, sub, role: 'client', name: sub, ...wishes });
