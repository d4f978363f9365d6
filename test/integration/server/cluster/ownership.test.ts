/** Rooms of two nodes over one real database: what runs, stops running, and is told to people. */
import { roleDefaults } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import type { Peer } from '../../../../server/src/cluster/ports.ts';
import { RoomLocator } from '../../../../server/src/cluster/room-locator.ts';
import { RoomPlacement, slack } from '../../../../server/src/cluster/room-placement.ts';
import { Takeover } from '../../../../server/src/cluster/takeover.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import { noMedia } from '../../../support/server/rooms/forwarding-media.ts';
import { makeNode } from '../../../support/server/store/nodes.ts';
import { nodesOf } from '../../../support/server/store/postgres/open-nodes.ts';

const claims = (role: 'therapist' | 'client', sub: string) => ({
  sub,
  role,
  name: sub,
  label: null,
  ...roleDefaults[role],
});

async function nodes(t: Test) {
  const database = await nodesOf(t);
  const start = async (name: string, parkMs = 300) => {
    const identity = makeNode(name);
    const store = Object.assign(await database.open(name, identity), { incarnation: identity.incarnation });
    const observer = new ServerObserver();
    const registry = await RoomRegistry.create({ store, media: noMedia, observer, isShared: true });
    const { ownership } = store.cluster;
    const told: string[] = [];
    observer.on('writeFenced', () => told.push('fenced'));
    observer.on('takeover', ({ rooms }) => told.push(`took ${rooms}`));
    const peers: Peer[] = [];
    const lease = {
      state: 'valid' as const,
      renewAnew: async () => {},
      mayExpireOthers: true,
      peers,
      load: 0,
      renewedAt: 0,
    };
    const shared = { ownership, registry, observer, lease, region: 'default', stateVersion: 2 };
    const locator = new RoomLocator({
      ...shared,
      place: async () => {},
      isDraining: () => registry.isDraining,
      parkMs,
    });
    const takeover = new Takeover({
      store: store.cluster,
      registry,
      observer,
      lease,
      tell: async () => {},
      isDraining: () => registry.isDraining,
    });
    t.teardown(() => registry.abandon());
    const full = { isSo: false };
    const placementOptions = {
      ...{ ...shared, nodes: store.cluster.nodes, incarnation: store.incarnation, loadMax: 100 },
      ...{ onUnsure: () => {}, isFull: () => full.isSo },
    };
    const renew = async () => {
      const renewal = await store.cluster.nodes.renew(600_000, 'running');
      peers.splice(0, Infinity, ...(renewal?.peers ?? []));
      [lease.load, lease.renewedAt] = [renewal?.load ?? 0, performance.now()];
    };
    return { store, registry, locator, takeover, told, lease, shared, placementOptions, renew, full };
  };
  return { ...database, start };
}

async function enter(registry: RoomRegistry, roomId: string, role: 'therapist' | 'client', sub: string) {
  const closed: string[] = [];
  const room = await registry.getRoom(roomId);
  const connection = { id: `c-${sub}`, notify: () => 1, close: (reason: string) => closed.push(reason) };
  const { snapshot } = await room.connect(connection, claims(role, sub), {});
  return { room, closed, seatId: snapshot.self.id };
}

t.test(
  'a node that has lost a room tells nobody what it could not store, and closes the room at its next step',
  async (t) => {
    const { start, endLease } = await nodes(t);
    const [one, two] = [await start('node-1'), await start('node-2')];
    const { id } = (await one.registry.createRoom({})).record;
    const { room, closed } = await enter(one.registry, id, 'therapist', 'weber');
    await endLease('node-1');
    await two.takeover.sweep();
    t.equal(two.registry.running(id)?.state.seats['p-none'], undefined);
    t.ok(two.registry.running(id));
    await t.rejects(room.apply({ type: 'updateSettings', actor: { kind: 'api' }, patch: { title: 'Late' } }), {
      code: 'storage-unavailable',
    });
    t.same(closed, ['server-shutdown'], 'the client reconnects, to the node that owns the room');
    t.equal(one.registry.running(id), undefined);
    t.same([...one.told, ...two.told], ['fenced', 'took 1']);
    t.not(two.registry.running(id)?.state.settings.title, 'Late');
  },
);

t.test('a fact that a node could not store is not carried out either', async (t) => {
  const { start, endLease } = await nodes(t);
  const [one, two] = [await start('node-1'), await start('node-2')];
  const { id } = (await one.registry.createRoom({ waitingRoom: false })).record;
  const weber = await enter(one.registry, id, 'therapist', 'weber');
  const anna = await enter(one.registry, id, 'client', 'anna');
  await endLease('node-1');
  await two.takeover.sweep();
  weber.room.disconnect('c-weber');
  await weber.room.settle();
  t.same(anna.closed, ['server-shutdown']);
  t.equal(weber.room.state.seats[weber.seatId]?.state, 'admitted', 'as it was stored');
});

