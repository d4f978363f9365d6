/** A real signaling server over rooms in a given store, without media and REST. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { type AccessTokenOptions, createAccessToken } from '@hearthroom/sdk/token';
import type { Test } from 'tap';
import { type Auth, createAuth } from '../../../server/src/auth/create-auth.ts';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import type { RoomStore } from '../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../server/src/rooms/registry.ts';
import type { Room } from '../../../server/src/rooms/room.ts';
import { SignalingServer } from '../../../server/src/signaling/signaling-server.ts';
import { SqliteStore } from '../../../server/src/store/sqlite/sqlite-store.ts';
import { RawClient } from './clients/raw-client.ts';
import { noMedia } from './rooms/forwarding-media.ts';
import { testKey } from './test-server.ts';

export interface SignalingDesk {
  url: string;
  room: Room;
  auth: Auth;
  observer: ServerObserver;
  tokenFor(sub: string, wishes?: Partial<Omit<AccessTokenOptions, 'key' | 'room'>>): Promise<string>;
  /** Connects a participant; by default a client called `sub`. */
  enter(sub: string, wishes?: Partial<Omit<AccessTokenOptions, 'key' | 'room'>>): Promise<RawClient>;
}

/** Revocations are in a SQLite file of their own. */
export async function openSignalingDesk(
  t: Test,
  store: RoomStore,
  settings: Partial<RoomSettings> = {},
): Promise<SignalingDesk> {
  const observer = new ServerObserver();
  const registry = await RoomRegistry.create({ store, media: noMedia, observer });
  const { record } = await registry.createRoom(settings);
  const sqlite = SqliteStore.open(t.testdir());
  const sources = { keys: new Map([[testKey.id, testKey.secret]]), keysFile: null };
  const auth = createAuth({ sources, store: sqlite, observer });
  const signaling = new SignalingServer({
    ...{ registry, tokens: auth.tokens, observer, routerRtpCapabilities: {}, createIceServers: () => [] },
    ...{ allowedOrigins: [], trustedProxies: [], limits: { connectionsPerSecond: 1_000 } },
  });
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  signaling.attach(http);
  t.teardown(async () => {
    signaling.close(0);
    http.close();
    await registry.close();
    auth.revocations.close();
    sqlite.close();
  });
  const url = `http://127.0.0.1:${Object(http.address()).port}`;
  const tokenFor: SignalingDesk['tokenFor'] = (sub, wishes = {}) =>
    createAccessToken({ key: testKey, room: record.id, sub, role: 'client', name: sub, ...wishes });
  return {
    url,
    room: await registry.getRoom(record.id),
    auth,
    observer,
    tokenFor,
    enter: async (sub, wishes) => (await RawClient.join(url, { token: await tokenFor(sub, wishes) })).client,
  };
}
