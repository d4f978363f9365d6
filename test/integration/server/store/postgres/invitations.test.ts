/** Invitations of several nodes. */
import t from 'tap';
import type { Invitation } from '../../../../../server/src/auth/invitations/invitation-store.ts';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';
import { asEnded, makeRecord } from '../../../../support/server/store/room-records.ts';

const target = { kind: 'room', roomId: 'r-1' } as const;
const invitationOf = (id: string, sub = 'anna'): Invitation => {
  const person = { sub, role: 'client', name: 'Anna' } as const;
  return { id, target, person, keyId: 'k1', createdAt: 10 };
};
const put = ({ invitations }: PostgresStore, id: string, sub?: string) =>
  invitations.put(invitationOf(id, sub), `hash of ${id}`, () => changeAt(1, 'invitation.created'));
const isThere = async ({ invitations }: PostgresStore, id: string) =>
  (await invitations.find(`hash of ${id}`)) !== null;

t.test('a link of any node works at every other one, at once, until the owner ends the room', async (t) => {
  const { open, query } = await nodesOf(t);
  const [owner, other] = [await open('a'), await open('b')];
  const room = makeRecord('r-1');
  await owner.insertRoom(room);
  t.ok(await put(other, 'i-1'));
  t.ok(await isThere(owner, 'i-1'));
  t.ok(await put(owner, 'i-2'));
  t.same([await isThere(other, 'i-1'), await isThere(other, 'i-2')], [false, true]);
  await Promise.all([1, 2, 3].flatMap((count) => [put(owner, `i-a${count}`), put(other, `i-b${count}`)]));
  t.equal((await other.invitations.list(target)).length, 1, 'both at the same time leave one');
  await owner.saveRoom({ ...asEnded(room), revision: 2 });
  t.same(await other.invitations.list(target), []);
  t.notOk(await put(other, 'i-9'));
  t.same(await query('SELECT id FROM invitations'), [], 'no name is left');
});

t.test('what another node creates while the room ends is not left behind', async (t) => {
  const { open, query } = await nodesOf(t);
  const [owner, other] = [await open('a'), await open('b')];
  for (let round = 0; round < 30; round += 1) {
    const room = makeRecord(`r-${round}`);
    await owner.insertRoom(room);
    const invitation = { ...invitationOf(`i-${round}`), target: { kind: 'room', roomId: room.id } as const };
    const created = other.invitations.put(invitation, `hash ${round}`, () => changeAt(1, 'invitation.created'));
    await Promise.all([created, owner.saveRoom({ ...asEnded(room), revision: 2 })]);
  }
  t.same(await query('SELECT id FROM invitations'), []);
});

t.test('what a node of the version before left of a room that has ended is not used, and removed', async (t) => {
  const { open, query } = await nodesOf(t);
  const store = await open('a');
  for (const id of ['r-1', 'r-2']) await store.insertRoom(makeRecord(id));
  await put(store, 'i-1');
  await query("UPDATE rooms SET phase = 'ended' WHERE id = 'r-1'");
  t.notOk(await isThere(store, 'i-1'));
  t.same(await store.invitations.list(target), []);
  await open('b');
  t.same(await query('SELECT id FROM invitations'), []);
});
