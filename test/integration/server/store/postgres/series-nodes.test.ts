/** Several nodes look for series that are due. */
import t from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { RoomRegistry } from '../../../../../server/src/rooms/registry.ts';
import { RoomKeeper } from '../../../../../server/src/series/room-keeper.ts';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';
import { MovedClock } from '../../../../support/series/moved-clock.ts';
import { makeSeries, member } from '../../../../support/series/series.ts';
import { noMedia } from '../../../../support/server/rooms/forwarding-media.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';

const insert = (store: PostgresStore, id: string) =>
  store.series.insert(
    {
      ...{ id, createdFrom: '', version: 1, revision: 1, createdAt: 1, updatedAt: 1, dueAt: 1, awaitsRooms: false },
      state: makeSeries({ region: 'default' }, { a: member('A') }),
    },
    { changes: [], events: [] },
  );

t.test('what a node has claimed no other one gets, until the claim has expired', async (t) => {
  const { open, query } = await nodesOf(t);
  const [one, other] = [await open('node-1'), await open('node-2')];
  await insert(one, 's-1');
  const [claimed] = await one.series.claimDue(10, 10);
  t.equal(claimed?.id, 's-1');
  t.same(await other.series.claimDue(10, 10), []);
  await query('UPDATE series SET claimed_until = 0');
  const [taken] = await other.series.claimDue(10, 10);
  if (!claimed || !taken) throw new Error('nothing was claimed');
  const nothing = { changes: [], events: [] };
  t.equal(await other.series.save({ ...taken, revision: 2 }, 1, nothing), true);
  t.equal(await one.series.save({ ...claimed, revision: 2 }, 1, nothing), false, 'the first one was too slow');
});

t.test('each session gets one room and one announcement, also if a node takes over in the middle', async (t) => {
  const { open, query } = await nodesOf(t);
  const clock = new MovedClock('2026-10-20T12:00Z');
  const stores = [await open('node-1'), await open('node-2')];
  const made: string[] = [];
  const keepers = await Promise.all(
    stores.map(async (store) => {
      const observer = new ServerObserver();
      observer.on('roomCreated', ({ roomId }) => void made.push(roomId));
      const regions = { own: 'default', isKnown: async () => true };
      const registry = await RoomRegistry.create({ store, media: noMedia, observer, clock, isShared: true, regions });
      t.teardown(() => registry.close());
      return new RoomKeeper({ store: store.series, registry, observer, clock, secret: store.serverSecret });
    }),
  );
  t.teardown(() => Promise.all(keepers.map((keeper) => keeper.close())));
  const ids = Array.from({ length: 30 }, (_, index) => `s-${index}`);
  for (const id of ids) await insert(stores[0] as PostgresStore, id);
  for (const keeper of keepers) keeper.wake();
  const isDone = async () => {
    // A claim that expires too early: both nodes work on the same series.
    await query('UPDATE series SET claimed_until = 0');
    return (await query('SELECT id FROM series WHERE due_at < 1000')).length === 0;
  };
  await waitUntil(isDone, 'all series are handled', 30);
  t.equal(new Set(made).size, 30, 'one session of each within the week');
  t.equal(made.length, 30);
  const bodies = (await query('SELECT body FROM outbox')).map(({ body }) => JSON.parse(String(body)));
  t.equal(bodies.length, 30);
  t.equal(new Set(bodies.map(({ seriesId }) => seriesId)).size, 30);
});
