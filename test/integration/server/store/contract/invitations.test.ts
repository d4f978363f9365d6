import type { Invitation } from '../../../../../server/src/auth/invitations/invitation-store.ts';
import type { RevocationTarget } from '../../../../../server/src/auth/revocation/revocation-store.ts';
import type { SeriesRecord } from '../../../../../server/src/series/ports.ts';
import { deleteSeries, type NewMember, removeMember } from '../../../../../server/src/series/rules/change-series.ts';
import type { Store } from '../../../../../server/src/store/store.ts';
import { makeSeries, member } from '../../../../support/series/series.ts';
import { onEveryStore } from '../../../../support/server/store/every-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { asEnded, makeRecord } from '../../../../support/server/store/room-records.ts';

const roomTarget = (roomId: string) => ({ kind: 'room', roomId }) as const;

function invitationOf(id: string, sub: string, others: Partial<Invitation> = {}): Invitation {
  const person = { sub, role: 'client', name: 'Anna', label: 'L', grants: { canRename: true } } as const;
  return { id, target: roomTarget('r-1'), person, keyId: 'k1', createdAt: 10.5, ...others };
}

const put = (store: Store, invitation: Invitation) =>
  store.invitations.put(invitation, `hash of ${invitation.id}`, (replaced) => ({
    ...changeAt(1, 'invitation.created'),
    detail: { invitation: invitation.id, replaced: String(replaced) },
  }));
const seriesTarget = (seriesId: string) => ({ kind: 'series', seriesId }) as const;
const ofMember = (id: string, sub: string, seriesId = 's-1'): Invitation => ({
  ...{ id, target: seriesTarget(seriesId), person: { sub }, keyId: 'k1', createdAt: 10 },
});
const seriesOf = (id: string, members: Record<string, NewMember>, roomId = 'r-none'): SeriesRecord => {
  const room = { roomId, generation: 0, startsAt: 1, endsAt: 2, isEnded: false, madeFrom: '', given: [] };
  return {
    ...{ id, createdFrom: '', version: 1, revision: 1, state: { ...makeSeries({}, members), rooms: { o: room } } },
    ...{ dueAt: null, awaitsRooms: false, createdAt: 10, updatedAt: 20 },
  };
};
const nothing = { changes: [], events: [] };
const find = (store: Store, id: string) => store.invitations.find(`hash of ${id}`);
const idsOf = async (store: Store, roomId = 'r-1') =>
  (await store.invitations.list(roomTarget(roomId))).map(({ id }) => id);
const auditLines = async (store: Store) => (await store.audit.read(0, 200)).map(({ line }) => JSON.parse(line));

onEveryStore('an invitation is found by the hash of its code, listed, and there after a restart', async (t, open) => {
  const first = await open();
  await first.insertRoom(makeRecord('r-1'));
  const identities = ['anna', 'anna \\0 \0 \u{1f331}', 'anna \\0 \\0 \u{1f331}'];
  const invitations = identities.map((sub, index) => invitationOf(`i-${index}`, sub, { createdAt: 10.5 + index }));
  for (const one of invitations) t.ok(await put(first, one));
  const check = async (store: Store) => {
    t.same(await store.invitations.list(roomTarget('r-1')), invitations, 'the oldest first');
    for (const one of invitations) t.same(await find(store, one.id), one);
    t.equal(await find(store, 'other'), null);
    t.same(await idsOf(store, 'r-2'), []);
  };
  await check(first);
  t.match(await auditLines(first), [{ what: 'invitation.created', detail: { invitation: 'i-0', replaced: 'null' } }]);
  await first.close();
  await check(await open());
});

onEveryStore('another one of the same person replaces it, in one room', async (t, open) => {
  const store = await open();
  for (const id of ['r-1', 'r-2']) await store.insertRoom(makeRecord(id));
  await put(store, invitationOf('i-1', 'anna'));
  await put(store, invitationOf('i-2', 'anna', { target: roomTarget('r-2') }));
  t.ok(await put(store, invitationOf('i-3', 'anna')));
  t.equal(await find(store, 'i-1'), null);
  t.match(await find(store, 'i-2'), { id: 'i-2', target: { roomId: 'r-2' } });
  t.same(await idsOf(store), ['i-3']);
  t.match((await auditLines(store)).at(-1), { detail: { invitation: 'i-3', replaced: 'i-1' } });
});

