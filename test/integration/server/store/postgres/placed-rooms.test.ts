/** Which node of several a room is given to, and what is reserved for it. */
import t from 'tap';
import { OwnershipLost } from '../../../../../server/src/rooms/ports.ts';
import { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { makeNode } from '../../../../support/server/store/nodes.ts';
import { nodesOf, ttlMs } from '../../../../support/server/store/postgres/open-nodes.ts';
import { asEnded, makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const saved = (id: string, revision: number) => ({ ...withSomebody(makeRecord(id), `anna-${revision}`), revision });
const kindOf = async (store: PostgresStore, id: string) => (await store.cluster.ownership.locate(id)).kind;

t.test('rooms are placed at the node of their region with the lowest relative load', async (t) => {
  const { open } = await nodesOf(t);
  const stores = [await open('node-1'), await open('node-2', { loadMax: 200 }), await open('node-3', { loadMax: 50 })];
  await open('node-4', { region: 'other' });
  const draining = await open('node-5');
  await draining.cluster.nodes.renew(ttlMs, 'draining');
  for (const store of stores) await store.cluster.nodes.renew(ttlMs, 'running');
  await draining.insertRoom(makeRecord('r-first'));
  await draining.cluster.ownership.place('r-first', 0, 1);
  t.equal(await kindOf(draining, 'r-first'), 'peer', 'a node that drains gets none');
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const store = stores[index % 3] as PostgresStore;
      await store.insertRoom(makeRecord(`r-${index}`));
      await store.cluster.ownership.place(`r-${index}`, 0.5 + (index % 4) / 4, 0);
      // Renewals come in between.
      if (index % 20 === 0) await store.cluster.nodes.renew(ttlMs, 'running');
    }),
  );
  for (const store of stores) await store.cluster.ownership.adoptSome(1_000);
  const shares = await Promise.all(
    stores.map(async (store, index) => {
      const { load = 0 } = (await store.cluster.nodes.renew(ttlMs, 'running')) ?? {};
      return load / ([100, 200, 50][index] ?? 1);
    }),
  );
  const mean = shares.reduce((sum, share) => sum + share, 0) / 3;
  t.ok(mean > 0.45 && mean < 0.55);
  t.ok(Math.max(...shares) / mean < 1.1, `max/mean ${Math.max(...shares) / mean}`);
});

t.test('no room is placed at a node that starts, until it runs', async (t) => {
  const { connection, open } = await nodesOf(t);
  const first = await open('node-1');
  const starting = await PostgresStore.open({ connection, node: makeNode('node-2'), nodeTtlMs: ttlMs });
  t.teardown(() => starting.close());
  t.match((await first.cluster.nodes.renew(ttlMs, 'running'))?.peers, [{ name: 'node-2', state: 'draining' }]);
  for (const id of ['r-1', 'r-2', 'r-3']) await first.insertRoom(makeRecord(id));
  await first.cluster.ownership.reserve('r-1', 20);
  await first.cluster.ownership.place('r-2', 1, 0);
  t.equal(await kindOf(first, 'r-2'), 'here');
  await starting.cluster.nodes.renew(ttlMs, 'running');
  await first.cluster.ownership.place('r-3', 1, 0);
  t.equal(await kindOf(first, 'r-3'), 'peer');
});

t.test('a room whose state is of a newer version is placed at no node that can’t read it', async (t) => {
  const { open, query } = await nodesOf(t);
  const first = await open('node-1', { stateVersion: 3 });
  await open('node-2');
  await open('node-3', { stateVersion: 3, loadMax: 50 });
  for (const id of ['r-1', 'r-2', 'r-3']) await first.insertRoom(makeRecord(id));
  await first.cluster.ownership.reserve('r-1', 20);
  await query(`UPDATE rooms SET state_version = 3 WHERE id = 'r-2'`);
  await first.cluster.ownership.place('r-2', 1, 0);
  t.match(await first.cluster.ownership.locate('r-2'), { kind: 'peer', address: 'node-3.test:3001' });
  await first.cluster.ownership.place('r-3', 1, 0);
  t.match(await first.cluster.ownership.locate('r-3'), { kind: 'peer', address: 'node-2.test:3001' }, 'others are');
});

