import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import { AuditVerifier } from '../../../../../server/src/audit/verify-lines.ts';
import type { Change } from '../../../../../server/src/core/domain-events.ts';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

const dayMs = 86_400_000;
const changeAt = (at: number, what: Change['what'] = 'seat.admitted'): Change => ({
  what,
  roomId: 'r-1',
  by: 'seat:p-1',
  seatId: 'p-1',
  at,
});
const receipt = (type: 'accepted' | 'withdrawn', at: number) =>
  ({ type, roomId: 'r-1', seatId: 'p-1', version: '1', textSha256: 'ab', at }) as const;

t.test('a room and what its step leaves behind are written together, or not at all', async (t) => {
  const store = SqliteStore.open(t.testdir(), { keepsOutbox: true });
  const record = makeRecord('r-1');
  const notes = { changes: [changeAt(1)], receipts: [receipt('accepted', 1)] };
  await t.rejects(store.saveRoom(record, notes), 'there is no such room');
  t.same(await store.audit.read(0, 10), []);
  t.same(await store.listReceipts('r-1'), []);
  t.same(await store.outbox.due(Date.now(), 10), []);
  const broken = { ...receipt('accepted', 1), version: null as never };
  await t.rejects(store.insertRoom(record, { changes: [changeAt(1)], receipts: [broken] }));
  t.equal(await store.getRoom('r-1'), null);
  t.same(await store.audit.read(0, 10), []);
  await store.insertRoom(record, notes);
  await t.rejects(store.insertRoom(record, notes));
  t.equal((await store.audit.read(0, 10)).length, 1);
  t.equal((await store.outbox.due(Date.now(), 10)).length, 1);
  store.close();
});

t.test('receipts outlive the end and go with the room; the audit log stays', async (t) => {
  const store = SqliteStore.open(t.testdir());
  await store.insertRoom(makeRecord('r-1'), {
    changes: [],
    receipts: [receipt('accepted', 1), receipt('withdrawn', 2)],
  });
  await store.addNotes({ changes: [], receipts: [receipt('accepted', 3)] }, makeRecord('r-1'));
  t.match(await store.listReceipts('r-1'), [
    { seatId: 'p-1', version: '1', textSha256: 'ab', acceptedAt: 1, withdrawnAt: 2 },
    { acceptedAt: 3, withdrawnAt: null },
  ]);
  t.ok(await store.deleteRoom('r-1', { changes: [changeAt(4, 'room.deleted')], receipts: [] }));
  t.same(await store.listReceipts('r-1'), []);
  t.match((await store.audit.read(0, 10))[0]?.line, 'room.deleted');
  t.notOk(await store.deleteRoom('r-1', { changes: [changeAt(5)], receipts: [] }));
  t.equal((await store.audit.read(0, 10)).length, 1, 'nothing happened to a room that is not there');
  store.close();
});

t.test('pruning takes the oldest, says so in the log, and leaves a chain that can be verified', async (t) => {
  const store = SqliteStore.open(t.testdir());
  const now = Date.now();
  await store.audit.append([changeAt(now - 3 * dayMs), changeAt(now - 2 * dayMs), changeAt(now)]);
  t.equal(await store.audit.prune(now - dayMs, now), 2);
  t.equal(await store.audit.prune(now - dayMs, now), 0, 'nothing is left to prune, and nothing is said');
  const lines = await store.audit.read(0, 10);
  t.same(
    lines.map(({ seq }) => seq),
    [3, 4],
  );
  t.match(JSON.parse(lines[1]?.line ?? ''), { what: 'audit.pruned', detail: { through: 2 } });
  t.equal(await store.audit.placeAfter(1), null);
  const verifier = new AuditVerifier();
  const anchor = await store.audit.placeAfter(2);
  for (const line of [JSON.stringify({ anchor }), ...lines.map(({ line }) => line)]) verifier.read(line);
  verifier.read(JSON.stringify({ head: await store.audit.head() }));
  t.same(verifier.findings().problems, []);
  t.equal(await store.audit.prune(now + dayMs, now), 2, 'all of them, and the entry that says so stays');
  await store.audit.append([changeAt(now)]);
  t.equal((await store.audit.head()).seq, 6);
  store.close();
});

t.test('the database itself changes and removes no entry', async (t) => {
  const directory = t.testdir();
  const store = SqliteStore.open(directory);
  await store.audit.append([changeAt(1), changeAt(2)]);
  store.close();
  const database = new DatabaseSync(join(directory, 'hearthroom.sqlite'));
  t.throws(() => database.exec("UPDATE audit SET line = 'x'"), /not changed/);
  t.throws(() => database.exec('DELETE FROM audit WHERE seq = 2'), /pruned from the oldest/);
  database.close();
});
