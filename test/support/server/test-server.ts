/** A real server on free ports with its own store, for all integration and browser tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { type AccessTokenOptions, createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { type App, type BuildOptions, buildApp } from '../../../server/src/app.ts';
import { loadConfig } from '../../../server/src/config/config.ts';
import { workerBin } from '../media/worker-bin.ts';

export const testKey = { id: 'test', secret: 'a-secret-of-the-tests-0123456789abcdef' };

export interface TestServer {
  app: App;
  dataDir: string;
  /** http://127.0.0.1:<port>, or with the given host */
  url: string;
  createRoom(settings?: Partial<RoomSettings>): Promise<string>;
  tokenFor(room: string, person: Omit<AccessTokenOptions, 'key' | 'room'>): Promise<string>;
  adminToken(): Promise<string>;
  /** Stops the server and keeps its data, so that it can be started on it again. */
  stop(): Promise<void>;
  /** Stops the server and removes its data. */
  close(): Promise<void>;
}

/** Limits are the defaults, except for the rate of connections: all tests connect from one address. */
export interface TestServerOptions extends BuildOptions {
  env?: Record<string, string>;
  dataDir?: string;
  /** The address it listens on; 127.0.0.1 by default. */
  host?: string;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'hearthroom-test-')));
  const config = loadConfig({
    HEARTHROOM_PORT: '0',
    HEARTHROOM_MEDIA_PORT: '0',
    HEARTHROOM_WORKERS: '1',
    HEARTHROOM_WORKER_BIN: workerBin(),
    HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}`,
    HEARTHROOM_DATA_DIR: dataDir,
    HEARTHROOM_LOG_LEVEL: 'silent',
    ...options.env,
  });
  const app = await buildApp(config, {
    ...options,
    signalingLimits: { connectionsPerSecond: 1_000, ...options.signalingLimits },
  });
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: 0 });
  const stop = () => app.shutDown();
  return {
    app,
    dataDir,
    url,
    createRoom: async (settings = {}) => (await app.registry.createRoom(settings)).record.id,
    tokenFor: (room, person) => createAccessToken({ key: testKey, room, ...person }),
    adminToken: () => createAdminToken({ key: testKey }),
    stop,
    close: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
