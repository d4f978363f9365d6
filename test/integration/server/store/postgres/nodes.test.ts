/** Several nodes with one database: their leases, and who adopts which room. */
import t from 'tap';
import { NodeNameInUseError } from '../../../../../server/src/cluster/ports.ts';
import { OwnershipLost } from '../../../../../server/src/rooms/ports.ts';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { nodesOf, ttlMs } from '../../../../support/server/store/postgres/open-nodes.ts';
import { asEnded, makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const saved = (id: string, revision: number) => ({ ...withSomebody(makeRecord(id), `anna-${revision}`), revision });
const sessions = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hearthroom'`;
const kindOf = async (store: PostgresStore, id: string) => (await store.cluster.ownership.locate(id)).kind;

t.test('the name of a node that runs is in use, until its lease has expired or it leaves', async (t) => {
  const { open, endLease } = await nodesOf(t);
  const first = await open('node-1');
  await t.rejects(open('node-1'), NodeNameInUseError);
  await endLease('node-1');
  const second = await open('node-1');
  t.equal(await first.cluster.nodes.renew(ttlMs, 'running'), null, 'the first one is gone');
  await second.cluster.nodes.leave();
  await open('node-1');
});

t.test('a renewal tells the clock of the database, the load, and the nodes whose leases are valid', async (t) => {
  const { open, endLease, query } = await nodesOf(t);
  const first = await open('node-1');
  const second = await open('node-2', { region: 'other', loadMax: 7 });
  await open('node-3');
  await endLease('node-3');
  await second.insertRoom(makeRecord('r-1'));
  await second.cluster.ownership.reserve('r-1', 2.5);
  await second.cluster.nodes.renew(ttlMs, 'draining');
  const before = (await query('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now'))[0]?.now;
  const renewal = await first.cluster.nodes.renew(ttlMs, 'running');
  t.ok((renewal?.databaseNow ?? 0) >= Number(before));
  t.equal(renewal?.load, 0);
  t.match(renewal?.peers, [{ name: 'node-2', region: 'other', state: 'draining', load: 2.5, loadMax: 7 }]);
  t.equal(renewal?.peers.length, 1);
  t.equal((await second.cluster.nodes.renew(ttlMs, 'running'))?.load, 2.5);
});

t.test(
  'a renewal tells until when the lease lasted before, also when the database has lost the last one',
  async (t) => {
    const { open, query } = await nodesOf(t);
    const { nodes } = (await open('node-1')).cluster;
    const first = await nodes.renew(ttlMs, 'running');
    t.ok((first?.leaseUntil ?? 0) >= (first?.databaseNow ?? 0) + ttlMs - 60_000);
    const second = await nodes.renew(ttlMs, 'running');
    t.equal(second?.formerUntil, first?.leaseUntil);
    await query(`UPDATE nodes SET lease_until = lease_until - interval '1 second'`);
    const third = await nodes.renew(ttlMs, 'running');
    t.ok((third?.formerUntil ?? 0) < (second?.leaseUntil ?? 0));
  },
);

t.test('a lease that has expired is revived, unless another node has declared its node gone', async (t) => {
  const { open, endLease } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await endLease('node-1');
  t.ok(await first.cluster.nodes.renew(ttlMs, 'running'));
  t.equal(await second.cluster.nodes.expire(), 0);
  await endLease('node-1');
  t.equal(await first.cluster.nodes.expire(), 0, 'a node does not expire itself');
  t.equal(await second.cluster.nodes.expire(), 1);
  t.equal(await second.cluster.nodes.expire(), 0, 'once');
  t.equal(await first.cluster.nodes.renew(ttlMs, 'running'), null);
});

t.test('a node whose own lease has expired declares no other one gone', async (t) => {
  const { open, endLease } = await nodesOf(t);
  const [first] = [await open('node-1'), await open('node-2')];
  await endLease('node-1');
  await endLease('node-2');
  t.equal(await first.cluster.nodes.expire(), 0);
  await first.cluster.nodes.renew(ttlMs, 'running');
  t.equal(await first.cluster.nodes.expire(), 1);
});

t.test('a room is where its owner is, and free when that is gone', async (t) => {
  const { open, endLease } = await nodesOf(t);
  const [first, second, abroad] = [
    await open('node-1'),
    await open('node-2'),
    await open('node-3', { region: 'other' }),
  ];
  t.same(await second.cluster.ownership.locate('r-1'), { kind: 'not-running' });
  await first.insertRoom(makeRecord('r-1'));
  t.equal(await kindOf(first, 'r-1'), 'here');
  t.match(await second.cluster.ownership.locate('r-1'), { kind: 'peer', address: 'node-1.test:3001' });
  t.equal(await second.cluster.ownership.adopt('r-1'), null);
  await endLease('node-1');
  t.equal(await kindOf(second, 'r-1'), 'expiring');
  t.equal(await second.cluster.ownership.adopt('r-1'), null);
  await second.cluster.nodes.expire();
  t.equal(await kindOf(second, 'r-1'), 'free');
  const elsewhere = { kind: 'not-for-this-node', region: 'default', stateVersion: 2 };
  t.same(await abroad.cluster.ownership.locate('r-1'), elsewhere);
  t.equal(await abroad.cluster.ownership.adopt('r-1'), null);
  t.same(await abroad.cluster.ownership.adoptSome(10), []);
  t.same(await second.cluster.ownership.adopt('r-1'), { ...makeRecord('r-1'), region: 'default' });
  t.equal(await kindOf(second, 'r-1'), 'here');
  t.same(await second.cluster.ownership.owned(), [{ id: 'r-1', isCurrent: true }]);
  t.same(await first.cluster.ownership.owned(), []);
  await second.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 2 });
  t.equal(await kindOf(abroad, 'r-1'), 'not-running');
  t.same(await second.cluster.ownership.owned(), []);
});

