import t from 'tap';
import type { Peer, RoomLocation } from '../../../../server/src/cluster/ports.ts';
import { RoomLocator } from '../../../../server/src/cluster/room-locator.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';

interface Example {
  locate?: () => RoomLocation;
  peers?: Peer[];
  isDraining?: boolean;
}

/** All rooms are at another node by default, which is known as long as the database answers. */
function setUp({ locate, peers = [], isDraining = false }: Example = {}) {
  const database = { isAway: false };
  const never = () => Promise.reject(new Error('not asked for'));
  const locator = new RoomLocator({
    ownership: {
      locate: async (roomId) => {
        if (database.isAway) throw new Error('the database is away');
        if (locate) return locate();
        return { kind: 'peer', incarnation: 'n-other', address: `${roomId}.test:3001` };
      },
      ...{ adopt: never, adoptSome: never, give: never, giveAll: never, owned: never, place: never, reserve: never },
      ...{ leastLoaded: never, reserveWithNextSave: () => {} },
    },
    registry: { running: () => undefined, adopt: never },
    lease: { state: 'valid', peers },
    observer: new ServerObserver(),
    region: 'default',
    place: async () => {},
    isDraining: () => isDraining,
    parkMs: 0,
  });
  return { database, locate: (roomId: string) => locator.locate(roomId, 'request') };
}

t.test('while the database is away rooms are looked for where they were last, and others are refused', async (t) => {
  const { database, locate } = setUp();
  const there = await locate('r-1');
  database.isAway = true;
  t.same(await locate('r-1'), there);
  await t.rejects(locate('r-2'), { code: 'storage-unavailable' });
});

t.test('the 10,000 rooms that were located last are remembered', async (t) => {
  const { database, locate } = setUp();
  for (let index = 0; index < 10_000; index += 1) await locate(`r-${index}`);
  // Located again, it is not the oldest any more.
  await locate('r-0');
  await locate('r-new');
  database.isAway = true;
  await t.rejects(locate('r-1'), { code: 'storage-unavailable' });
  for (const roomId of ['r-0', 'r-2', 'r-9999', 'r-new'])
    t.match(await locate(roomId), { where: 'node', address: `${roomId}.test:3001` });
});

t.test('a node that drains passes on a free room to a node that reads it, also an older one', async (t) => {
  const peer: Peer = {
    ...{ incarnation: 'n-other', name: 'other', region: 'default', address: 'other.test:3001', version: '0' },
    ...{ stateVersion: 1, loadMax: 100, state: 'running', load: 0, isFull: false },
  };
  let stateVersion = 1;
  const { locate } = setUp({ locate: () => ({ kind: 'free', stateVersion }), peers: [peer], isDraining: true });
  t.match(await locate('r-1'), { where: 'node', incarnation: 'n-other' });
  stateVersion = 2;
  await t.rejects(locate('r-1'), { code: 'storage-unavailable' });
});
