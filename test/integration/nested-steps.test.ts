import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roleDefaults } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { AppError } from '../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../server/src/core/events/observer.ts';
import { RoomRegistry } from '../../server/src/rooms/registry.ts';
import { SqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';

t.test('the session is held when a host is lost during the delivery of notifications', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-nested-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const store = SqliteStore.open(directory);
  const registry = await RoomRegistry.create({
    store,
    media: { rtpCapabilities: {}, createRoomMedia: () => Promise.reject(new AppError('media-unavailable')) },
    observer: new ServerObserver(),
    // The blip time is five seconds; with this clock it takes five milliseconds.
    clock: { now: () => performance.now() * 1_000, monotonic: () => performance.now() },
  });
  t.teardown(async () => {
    await registry.close();
    store.close();
  });
  const room = await registry.getRoom((await registry.createRoom({ waitingRoom: false })).record.id);
  const claims = (sub: string, role: 'therapist' | 'client') => ({
    sub,
    role,
    name: sub,
    label: null,
    ...roleDefaults[role],
  });
  const host = {
    id: 'c-host',
    notify: () => {
      room.disconnect('c-host');
      return 1;
    },
    close: () => {},
  };
  await room.connect(host, claims('weber', 'therapist'), {});
  const news: string[] = [];
  await room.connect(
    { id: 'c-anna', notify: ({ method }) => news.push(method), close: () => {} },
    claims('anna', 'client'),
    {},
  );
  while (room.state.phase !== 'held') await new Promise((resolve) => setTimeout(resolve, 5));
  t.equal(room.state.phase, 'held');
  t.ok(news.includes('participantUpdated'), 'the client was told that the host is gone');
});