t.test(
  'a room is found at its owner, adopted when it is free, and waited for while its owner is expiring',
  async (t) => {
    const { start, endLease } = await nodes(t);
    const [one, two] = [await start('node-1'), await start('node-2', 10_000)];
    const { id } = (await one.registry.createRoom({})).record;
    t.same(await one.locator.locate(id, 'request'), { where: 'here' });
    t.match(await two.locator.locate(id, 'request'), { where: 'node', address: 'node-1.test:3001' });
    t.same(await two.locator.locate('r-none', 'request'), { where: 'here' }, 'which answers that there is none');
    await one.registry.release(id);
    await one.store.cluster.ownership.give(id, null);
    t.same(await two.locator.locate(id, 'request'), { where: 'here' });
    t.ok(two.registry.running(id));
    await endLease('node-2');
    await t.rejects(one.locator.locate(id, 'request'), { code: 'storage-unavailable' }, 'nobody declares it gone');
    const found = one.locator.locate(id, 'request');
    await one.takeover.sweep();
    t.same(await found, { where: 'here' });
  },
);

t.test('several who ask for a free room adopt it once', async (t) => {
  const { start, epochOf } = await nodes(t);
  const [one, two] = [await start('node-1'), await start('node-2')];
  const { id } = (await one.registry.createRoom({})).record;
  await one.registry.release(id);
  await one.store.cluster.ownership.give(id, null);
  const before = await epochOf(id);
  const found = await Promise.all(
    [1, 2, 3, 4].flatMap(() => [one, two].map(({ locator }) => locator.locate(id, 'request'))),
  );
  t.equal(await epochOf(id), before + 1);
  t.equal([one, two].filter(({ registry }) => registry.running(id)).length, 1);
  t.equal(found.filter(({ where }) => where === 'here').length, 4);
});

t.test('a node that drains adopts nothing: another one of the region does', async (t) => {
  const { start } = await nodes(t);
  const [one, two] = [await start('node-1'), await start('node-2')];
  const { id } = (await one.registry.createRoom({})).record;
  await one.registry.release(id);
  await one.store.cluster.ownership.give(id, null);
  one.registry.startDraining();
  await t.rejects(one.locator.locate(id, 'request'), { code: 'storage-unavailable' }, 'there is no other node');
  one.lease.peers.push(...((await one.store.cluster.nodes.renew(600_000, 'draining'))?.peers ?? []));
  t.match(await one.locator.locate(id, 'request'), { where: 'node', address: 'node-2.test:3001' });
  t.same(await two.locator.locate(id, 'request'), { where: 'here' });
});

t.test('requests for a room that a newer version has written go to a node that reads it', async (t) => {
  const { start, open, query } = await nodes(t);
  const one = await start('node-1');
  await start('node-2');
  await open('node-3', { stateVersion: 3, loadMax: 1 });
  const { id } = (await one.registry.createRoom({})).record;
  await one.registry.release(id);
  await one.store.cluster.ownership.give(id, null);
  await query('UPDATE rooms SET state_version = 3');
  one.lease.peers.push(...((await one.store.cluster.nodes.renew(600_000, 'running'))?.peers ?? []));
  t.match(await one.locator.locate(id, 'request'), { where: 'node', address: 'node-3.test:3001' });
});

t.test(
  'a room goes to the node with the least load when the first person comes, and stays while people are there',
  async (t) => {
    const { start } = await nodes(t);
    const [one, two] = [await start('node-1'), await start('node-2')];
    const rooms = await Promise.all([1, 2].map(async () => (await one.registry.createRoom({})).record.id));
    const placement = new RoomPlacement(one.placementOptions);
    const { renew } = one;
    const [first = '', second = ''] = rooms;
    await renew();
    await placement.place(first);
    t.ok(one.registry.running(first), 'both are empty: it stays');
    await enter(one.registry, first, 'therapist', 'weber');
    await renew();
    t.equal(one.lease.load, 64, 'reserved with the state in which the first person is seated');
    t.ok(one.lease.load / 100 > slack);
    await placement.place(second);
    t.equal(one.registry.running(second), undefined);
    t.same(await two.locator.locate(second, 'request'), { where: 'here' });
    await placement.place(first);
    t.ok(one.registry.running(first), 'somebody is there');
    await placement.follow();
    await renew();
    t.equal(one.lease.load, 64);
  },
);

