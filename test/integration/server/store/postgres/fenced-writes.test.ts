/** What a node writes to a room that it does not own, or knows in an older state, changes nothing. */
import t from 'tap';
import { OwnershipLost } from '../../../../../server/src/rooms/ports.ts';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { HeldRooms } from '../../../../../server/src/store/postgres/tables/rooms/held-rooms.ts';
import { changeAt, receipt } from '../../../../support/server/store/notes.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';
import { asEnded, makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const saved = (id: string, revision: number) => ({ ...withSomebody(makeRecord(id), `anna-${revision}`), revision });
const kindOf = async (store: PostgresStore, id: string) => (await store.cluster.ownership.locate(id)).kind;

t.test('what a node writes to a room it no longer owns changes nothing in any table, and is refused', async (t) => {
  const { open, endLease, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  for (const id of ['r-1', 'r-2']) await first.insertRoom(makeRecord(id), { changes: [changeAt(1)], receipts: [] });
  const target = { kind: 'token', jti: 'j' } as const;
  const revocation = { id: 'v-1', target, issuedBefore: 100, createdAt: 1, expiresAt: 1_000 };
  await first.revocations.put(revocation, () => changeAt(1, 'revocation.added'));
  const events = await first.outbox.due(Date.now() + 60_000, 10);
  t.equal(events.length, 2);
  await endLease('node-1');
  await second.cluster.nodes.expire();
  t.ok(await second.cluster.ownership.adopt('r-1'));
  const contents = async () => {
    await second.audit.order();
    const tables = ['rooms', 'audit', 'audit_pending', 'receipts', 'outbox', 'revocations', 'media_journal', 'chains'];
    return await Promise.all(tables.map((table) => query(`SELECT * FROM ${table} ORDER BY 1, 2`)));
  };
  const before = await contents();
  const notes = { changes: [changeAt(9)], receipts: [receipt('accepted', 9)] };
  for (const id of ['r-1', 'r-2']) {
    await t.rejects(first.saveRoom(saved(id, 2), notes), OwnershipLost);
    await t.rejects(first.saveRoom({ ...asEnded(makeRecord(id)), revision: 2 }, notes), OwnershipLost);
    await t.rejects(first.addNotes(notes, { ...makeRecord(id), revision: 2 }), OwnershipLost);
    await t.rejects(first.confirm(id), OwnershipLost);
    await t.rejects(first.deleteRoom(id, notes), OwnershipLost);
    t.equal(await first.cluster.ownership.adopt(id), null);
    t.notOk(await first.cluster.ownership.give(id, null));
  }
  t.same(await first.cluster.ownership.adoptSome(10), []);
  await t.rejects(first.insertRoom(makeRecord('r-3'), notes), OwnershipLost);
  await t.rejects(first.audit.append([changeAt(9)]), { name: 'NodeGoneError' });
  await t.rejects(first.audit.prune(Date.now(), Date.now()), { name: 'NodeGoneError' });
  await t.rejects(
    first.revocations.put({ ...revocation, id: 'v-2' }, () => changeAt(9)),
    { name: 'NodeGoneError' },
  );
  await t.rejects(first.revocations.delete('v-1', changeAt(9)), { name: 'NodeGoneError' });
  await first.revocations.prune(Number.MAX_SAFE_INTEGER);
  const lost = { what: 'path.lost', seatId: 'p-1', direction: 'send' } as const;
  await t.rejects(first.journal.add([{ roomId: 'r-1', at: 1, count: 1, event: lost }]), { name: 'NodeGoneError' });
  for (const { id } of events) {
    await first.outbox.postpone(id, Date.now());
    await first.outbox.remove(id);
  }
  t.same(await first.outbox.due(Date.now() + 60_000, 10), []);
  t.same(await contents(), before);
});

t.test('a node that lost a room never overwrites it from memory when it is free again', async (t) => {
  const { open } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await first.insertRoom(makeRecord('r-1'));
  await first.cluster.ownership.give('r-1', null);
  await second.cluster.ownership.adopt('r-1');
  await second.saveRoom(saved('r-1', 2));
  await second.cluster.nodes.leave();
  await t.rejects(first.saveRoom(saved('r-1', 2)), OwnershipLost);
  t.equal((await first.cluster.ownership.adopt('r-1'))?.revision, 2);
  await first.saveRoom(saved('r-1', 3));
  t.equal((await first.getRoom('r-1'))?.revision, 3);
});

t.test('an older memory of a room than what this node has stored of it is refused', async (t) => {
  const { open, query } = await nodesOf(t);
  const first = await open('node-1');
  await first.insertRoom(makeRecord('r-1'));
  await first.saveRoom(saved('r-1', 2));
  const stored = () => query('SELECT revision, state FROM rooms');
  const before = await stored();
  await t.rejects(first.saveRoom({ ...withSomebody(makeRecord('r-1'), 'ben'), revision: 2 }), OwnershipLost);
  await t.rejects(first.saveRoom(saved('r-1', 3)), OwnershipLost, 'it is adopted again first');
  t.same(await stored(), before);
});

t.test('nor does it overwrite a room of which it has forgotten that it was its own', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await first.insertRoom(makeRecord('r-1'));
  await first.cluster.ownership.give('r-1', null);
  await second.cluster.ownership.adopt('r-1');
  await second.saveRoom(saved('r-1', 2));
  await second.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 3 });
  // Which forgets it.
  t.equal(await kindOf(first, 'r-1'), 'not-running');
  const before = await query('SELECT * FROM rooms');
  for (const revision of [2, 3, 5]) {
    await t.rejects(first.saveRoom(saved('r-1', revision)), OwnershipLost);
    await first.cluster.ownership.locate('r-1');
    await t.rejects(first.addNotes({ changes: [], receipts: [] }, { ...makeRecord('r-1'), revision }), OwnershipLost);
    await first.cluster.ownership.locate('r-1');
  }
  t.same(await query('SELECT * FROM rooms'), before);
  await first.addNotes({ changes: [], receipts: [] }, { ...makeRecord('r-1'), revision: 4 });
});