onEveryStore('two at the same time for one person leave one', async (t, open) => {
  const store = await open();
  await store.insertRoom(makeRecord('r-1'));
  await Promise.all([1, 2, 3, 4].map((count) => put(store, invitationOf(`i-${count}`, 'anna'))));
  t.equal((await idsOf(store)).length, 1);
});

onEveryStore('there is none for a room that has ended, was deleted, or never was', async (t, open) => {
  const store = await open();
  const ends = makeRecord('r-1');
  await store.insertRoom(ends);
  await store.insertRoom(makeRecord('r-2'));
  await put(store, invitationOf('i-1', 'anna'));
  await put(store, invitationOf('i-2', 'anna', { target: roomTarget('r-2') }));
  await store.saveRoom({ ...asEnded(ends), revision: 2 });
  t.equal(await find(store, 'i-1'), null);
  t.same(await idsOf(store), []);
  t.ok(await find(store, 'i-2'));
  await store.deleteRoom('r-2');
  t.equal(await find(store, 'i-2'), null);
  for (const roomId of ['r-1', 'r-2', 'r-3'])
    t.notOk(await put(store, invitationOf('i-9', 'anna', { target: roomTarget(roomId) })), roomId);
  t.equal(await find(store, 'i-9'), null);
  t.equal((await auditLines(store)).filter(({ what }) => what === 'invitation.created').length, 2);
});

onEveryStore('one that is created while its room ends does not survive it', async (t, open) => {
  const store = await open();
  for (let round = 0; round < 10; round += 1) {
    const room = makeRecord(`r-${round}`);
    await store.insertRoom(room);
    await Promise.all([
      put(store, invitationOf(`i-${round}`, 'anna', { target: roomTarget(room.id) })),
      store.saveRoom({ ...asEnded(room), revision: 2 }),
    ]);
    t.equal(await find(store, `i-${round}`), null);
  }
});

onEveryStore('one that is deleted is gone, once and in the audit log', async (t, open) => {
  const store = await open();
  await store.insertRoom(makeRecord('r-1'));
  await put(store, invitationOf('i-1', 'anna'));
  const revoked = changeAt(2, 'invitation.revoked');
  t.notOk(await store.invitations.delete(roomTarget('r-2'), 'i-1', revoked), 'of another room');
  t.ok(await store.invitations.delete(roomTarget('r-1'), 'i-1', revoked));
  t.notOk(await store.invitations.delete(roomTarget('r-1'), 'i-1', revoked));
  t.equal(await find(store, 'i-1'), null);
  t.same(
    (await auditLines(store)).map(({ what }) => what),
    ['invitation.created', 'invitation.revoked'],
  );
});

onEveryStore('a revocation of tokens applies to those of its identity, room or key', async (t, open) => {
  const store = await open();
  for (const id of ['r-1', 'r-2']) await store.insertRoom(makeRecord(id));
  const all = [
    invitationOf('i-1', 'anna \0'),
    invitationOf('i-2', 'ben', { createdAt: 20 }),
    invitationOf('i-3', 'anna \0', { target: roomTarget('r-2') }),
    invitationOf('i-4', 'ben', { target: roomTarget('r-2'), keyId: 'k2' }),
  ];
  const rows: [RevocationTarget, number, string[]][] = [
    [{ kind: 'token', jti: 'anna \0' }, 1_000, []],
    [{ kind: 'identity', roomId: 'r-1', identity: 'anna \0' }, 1_000, ['i-1']],
    [{ kind: 'room', roomId: 'r-1' }, 1_000, ['i-1', 'i-2']],
    [{ kind: 'room', roomId: 'r-1' }, 20, ['i-1']],
    [{ kind: 'key', keyId: 'k2' }, 1_000, ['i-4']],
    [{ kind: 'key', keyId: 'k1' }, 20, ['i-1', 'i-3']],
  ];
  for (const [target, before, revoked] of rows) {
    for (const one of all) await put(store, one);
    const told: unknown[] = [];
    await store.invitations.deleteRevoked(target, before, ({ id, target: of }) => {
      told.push(id);
      return {
        ...changeAt(3, 'invitation.revoked', of.kind === 'room' ? of.roomId : 'r-1'),
        detail: { invitation: id },
      };
    });
    t.same(told.sort(), revoked, JSON.stringify(target));
    for (const { id } of all) t.equal((await find(store, id)) === null, revoked.includes(id), id);
  }
  t.equal((await auditLines(store)).filter(({ what }) => what === 'invitation.revoked').length, 7);
});