t.test('a room stays where it is if that node is within the slack of the lowest load', async (t) => {
  const { open } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  for (const id of ['r-1', 'r-2', 'r-3']) await first.insertRoom(makeRecord(id));
  await first.cluster.ownership.reserve('r-1', 20);
  await first.cluster.ownership.place('r-2', 1, 0.25);
  t.equal(await kindOf(first, 'r-2'), 'here');
  await first.cluster.ownership.place('r-3', 1, 0.15);
  t.equal(await kindOf(first, 'r-3'), 'peer');
  t.equal((await second.cluster.ownership.adopt('r-3'))?.id, 'r-3');
  await t.rejects(first.cluster.ownership.place('r-3', 1, 0), OwnershipLost);
  await first.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 2 });
  t.equal((await first.cluster.nodes.renew(ttlMs, 'running'))?.load, 1, 'a room that has ended has no load');
});

t.test('a room that stays at its node after all is adopted again with the load that is reserved for it', async (t) => {
  const { open } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  const { ownership, nodes } = first.cluster;
  const reserved = async () => (await nodes.renew(ttlMs, 'running'))?.load;
  await first.insertRoom(makeRecord('r-1'));
  const own = await ownership.place('r-1', 3, 1);
  t.ok(await ownership.give('r-1', own));
  t.equal(await second.cluster.ownership.adopt('r-1'), null, 'it is free for this node alone');
  t.equal((await ownership.adopt('r-1'))?.id, 'r-1');
  t.equal(await reserved(), 3);
  t.ok(await ownership.give('r-1', null));
  t.equal(await reserved(), 0);
});

t.test('what is reserved with the next save counts for its node at once, and is stored with the save', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  const { ownership } = first.cluster;
  for (const id of ['r-1', 'r-2']) await first.insertRoom(makeRecord(id));
  const reserved = async () => (await query(`SELECT load FROM rooms WHERE id = 'r-1'`))[0]?.load;
  const own = await ownership.leastLoaded('r-1', 64, 0.05);
  ownership.reserveWithNextSave('r-1', 64);
  t.equal(await ownership.leastLoaded('r-1', 64, 0.05), own, 'the room itself does not count');
  const other = await ownership.leastLoaded('r-2', 64, 0.05);
  t.not(other, own);
  t.equal(await reserved(), 0);
  await first.saveRoom(saved('r-1', 2));
  t.equal(await reserved(), 64);
  await first.saveRoom(saved('r-1', 3));
  t.equal(await reserved(), 64, 'later saves leave it');
  t.equal(await ownership.leastLoaded('r-2', 64, 0.05), other);
  ownership.reserveWithNextSave('r-1', 100);
  await ownership.reserve('r-1', 0);
  await first.saveRoom(saved('r-1', 4));
  t.equal(await reserved(), 0, 'the latest word counts');
  ownership.reserveWithNextSave('r-1', 64);
  await ownership.give('r-1', null);
  await second.cluster.ownership.adopt('r-1');
  t.throws(() => ownership.reserveWithNextSave('r-1', 64), OwnershipLost);
  t.equal(await ownership.leastLoaded('r-2', 64, 0.05), own, 'nothing is left of it here');
});

t.test('no room is placed at a node that is full, for a while; with all nodes full it stays', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await first.insertRoom(makeRecord('r-1'));
  const { nodes, ownership } = first.cluster;
  const other = (await nodes.renew(ttlMs, 'running'))?.peers[0];
  t.equal(other?.isFull, false);
  await nodes.noteFull(ttlMs);
  t.equal(await ownership.leastLoaded('r-1', 64, 1), other?.incarnation);
  t.match(await second.cluster.nodes.renew(ttlMs, 'running'), { peers: [{ isFull: true }] });
  await second.cluster.nodes.noteFull(ttlMs);
  t.not(await ownership.place('r-1', 64, 0), other?.incarnation);
  t.equal(await kindOf(first, 'r-1'), 'here');
  await query(`UPDATE nodes SET full_until = clock_timestamp() WHERE name = 'node-2'`);
  t.equal(await ownership.place('r-1', 64, 1), other?.incarnation);
});
