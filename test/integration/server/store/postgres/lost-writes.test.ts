/**
 * A database that has lost its last writes, as after the promotion of an asynchronous standby server: what is stored
 * applies, and nothing is stored that builds on what is lost.
 */
import t, { type Test } from 'tap';
import { newId } from '../../../../../server/src/core/secrets/random.ts';
import { OwnershipLost } from '../../../../../server/src/rooms/ports.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';
import { makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const saveOf = (revision: number) => ({ ...withSomebody(makeRecord('r-1'), `anna-${revision}`), revision });

/** A room with revision 2 at its owner, of which the database has revision 1. */
async function withLostSave(t: Test) {
  const nodes = await nodesOf(t);
  const store = await nodes.open('node-1');
  await store.insertRoom(makeRecord('r-1'));
  await nodes.query('CREATE TABLE before AS TABLE rooms');
  await store.saveRoom(saveOf(2));
  const { ownership } = store.cluster;
  t.same(await ownership.owned(), [{ id: 'r-1', isCurrent: true }]);
  await nodes.query('UPDATE rooms SET (revision, state) = (before.revision, before.state) FROM before');
  const stored = async () => (await nodes.query('SELECT revision, state FROM rooms'))[0];
  return { ...nodes, store, ownership, stored, before: await stored() };
}

t.test('what builds on a lost write is not stored, and the room is taken as it is stored', async (t) => {
  const { store, ownership, stored, before } = await withLostSave(t);
  t.same(await ownership.owned(), [{ id: 'r-1', isCurrent: false }]);
  for (const revision of [3, 4]) await t.rejects(store.saveRoom(saveOf(revision)), OwnershipLost);
  t.same(await stored(), before);
  await ownership.give('r-1', null);
  t.match(await ownership.adopt('r-1'), { revision: 1 });
  await store.saveRoom(saveOf(2));
});

t.test('a write whose outcome is unknown is not repeated on what is stored, if that lacks earlier ones', async (t) => {
  const { store, stored, before } = await withLostSave(t);
  await t.rejects(store.confirm('r-1'), OwnershipLost);
  await t.rejects(store.saveRoom(saveOf(3)), OwnershipLost);
  t.same(await stored(), before);
});

t.test('a room that the database has lost does not run any more', async (t) => {
  const { store, ownership, query } = await withLostSave(t);
  await query('DELETE FROM rooms');
  t.same(await ownership.owned(), []);
  await t.rejects(store.saveRoom(saveOf(3)), OwnershipLost);
});

t.test('revocations that are lost do not apply any more, also at the node that added them', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  const target = { kind: 'token', jti: 'lost' } as const;
  const times = { issuedBefore: 100, createdAt: 1, expiresAt: Number.MAX_SAFE_INTEGER };
  const reread = (revocations: { onReread: () => void }) =>
    new Promise<void>((resolve) => {
      revocations.onReread = resolve;
    });
  const put = async () => {
    const told = reread(second.revocations);
    await first.revocations.put({ id: newId('v'), target, ...times }, () => changeAt(1, 'revocation.added'));
    await told;
  };
  const told = () => Promise.all([first, second].map(({ revocations }) => reread(revocations)));
  const [before] = await query('SELECT mark FROM revocation_changes');
  await put();
  let both = told();
  await query(`DELETE FROM revocations; UPDATE revocation_changes SET count = 0, mark = '${String(before?.mark)}'`);
  await both;
  t.same(
    [first, second].map(({ revocations }) => revocations.issuedBefore(target)),
    [null, null],
  );
  // Another change with the number of one that is lost.
  await put();
  both = told();
  await query(`UPDATE revocations SET subject = 'other'; UPDATE revocation_changes SET mark = gen_random_uuid()`);
  await both;
  for (const { revocations } of [first, second]) {
    t.equal(revocations.issuedBefore(target), null);
    t.equal(revocations.issuedBefore({ kind: 'token', jti: 'other' }), 100);
  }
});

t.test('the audit log goes on from the entries that are stored', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await first.audit.append([changeAt(1)]);
  await first.audit.order();
  await query(`TRUNCATE audit, audit_pending; UPDATE audit_places SET seq = 0, hash = repeat('0', 64);
    UPDATE chains SET chain_seq = 0, chain_hash = repeat('0', 64)`);
  await second.audit.append([changeAt(2)]);
  await first.audit.append([changeAt(3)]);
  const lines = await first.audit.read(0, 10);
  const [one, other] = lines.map(({ line }) => JSON.parse(line).chain);
  t.equal(lines.length, 2);
  t.equal(other.previous, one.hash);
});