onEveryStore(
  'a member of a series has one, without a name, until they are removed or the series is deleted',
  async (t, open) => {
    const store = await open();
    const record = seriesOf('s-1', { anna: member('Anna'), ben: member('Ben', { until: '20261020T180000' }) });
    await store.series.insert(record, nothing);
    t.notOk(await put(store, ofMember('i-9', 'nobody')), 'no such member');
    t.notOk(await put(store, ofMember('i-9', 'anna', 's-none')), 'no such series');
    for (const one of [ofMember('i-1', 'anna'), ofMember('i-2', 'ben'), ofMember('i-3', 'anna')])
      t.ok(await put(store, one));
    t.equal(await find(store, 'i-1'), null, 'replaced');
    t.same(await store.invitations.list(seriesTarget('s-1')), [ofMember('i-2', 'ben'), ofMember('i-3', 'anna')]);
    await store.insertRoom(makeRecord('s-1'));
    t.same(await store.invitations.list(roomTarget('s-1')), [], 'of a room with the same id');
    const removed = { ...record, revision: 2, state: removeMember(record.state, 'anna', 100) };
    t.ok(await store.series.save(removed, 1, nothing));
    t.same([await find(store, 'i-3'), (await find(store, 'i-2'))?.id], [null, 'i-2']);
    t.notOk(await put(store, ofMember('i-4', 'anna')), 'was removed');
    t.notOk(await store.series.save({ ...record, revision: 2, state: deleteSeries(record.state, 1, '') }, 1, nothing));
    t.ok(await find(store, 'i-2'), 'a write that changed nothing');
    t.ok(await store.series.save({ ...removed, revision: 3, state: deleteSeries(removed.state, 200, '') }, 2, nothing));
    t.equal(await find(store, 'i-2'), null);
  },
);

onEveryStore('those of a series are revoked with the identity, or all, of one of its rooms', async (t, open) => {
  const store = await open();
  const people = { anna: member('Anna'), ben: member('Ben') };
  await store.series.insert(seriesOf('s-1', people, 'r-1'), nothing);
  await store.series.insert(seriesOf('s-2', people, 'r-10'), nothing);
  const all = [ofMember('i-1', 'anna'), ofMember('i-2', 'ben'), ofMember('i-3', 'anna', 's-2')];
  const rows: [RevocationTarget, number, string[]][] = [
    [{ kind: 'identity', roomId: 'r-1', identity: 'anna' }, 1_000, ['i-1']],
    [{ kind: 'identity', roomId: 'r-2', identity: 'anna' }, 1_000, []],
    [{ kind: 'room', roomId: 'r-1' }, 1_000, ['i-1', 'i-2']],
    [{ kind: 'room', roomId: 'r-1' }, 10, []],
    [{ kind: 'key', keyId: 'k1' }, 1_000, ['i-1', 'i-2', 'i-3']],
  ];
  for (const [target, before, revoked] of rows) {
    for (const one of all) t.ok(await put(store, one));
    const told: unknown[] = [];
    await store.invitations.deleteRevoked(target, before, ({ id, target: of }) => {
      told.push(id);
      t.equal(of.kind, 'series');
      return { ...changeAt(3, 'invitation.revoked'), detail: { invitation: id } };
    });
    t.same(told.sort(), revoked, JSON.stringify(target));
  }
});
