import { roleDefaults } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { ServerObserver } from '../../server/src/core/events/observer.ts';
import type { RoomMedia, RoomMediaHandlers } from '../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../server/src/rooms/registry.ts';
import { SqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';

t.test('a seat that media cuts off loses its connection, and is to the others somebody who dropped', async (t) => {
  const store = SqliteStore.open(t.testdir());
  const media: { handlers: RoomMediaHandlers | null } = { handlers: null };
  const registry = await RoomRegistry.create({
    store,
    media: {
      rtpCapabilities: {},
      createRoomMedia: async ({ handlers }) => {
        media.handlers = handlers;
        return { sync: () => {}, close: () => {}, closePeer: () => {} } as Partial<RoomMedia> as RoomMedia;
      },
    },
    observer: new ServerObserver(),
  });
  t.teardown(async () => {
    await registry.close();
    store.close();
  });
  const room = await registry.getRoom((await registry.createRoom({ waitingRoom: false })).record.id);
  const closed: string[] = [];
  const enter = async (sub: string) => {
    const connection = {
      id: `c-${sub}`,
      notify: () => 1,
      // As in signaling: a closed participant is gone.
      close: (reason: string) => {
        closed.push(`${sub} ${reason}`);
        room.disconnect(`c-${sub}`);
      },
    };
    const claims = { sub, role: 'therapist', name: sub, label: null, ...roleDefaults.therapist } as const;
    return (await room.connect(connection, claims, {})).snapshot.self.id;
  };
  const [weber, anna] = [await enter('weber'), await enter('anna')];
  await room.openMedia();
  media.handlers?.cutOff(anna);
  await room.settle();
  t.same(closed, ['anna too-much-media']);
  t.equal(room.state.seats[anna]?.state, 'suspended');
  t.equal(room.state.seats[weber]?.state, 'admitted');
  media.handlers?.cutOff(anna);
  t.same(closed.length, 1, 'nothing to close any more');
  media.handlers?.cutOff('c-weber');
  t.same(closed.at(-1), 'weber too-much-media', 'media of a second device is kept under its connection');
});
