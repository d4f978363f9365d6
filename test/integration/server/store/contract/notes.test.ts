import { AuditVerifier } from '../../../../../server/src/audit/verify-lines.ts';
import type { Store } from '../../../../../server/src/store/store.ts';
import { onEveryStore } from '../../../../support/server/store/every-store.ts';
import { changeAt, receipt } from '../../../../support/server/store/notes.ts';
import { asEnded, makeRecord } from '../../../../support/server/store/room-records.ts';

const entriesOf = async (store: Store): Promise<Record<string, unknown>[]> =>
  (await store.audit.read(0, 10_000)).map(({ line }) => JSON.parse(line));
const whatsOf = async (store: Store) => (await entriesOf(store)).map(({ what }) => what);

/** Reads the log as it is exported, up to its head. @returns what is wrong with it */
async function problemsOf({ audit }: Store): Promise<string[]> {
  const verifier = new AuditVerifier();
  const anchor = await audit.anchor();
  const head = await audit.head();
  verifier.read(JSON.stringify({ anchor }));
  for (const { line } of await audit.read(anchor.seq, head.seq - anchor.seq)) verifier.read(line);
  verifier.read(JSON.stringify({ head }));
  return verifier.findings().problems;
}

onEveryStore('a room and what its step leaves behind are written together, or not at all', async (t, open) => {
  const store = await open({ keepsOutbox: true });
  const record = makeRecord('r-1');
  const notes = { changes: [changeAt(1)], receipts: [receipt('accepted', 1)] };
  const isNothingStored = async () => {
    t.same(await store.audit.read(0, 10), []);
    t.same(await store.listReceipts('r-1'), []);
    t.same(await store.outbox.due(Number.MAX_SAFE_INTEGER, 10), []);
  };
  await t.rejects(store.saveRoom(record, notes), 'there is no such room');
  await isNothingStored();
  const broken = { ...receipt('accepted', 1), version: null as never };
  await t.rejects(store.insertRoom(record, { changes: [changeAt(1)], receipts: [broken] }));
  t.equal(await store.getRoom('r-1'), null);
  await isNothingStored();
  await store.insertRoom(record, notes);
  await t.rejects(store.insertRoom(record, notes));
  await t.rejects(store.saveRoom({ ...record, revision: 2 }, { changes: [changeAt(2)], receipts: [broken] }));
  t.equal(await store.confirm('r-1'), 1);
  await store.saveRoom({ ...record, revision: 2 }, { changes: [changeAt(3, 'seat.left')], receipts: [] });
  t.same(await whatsOf(store), ['seat.admitted', 'seat.left']);
  t.equal((await store.outbox.backlog()).count, 2);
  t.equal((await store.listReceipts('r-1')).length, 1);
  t.same(await problemsOf(store), []);
});

onEveryStore('receipts outlive the end and go with the room; the audit log stays', async (t, open) => {
  const store = await open();
  await store.insertRoom(makeRecord('r-1'), {
    changes: [],
    receipts: [receipt('accepted', 1), receipt('withdrawn', 2), receipt('withdrawn', 3)],
  });
  await store.addNotes({ changes: [], receipts: [receipt('accepted', 4)] }, { ...makeRecord('r-1'), revision: 2 });
  await store.addNotes(
    { changes: [], receipts: [receipt('withdrawn', 5), receipt('accepted', 6)] },
    { ...makeRecord('r-1'), revision: 3 },
  );
  await store.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 4 });
  t.match(await store.listReceipts('r-1'), [
    { seatId: 'p-1', version: '1', textSha256: 'ab', acceptedAt: 1, withdrawnAt: 2 },
    { acceptedAt: 4, withdrawnAt: 5 },
    { acceptedAt: 6, withdrawnAt: null },
  ]);
  t.ok(await store.deleteRoom('r-1', { changes: [changeAt(4, 'room.deleted')], receipts: [] }));
  t.same(await store.listReceipts('r-1'), []);
  t.same(await whatsOf(store), ['room.deleted']);
  t.notOk(await store.deleteRoom('r-1', { changes: [changeAt(5)], receipts: [] }));
  t.same(await whatsOf(store), ['room.deleted'], 'nothing happened to a room that is not there');
  t.same(await problemsOf(store), []);
});

onEveryStore('entries stand in the log in the order in which they were given, also given at once', async (t, open) => {
  const store = await open();
  const seats = Array.from({ length: 200 }, (_, index) => `p-${index}`);
  await Promise.all(seats.map((seatId) => store.audit.append([{ ...changeAt(1), seatId }])));
  t.same(
    (await entriesOf(store)).map(({ seatId }) => seatId),
    seats,
  );
  t.same(await problemsOf(store), []);
});

onEveryStore('many rooms and the server write one log, which can be verified', async (t, open) => {
  const first = await open();
  const ids = Array.from({ length: 16 }, (_, index) => `r-${index}`);
  const work = ids.map(async (id) => {
    await first.insertRoom(makeRecord(id), { changes: [changeAt(1, 'room.created', id)], receipts: [] });
    for (let revision = 2; revision < 12; revision += 1) {
      const changes = [changeAt(revision, 'seat.admitted', id), changeAt(revision, 'seat.left', id)];
      await first.saveRoom({ ...makeRecord(id), revision }, { changes, receipts: [] });
      await first.audit.append([changeAt(revision, 'token.minted', id)]);
    }
  });
  const reading = (async () => {
    for (let times = 0; times < 10; times += 1) t.same(await problemsOf(first), []);
  })();
  await Promise.all([...work, reading]);
  t.equal((await first.audit.head()).seq, 16 * 31);
  await first.close();
  const second = await open();
  t.same(await problemsOf(second), []);
  const entries = await entriesOf(second);
  for (const id of ids) {
    const own = entries.filter(({ roomId, what }) => roomId === id && what !== 'token.minted');
    const times = own.map(({ at }) => String(at));
    t.same(times, [...times].sort(), `those of ${id} are in its order`);
  }
});

onEveryStore(
  'pruning takes the oldest, says so in the log, and leaves a chain that can be verified',
  async (t, open) => {
    const store = await open();
    const [now, dayMs] = [Date.now(), 86_400_000];
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
    t.match(await store.audit.placeAfter(2), { seq: 2 });
    t.same(await store.audit.placeAfter(2), await store.audit.anchor());
    t.same(await problemsOf(store), []);
    t.equal(await store.audit.prune(now + dayMs, now), 2, 'all of them, and the entry that says so stays');
    await store.audit.append([changeAt(now)]);
    t.equal((await store.audit.head()).seq, 6);
    t.equal(await store.audit.placeAfter(7), null);
    t.same(await problemsOf(store), []);
  },
);

onEveryStore('a room that is made again goes on with the log where the deleted one ended', async (t, open) => {
  const store = await open({ keepsOutbox: true });
  const make = (at: number) =>
    store.insertRoom(makeRecord('r-1'), { changes: [changeAt(at, 'room.created'), changeAt(at)], receipts: [] });
  await make(1);
  await store.deleteRoom('r-1', { changes: [changeAt(2, 'room.deleted')], receipts: [] });
  await make(3);
  await store.saveRoom({ ...makeRecord('r-1'), revision: 2 }, { changes: [changeAt(4, 'seat.left')], receipts: [] });
  t.same(await whatsOf(store), [
    'room.created',
    'seat.admitted',
    'room.deleted',
    'room.created',
    'seat.admitted',
    'seat.left',
  ]);
  t.same(await problemsOf(store), []);
});