t.test(
  'what a node has reserved since its last renewal counts, and the database is asked before a room is released',
  async (t) => {
    const { start } = await nodes(t);
    const [one, two] = [await start('node-1'), await start('node-2')];
    const made = async () => (await one.registry.createRoom({})).record.id;
    const [first, second, third] = [await made(), await made(), await made()];
    const placement = new RoomPlacement(one.placementOptions);
    await one.renew();
    await placement.place(first);
    await placement.place(second);
    t.ok(one.registry.running(first), 'both are empty');
    t.equal(one.registry.running(second), undefined, 'the other node has nothing yet');
    t.ok(await two.store.cluster.ownership.adopt(second));
    await two.store.cluster.ownership.reserve(second, 640);
    await enter(one.registry, first, 'therapist', 'weber');
    const room = one.registry.running(third);
    await placement.place(third);
    t.equal(one.registry.running(third), room, 'the other node has more by now, which this one has not heard of');
  },
);

t.test('what is reserved for somebody who is not seated after all is not stored', async (t) => {
  const { start } = await nodes(t);
  const one = await start('node-1');
  const { id } = (await one.registry.createRoom({})).record;
  const placement = new RoomPlacement(one.placementOptions);
  await placement.place(id);
  await placement.follow();
  await one.registry.updateSettings(id, { title: 'A' }, undefined);
  await one.renew();
  t.equal(one.lease.load, 0);
});

t.test('a node that is full places rooms in which nobody is at one that is not, and keeps the others', async (t) => {
  const { start } = await nodes(t);
  const [one, two] = [await start('node-1'), await start('node-2')];
  const made = async () => (await one.registry.createRoom({})).record.id;
  const [occupied, adopted, last] = [await made(), await made(), await made()];
  const [placement, other] = [new RoomPlacement(one.placementOptions), new RoomPlacement(two.placementOptions)];
  await enter(one.registry, occupied, 'therapist', 'weber');
  placement.noteAdopted(adopted);
  one.full.isSo = true;
  for (const node of [one, two]) await node.renew();
  await placement.place(occupied);
  t.ok(one.registry.running(occupied), 'people are there');
  await placement.place(adopted);
  t.equal(one.registry.running(adopted), undefined, 'also one that had been placed here');
  t.same(await two.locator.locate(adopted, 'request'), { where: 'here' });
  two.full.isSo = true;
  await other.place(adopted);
  t.same(await two.locator.locate(adopted, 'request'), { where: 'here' }, 'it does not go back: the first is full too');
  await one.renew();
  t.ok(one.lease.peers[0]?.isFull);
  const room = one.registry.running(last);
  await placement.place(last);
  t.equal(one.registry.running(last), room, 'there is nowhere else: the person is told `capacity`');
});

t.test('while a node drains, people who are new may enter its rooms, which move when it ends', async (t) => {
  const { start } = await nodes(t);
  const one = await start('node-1');
  const { id } = (await one.registry.createRoom({})).record;
  const room = await one.registry.getRoom(id);
  one.registry.startDraining();
  t.ok(one.registry.mayEnter(room, 'nobody-yet'));
  t.ok(one.registry.takesPreflight(id), 'who may enter may test the way');
  t.notOk(one.registry.takesPreflight('r-of-next-week'), 'that session will be on another node');
  await one.registry.close();
  t.notOk(one.registry.mayEnter(room, 'nobody-yet'));
  t.notOk(one.registry.takesPreflight(id));
});

t.test('a room that was adopted stays, and is placed again after it was empty', async (t) => {
  const { start } = await nodes(t);
  const one = await start('node-1');
  await start('node-2');
  const { id } = (await one.registry.createRoom({})).record;
  const other = (await one.registry.createRoom({})).record.id;
  await one.store.cluster.ownership.reserve(other, 50);
  const placement = new RoomPlacement(one.placementOptions);
  one.lease.peers.push(...((await one.store.cluster.nodes.renew(600_000, 'running'))?.peers ?? []));
  one.lease.load = 50;
  placement.noteAdopted(id);
  await placement.place(id);
  t.ok(one.registry.running(id), 'people are coming back to it, or it was placed here');
  const { room } = await enter(one.registry, id, 'therapist', 'weber');
  await placement.follow();
  t.equal((await one.store.cluster.nodes.renew(600_000, 'running'))?.load, 114);
  await room.apply({ type: 'left', connectionId: 'c-weber' });
  t.capture(performance, 'now', () => 1_000_000_000);
  await placement.follow();
  t.equal((await one.store.cluster.nodes.renew(600_000, 'running'))?.load, 50);
  await placement.place(id);
  t.equal(one.registry.running(id), undefined, 'the other node has less to do');
});

t.test('a room that was released and could not be given away is freed when it is found', async (t) => {
  const { start } = await nodes(t);
  const one = await start('node-1');
  const { id } = (await one.registry.createRoom({})).record;
  await one.registry.release(id);
  for (let sweep = 0; sweep < 80; sweep += 1) await one.takeover.sweep();
  t.ok(one.registry.running(id), 'it was freed, and adopted again');
});
