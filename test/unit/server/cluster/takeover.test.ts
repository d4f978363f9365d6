import t from 'tap';
import type { OwnedRoom } from '../../../../server/src/cluster/ports.ts';
import { Takeover } from '../../../../server/src/cluster/takeover.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';

/** A node that runs these rooms, and what the database says that it owns. */
function setUp(running: string[]) {
  const rooms = new Set(running);
  const ended = new Set<string>();
  const owned: OwnedRoom[] = running.map((id) => ({ id, isCurrent: true }));
  const lease = { state: 'valid', mayExpireOthers: false, renewAnew: async () => {} };
  const expired: number[] = [];
  const nodes = {
    expiring: async () => [{ incarnation: 'n-other', address: 'other.test:3001' }],
    expire: async () => expired.push(1),
  };
  const [lost, given, outdated]: [string[], string[], number[]] = [[], [], []];
  const observer = new ServerObserver();
  observer.on('roomsOutdated', ({ rooms: count }) => outdated.push(count));
  const ownership = {
    owned: async () => [...owned],
    give: async (roomId: string) => given.push(roomId) > 0,
    adoptSome: async () => [],
  };
  const takeover = new Takeover({
    // @ts-expect-error: what a sweep does not use is missing.
    store: { nodes, ownership },
    registry: {
      adopt: async () => true,
      occupants: () => new Map([...rooms].map((id) => [id, 1])),
      running: (roomId) => (rooms.has(roomId) && !ended.has(roomId) ? {} : undefined),
      lose: (roomId) => {
        lost.push(roomId);
        rooms.delete(roomId);
      },
    },
    ...{ observer, lease, tell: async () => {}, isDraining: () => false },
  });
  return { takeover, owned, lease, ownership, ended, lost, given, outdated, expired };
}

t.test('a room of which the database has less than this node is closed here, and freed', async (t) => {
  const { takeover, owned, lost, given, outdated } = setUp(['r-1', 'r-2']);
  owned[0] = { id: 'r-1', isCurrent: false };
  takeover.noteUnsure();
  await takeover.sweep();
  t.same(lost, [], 'it may have been written meanwhile');
  await takeover.sweep();
  t.same(lost, ['r-1']);
  t.same(outdated, [1]);
  await takeover.sweep();
  await takeover.sweep();
  t.same(given, ['r-1']);
});

t.test('a room that the database does not have, or gives to another node, is closed here', async (t) => {
  const { takeover, owned, lost } = setUp(['r-1', 'r-2']);
  owned.shift();
  takeover.noteUnsure();
  await takeover.sweep();
  await takeover.sweep();
  t.same(lost, ['r-1']);
});

t.test('a room that was just made, or moves, is not closed', async (t) => {
  const { takeover, owned, lost } = setUp(['r-1']);
  const [room] = owned.splice(0);
  takeover.noteUnsure();
  await takeover.sweep();
  if (room) owned.push(room);
  await takeover.sweep();
  owned.splice(0);
  takeover.noteUnsure();
  await takeover.sweep();
  t.same(lost, []);
});

t.test('rooms are compared with the database as soon as it is back', async (t) => {
  const { takeover, owned, lease, lost } = setUp(['r-1']);
  lease.state = 'holding';
  owned.splice(0);
  await takeover.sweep();
  t.same(lost, []);
  lease.state = 'valid';
  await takeover.sweep();
  await takeover.sweep();
  t.same(lost, ['r-1']);
});

t.test('a node is declared gone only if this one may still do that after another renewal', async (t) => {
  const { takeover, lease, expired } = setUp([]);
  lease.mayExpireOthers = true;
  // The clock of the database has been set since the renewal before.
  lease.renewAnew = async () => {
    lease.mayExpireOthers = false;
  };
  await takeover.sweep();
  t.same(expired, []);
  lease.mayExpireOthers = true;
  lease.renewAnew = async () => {};
  await takeover.sweep();
  t.same(expired, [1]);
});

t.test('a room whose epoch the database has lost is freed as soon as this node knows it no more', async (t) => {
  const { takeover, owned, ownership, given } = setUp([]);
  owned.push({ id: 'r-1', isCurrent: false });
  const { give } = ownership;
  // Refused, since the epoch differs.
  ownership.give = async () => {
    ownership.give = give;
    return false;
  };
  takeover.noteUnsure();
  for (let sweeps = 0; sweeps < 4; sweeps += 1) await takeover.sweep();
  t.same(given, ['r-1']);
});

t.test('a room that ends here is not outdated, although the database says that it has ended', async (t) => {
  const { takeover, owned, ended, lost, given, outdated } = setUp(['r-1', 'r-2']);
  ended.add('r-1');
  owned.shift();
  // Its end is not stored yet: it is not freed either.
  ended.add('r-2');
  takeover.noteUnsure();
  for (let sweeps = 0; sweeps < 3; sweeps += 1) await takeover.sweep();
  t.same([lost, given, outdated], [[], [], []]);
});