t.test('a room that was made for another region has no owner until a node of that region adopts it', async (t) => {
  const { open, endLease } = await nodesOf(t);
  const [first, abroad] = [await open('node-1'), await open('node-2', { region: 'other' })];
  t.ok(await first.cluster.nodes.isRegionKnown('other'));
  t.notOk(await first.cluster.nodes.isRegionKnown('elsewhere'));
  await first.insertRoom({ ...makeRecord('r-1'), region: 'other' });
  await first.insertRoom({ ...makeRecord('r-2'), region: 'default' });
  t.same(await first.cluster.ownership.locate('r-1'), { kind: 'not-for-this-node', region: 'other', stateVersion: 2 });
  t.equal(await kindOf(first, 'r-2'), 'here');
  t.same(await first.cluster.ownership.adoptSome(10), []);
  await t.rejects(first.saveRoom(saved('r-1', 2)), OwnershipLost, 'it writes nothing of it');
  t.same(await abroad.cluster.ownership.adoptSome(10), [{ ...makeRecord('r-1'), region: 'other' }]);
  t.equal((await first.cluster.ownership.locate('r-1')).kind, 'peer');
  await endLease('node-2');
  await first.cluster.nodes.expire();
  t.ok(await first.cluster.nodes.isRegionKnown('other'), 'its nodes are away for a while');
});

t.test('a room whose state is of a newer version is left to nodes that read it', async (t) => {
  const { open, query } = await nodesOf(t);
  const first = await open('node-1');
  await first.insertRoom(makeRecord('r-1'));
  await first.cluster.ownership.give('r-1', null);
  await query('UPDATE rooms SET state_version = 3');
  const elsewhere = { kind: 'not-for-this-node', region: 'default', stateVersion: 3 };
  t.same(await first.cluster.ownership.locate('r-1'), elsewhere);
  t.equal(await first.cluster.ownership.adopt('r-1'), null);
  t.same(await first.cluster.ownership.adoptSome(10), []);
});

t.test('a room that was given away is adopted by the node that it was given to, and by no other one', async (t) => {
  const { open, epochOf, endLease } = await nodesOf(t);
  const stores = [await open('node-1'), await open('node-2'), await open('node-3')] as const;
  const [first, second, third] = stores.map((store) => store.cluster.ownership) as [
    PostgresStore['cluster']['ownership'],
    PostgresStore['cluster']['ownership'],
    PostgresStore['cluster']['ownership'],
  ];
  const incarnation = (await stores[0].cluster.nodes.renew(ttlMs, 'running'))?.peers.find(
    ({ name }) => name === 'node-2',
  )?.incarnation;
  await stores[0].insertRoom(makeRecord('r-1'));
  t.ok(await first.give('r-1', incarnation ?? ''));
  t.notOk(await first.give('r-1', null), 'it is not this node’s any more');
  t.equal(await third.adopt('r-1'), null);
  t.equal((await third.locate('r-1')).kind, 'peer');
  t.equal((await second.locate('r-1')).kind, 'free');
  await t.rejects(stores[0].saveRoom(saved('r-1', 2)), OwnershipLost);
  t.ok(await second.adopt('r-1'));
  t.equal(await epochOf('r-1'), 2);
  await stores[1].saveRoom(saved('r-1', 2));
  t.ok(await second.give('r-1', null));
  t.ok(await third.adopt('r-1'));
  await endLease('node-3');
  await stores[0].cluster.nodes.expire();
  t.same(
    (await first.adoptSome(10)).map(({ id, revision }) => [id, revision]),
    [['r-1', 2]],
  );
  t.equal(await epochOf('r-1'), 4);
});

