/** Rooms of nodes in several regions: which of them a node begins with itself. */
import t from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { WallClock } from '../../../../server/src/core/time/clock.ts';
import { OutcomeUnknown, OwnershipLost, type RoomRecord, type RoomStore } from '../../../../server/src/rooms/ports.ts';
import { type Regions, RoomCreation } from '../../../../server/src/rooms/room-creation.ts';

const regions: Regions = { own: 'north', isKnown: async (region) => region === 'south' };

function setUp(options: { regions?: Regions | null } = {}, storing: Partial<RoomStore> = {}) {
  const stored = new Map<string, RoomRecord>();
  const started: string[] = [];
  const store: Pick<RoomStore, 'insertRoom'> = {
    insertRoom: async (record) => {
      stored.set(record.id, record);
    },
    ...storing,
  };
  const clock = new WallClock();
  t.teardown(() => clock.close());
  const creation = new RoomCreation({
    // Nothing else of the store is used.
    context: { store: store as RoomStore, observer: new ServerObserver(), clock },
    regions,
    find: async (roomId) => stored.get(roomId) ?? null,
    start: ({ id }) => started.push(id),
    isClosing: () => false,
    ...options,
  });
  return { creation, stored, started };
}

t.test('a room is of the region of the node that is asked, which runs it', async (t) => {
  const { creation, started } = setUp();
  const named = await creation.create({}, { roomId: 'r-1', region: 'north' });
  const unnamed = await creation.create({}, { roomId: 'r-2' });
  t.same([named.record.region, unnamed.record.region], ['north', 'north']);
  t.same(started, ['r-1', 'r-2']);
});

t.test('a room of another region is stored, and left to the nodes of that region', async (t) => {
  const { creation, stored, started } = setUp();
  t.match(await creation.create({}, { roomId: 'r-1', region: 'south' }), { created: true });
  t.equal(stored.get('r-1')?.region, 'south');
  t.same(started, []);
});

t.test('a creation of which nobody can say any more what became of it is not called undone', async (t) => {
  const insertRoom = () => Promise.reject(new OutcomeUnknown());
  const confirm = (roomId: string) => Promise.reject(new OwnershipLost(roomId));
  const { creation } = setUp({}, { insertRoom, confirm });
  const refusal = { code: 'storage-unavailable', message: /did not learn/ };
  await t.rejects(creation.create({}, { roomId: 'r-1' }), refusal);
});

t.test('a region of which no node is known is refused, and nothing is stored', async (t) => {
  const { creation, stored } = setUp();
  await t.rejects(creation.create({}, { region: 'suoth' }), { code: 'region-unknown' });
  t.equal(stored.size, 0);
});

t.test('whether a region is known can be unknown: the store does not answer', async (t) => {
  const isKnown = () => Promise.reject(new Error('the database is away'));
  const { creation } = setUp({ regions: { own: 'north', isKnown } });
  await t.rejects(creation.create({}, { region: 'south' }), { code: 'storage-unavailable' });
});

t.test('a server that shares its store with nobody has no regions', async (t) => {
  const { creation } = setUp({ regions: null });
  await t.rejects(creation.create({}, { region: 'north' }), { code: 'region-unknown', message: /not one of several/ });
  t.equal((await creation.create({}, {})).record.region, null);
});

t.test('the same creation for another region is a conflict, also after that region is gone', async (t) => {
  let isThere = true;
  const { creation } = setUp({ regions: { own: 'north', isKnown: async () => isThere } });
  await creation.create({}, { roomId: 'r-1', region: 'south' });
  isThere = false;
  t.match(await creation.create({}, { roomId: 'r-1', region: 'south' }), { created: false });
  await t.rejects(creation.create({}, { roomId: 'r-1', region: 'north' }), { code: 'conflict' });
  await t.rejects(creation.create({}, { roomId: 'r-1' }), { code: 'conflict' });
});
