import type { Revocation, RevocationTarget } from '../../../../../server/src/auth/revocation/revocation-store.ts';
import type { Store } from '../../../../../server/src/store/store.ts';
import { onEveryStore } from '../../../../support/server/store/every-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { asEnded, makeRecord } from '../../../../support/server/store/room-records.ts';

let count = 0;
const revocationOf = (target: RevocationTarget, issuedBefore = 100, times: Partial<Revocation> = {}): Revocation => {
  count += 1;
  return { id: `v-${count}`, target, issuedBefore, createdAt: 10 + count, expiresAt: 1_000, ...times };
};
const put = (store: Store, revocation: Revocation) =>
  store.revocations.put(revocation, ({ id }) => ({ ...changeAt(1, 'revocation.added'), detail: { revocation: id } }));
const identity = (name: string, roomId = 'r-1'): RevocationTarget => ({ kind: 'identity', roomId, identity: name });
const listed = async (store: Store, now = 0): Promise<Revocation[]> =>
  (await store.revocations.list({ limit: 100, cursor: null }, now)).revocations;

onEveryStore(
  'a revocation is in effect and in the audit log when it is stored, and after a restart',
  async (t, open) => {
    const first = await open();
    const targets: RevocationTarget[] = [
      { kind: 'token', jti: 'j' },
      { kind: 'key', keyId: 'j' },
      { kind: 'room', roomId: 'r-1' },
      identity(''),
      identity('anna \\0 \0 \u{1f331}'),
      identity('anna \\0 \\0 \u{1f331}'),
    ];
    for (const [index, target] of targets.entries()) await put(first, revocationOf(target, 100.5 + index));
    const check = async (store: Store) => {
      for (const [index, target] of targets.entries()) t.equal(store.revocations.issuedBefore(target), 100.5 + index);
      t.equal(store.revocations.issuedBefore({ kind: 'token', jti: 'other' }), null);
      t.same(
        (await listed(store)).map(({ target }) => target),
        [...targets].reverse(),
        'newest first',
      );
    };
    await check(first);
    t.equal((await first.audit.read(0, 100)).length, targets.length);
    await first.close();
    await check(await open());
  },
);

onEveryStore('one of the same target keeps its id and gets the later times', async (t, open) => {
  const store = await open();
  const first = revocationOf(identity('anna'), 100, { expiresAt: 500 });
  t.same(await put(store, first), first);
  const again = await put(store, revocationOf(identity('anna'), 50, { expiresAt: 900 }));
  t.same(again, { ...first, issuedBefore: 100, expiresAt: 900 });
  t.equal((await put(store, revocationOf(identity('anna'), 200, { expiresAt: 1 }))).issuedBefore, 200);
  t.equal(store.revocations.issuedBefore(identity('anna')), 200);
  t.same(await listed(store), [{ ...again, issuedBefore: 200 }]);
  t.match(JSON.parse((await store.audit.read(2, 1))[0]?.line ?? ''), { detail: { revocation: first.id } });
});

onEveryStore('one that is deleted has no effect, once and in the audit log', async (t, open) => {
  const store = await open();
  const { id } = await put(store, revocationOf(identity('anna')));
  t.ok(await store.revocations.delete(id, changeAt(2, 'revocation.removed')));
  t.equal(store.revocations.issuedBefore(identity('anna')), null);
  t.notOk(await store.revocations.delete(id, changeAt(3, 'revocation.removed')));
  t.equal((await store.audit.read(0, 100)).length, 2);
});

onEveryStore('those whose tokens have expired are listed no more, and pruned', async (t, open) => {
  const store = await open();
  await put(store, revocationOf(identity('anna'), 1, { expiresAt: 500 }));
  await put(store, revocationOf(identity('ben'), 1, { expiresAt: 501 }));
  t.equal((await listed(store, 499)).length, 2);
  t.same(
    (await listed(store, 500)).map(({ target }) => target),
    [identity('ben')],
  );
  await store.revocations.prune(500);
  t.equal(store.revocations.issuedBefore(identity('anna')), null);
  t.equal(store.revocations.issuedBefore(identity('ben')), 1);
});

onEveryStore('a list has every revocation once', async (t, open) => {
  const store = await open();
  for (let index = 0; index < 7; index += 1)
    await put(store, revocationOf(identity(`p${index}`), 1, { createdAt: Math.floor(index / 3) }));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { revocations: Revocation[]; nextCursor: string | null } = await store.revocations.list(
      { limit: 2, cursor },
      0,
    );
    seen.push(...page.revocations.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  t.equal(new Set(seen).size, 7);
  t.equal(seen.length, 7);
});

for (const how of ['ends', 'is deleted'])
  onEveryStore(`when a room ${how} its identities are forgotten, and their tokens stay revoked`, async (t, open) => {
    const store = await open();
    for (const id of ['r-1', 'r-2']) await store.insertRoom(makeRecord(id));
    const ofRoom = await put(store, revocationOf({ kind: 'room', roomId: 'r-1' }, 50));
    await put(store, revocationOf(identity('anna'), 200, { expiresAt: 2_000 }));
    await put(store, revocationOf(identity('anna', 'r-2'), 300));
    if (how === 'ends') await store.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 2 });
    else await store.deleteRoom('r-1');
    const check = async (one: Store) => {
      t.equal(one.revocations.issuedBefore(identity('anna')), null);
      t.equal(one.revocations.issuedBefore({ kind: 'room', roomId: 'r-1' }), 200);
      t.equal(one.revocations.issuedBefore(identity('anna', 'r-2')), 300, 'another room’s stay');
      t.match(
        (await listed(one)).find(({ target }) => target.kind === 'room'),
        { id: ofRoom.id, expiresAt: 2_000 },
      );
    };
    await check(store);
    await store.close();
    await check(await open());
  });