t.test('a room that was given to a node that drains is free for every node of its region', async (t) => {
  const { open } = await nodesOf(t);
  const stores = [await open('node-1'), await open('node-2'), await open('node-3')] as const;
  const [first, draining, third] = stores;
  const abroad = await open('node-4', { region: 'other' });
  const incarnation = (await first.cluster.nodes.renew(ttlMs, 'running'))?.peers[0]?.incarnation ?? '';
  for (const id of ['r-1', 'r-2', 'r-3']) {
    await first.insertRoom(makeRecord(id));
    await first.cluster.ownership.give(id, incarnation);
  }
  await draining.insertRoom(makeRecord('r-own'));
  t.equal(await kindOf(third, 'r-1'), 'peer');
  t.same(await third.cluster.ownership.adoptSome(10), []);
  await draining.cluster.nodes.renew(ttlMs, 'draining');
  t.equal(await kindOf(third, 'r-1'), 'free');
  t.equal(await kindOf(abroad, 'r-1'), 'not-for-this-node');
  t.equal((await third.cluster.ownership.adopt('r-1'))?.id, 'r-1');
  t.same(
    (await third.cluster.ownership.adoptSome(10)).map(({ id }) => id),
    ['r-2', 'r-3'],
  );
  t.equal(await kindOf(third, 'r-own'), 'peer', 'what it has adopted stays its own');
  t.equal(await third.cluster.ownership.adopt('r-own'), null);
});

t.test('of nodes that adopt at the same time one gets each room, under a higher epoch', async (t) => {
  const { open, query } = await nodesOf(t);
  const stores = [await open('node-1'), await open('node-2'), await open('node-3')];
  const ids = Array.from({ length: 60 }, (_, index) => `r-${index}`);
  const gone = await open('node-4');
  await Promise.all(ids.map((id) => gone.insertRoom(makeRecord(id))));
  await gone.cluster.nodes.leave();
  const single = ids.slice(0, 10);
  const found = await Promise.all([
    ...stores.flatMap((store) => single.map(async (id) => ((await store.cluster.ownership.adopt(id)) ? [id] : []))),
    ...stores.map(async ({ cluster: { ownership } }) => {
      const adopted: string[] = [];
      for (let some = await ownership.adoptSome(7); some.length > 0; some = await ownership.adoptSome(7))
        adopted.push(...some.map(({ id }) => id));
      return adopted;
    }),
  ]);
  t.same(found.flat().sort(), [...ids].sort());
  t.match(await query('SELECT min(epoch) AS least, max(epoch) AS most FROM rooms'), [{ least: '2', most: '2' }]);
  const owners = await query('SELECT count(*) AS count FROM rooms GROUP BY owner');
  t.equal(owners.length, 3, 'each got some of them');
});

t.test('rooms whose timers are due first are adopted first', async (t) => {
  const { open } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  for (const [id, ...dueAt] of [['r-1'], ['r-2', 900, 50], ['r-3', 20]] as [string, ...number[]][]) {
    const record = makeRecord(id);
    const timers = Object.fromEntries(dueAt.map((at, index) => [`lease:p-${index}`, { epoch: 1, dueAt: at }]));
    await first.insertRoom({ ...record, state: { ...record.state, timers } });
  }
  await first.cluster.nodes.leave();
  const order: string[] = [];
  for (let times = 0; times < 3; times += 1)
    order.push(...(await second.cluster.ownership.adoptSome(1)).map(({ id }) => id));
  t.same(order, ['r-3', 'r-2', 'r-1']);
});

t.test('neither a renewal nor the note that a node is full is lost when they meet', async (t) => {
  const { nodes } = (await (await nodesOf(t)).open('node-1')).cluster;
  for (let round = 0; round < 50; round += 1)
    await Promise.all([nodes.noteFull(ttlMs), nodes.renew(ttlMs, 'running'), nodes.isRegionKnown('default')]);
  t.pass('each was stored');
});

t.test('what is asked of the nodes besides leases does not keep a renewal waiting', async (t) => {
  const { open, query } = await nodesOf(t);
  const { nodes } = (await open('node-1')).cluster;
  await nodes.renew(ttlMs, 'running');
  await nodes.isRegionKnown('default');
  const asked = await query(`${sessions} AND query LIKE 'SELECT FROM nodes WHERE region%'`);
  const renewed = await query(`${sessions} AND query LIKE '%NOWAIT)%lease_until = %'`);
  t.same([asked.length, renewed.length], [1, 1]);
  t.notSame(asked, renewed, 'each has a connection of its own');
});