t.test('a room that was made again under its id is not taken for the one that was deleted', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  const stale = makeRecord('r-1');
  const noNotes = { changes: [], receipts: [] };
  await first.insertRoom(stale);
  await first.cluster.ownership.give('r-1', null);
  await second.deleteRoom('r-1');
  await t.rejects(first.saveRoom(saved('r-1', 2)), OwnershipLost);
  t.equal(await kindOf(first, 'r-1'), 'not-running', 'which forgets that it was its own');
  await second.insertRoom(makeRecord('r-1', stale.createdAt + 1));
  await second.cluster.ownership.give('r-1', null);
  const before = await query('SELECT * FROM rooms');
  await t.rejects(first.saveRoom(saved('r-1', 2)), 'not even at the revision that is stored');
  t.equal(await kindOf(first, 'r-1'), 'free');
  await t.rejects(first.addNotes(noNotes, { ...stale, revision: 2 }));
  t.same(await query('SELECT * FROM rooms'), before);
  // Now it is its own, and what it has in memory is still another room.
  const adopted = await first.cluster.ownership.adopt('r-1');
  t.equal(adopted?.createdAt, stale.createdAt + 1);
  await t.rejects(first.saveRoom(saved('r-1', 2)), OwnershipLost);
  t.match(await query('SELECT revision, created_at FROM rooms'), [{ revision: '1', created_at: stale.createdAt + 1 }]);
});

t.test('of the rooms that a node has lost it remembers a limited number, the latest', (t) => {
  const held = new HeldRooms(2);
  for (const id of ['r-1', 'r-2', 'r-1', 'r-3']) held.lose(id);
  t.same(
    ['r-1', 'r-2', 'r-3'].map((id) => held.isLost(id)),
    [true, false, true],
  );
  t.end();
});

t.test('any node deletes a room that has ended, or that nobody owns, and none that another one runs', async (t) => {
  const { open } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  for (const id of ['r-1', 'r-2', 'r-3']) await first.insertRoom(makeRecord(id));
  await first.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 2 });
  t.ok(await second.deleteRoom('r-1'));
  await t.rejects(second.deleteRoom('r-2'), OwnershipLost);
  t.notOk(await first.deleteRoom('r-1'));
  await first.saveRoom(saved('r-2', 2));
  await first.cluster.ownership.give('r-3', null);
  t.ok(await second.deleteRoom('r-3'));
});
