/** Rooms that a node adopts, also while it makes them or loses them. */
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { OutcomeUnknown, OwnershipLost, type RoomRecord, type RoomStore } from '../../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import type { Room } from '../../../../server/src/rooms/room.ts';
import { noMedia, noStore } from '../../../support/server/rooms/room-desk.ts';
import { makeRecord } from '../../../support/server/store/room-records.ts';

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

/** What a store rejects the first write of an adopted room with. */
async function adopt(t: Test, record: RoomRecord, refusal?: Error) {
  const observer = new ServerObserver();
  const unreadable: unknown[] = [];
  observer.on('roomUnreadable', ({ error }) => unreadable.push(error));
  const store = { ...noStore, ...(refusal && { saveRoom: () => Promise.reject(refusal) }) };
  const registry = await RoomRegistry.create({ store, media: noMedia, observer, isShared: true });
  t.teardown(() => registry.abandon());
  return { isReadable: await registry.adopt(record), isRunning: registry.running(record.id) !== undefined, unreadable };
}

t.test('a room that is lost with the first write after its adoption can be read', async (t) => {
  const found = await adopt(t, makeRecord('r-1'), new OwnershipLost('r-1'));
  t.same(found, { isReadable: true, isRunning: false, unreadable: [] });
});

t.test('a room that the rules can’t read is told', async (t) => {
  const record = makeRecord('r-1');
  // @ts-expect-error: not of this version.
  const found = await adopt(t, { ...record, state: { ...record.state, seats: null } });
  t.match(found, { isReadable: false, isRunning: false, unreadable: [Error] });
});
