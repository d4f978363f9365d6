/** A room that is made while the store can't say whether it is stored: the node may adopt it meanwhile. */
import t from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { OutcomeUnknown, type RoomStore } from '../../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import type { Room } from '../../../../server/src/rooms/room.ts';
import { noMedia, noStore } from '../../../support/server/rooms/room-desk.ts';

t.test('a room that this node adopted before its creation was confirmed runs here once', async (t) => {
  let adopted: Room | undefined;
  const saved: number[] = [];
  const store: RoomStore = {
    ...noStore,
    insertRoom: async (record) => {
      await registry.adopt(record);
      adopted = registry.running(record.id);
      throw new OutcomeUnknown();
    },
    saveRoom: async ({ revision }) => {
      saved.push(revision);
    },
    confirm: async () => saved.at(-1) ?? null,
  };
  const registry = await RoomRegistry.create({ store, media: noMedia, observer: new ServerObserver(), isShared: true });
  t.teardown(() => registry.close());
  t.match(await registry.createRoom({}, { roomId: 'r-1' }), { created: true });
  t.ok(adopted);
  t.equal(registry.running('r-1'), adopted);
  await registry.endRoom('r-1');
  t.same(saved, [...new Set(saved)], 'each revision is stored once');
});
