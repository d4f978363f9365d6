/** The log of several nodes, and what is removed when nothing refers to it any more. */
import t from 'tap';
import { AuditVerifier } from '../../../../../server/src/audit/verify-lines.ts';
import type { Change } from '../../../../../server/src/core/events/domain-events.ts';
import { Database, type Query } from '../../../../../server/src/store/postgres/connection/database.ts';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { AuditTable } from '../../../../../server/src/store/postgres/tables/audit-table.ts';
import { ServerChain } from '../../../../../server/src/store/postgres/tables/server-chain.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

type Work<T> = (query: Query) => Promise<{ result: T; changes: readonly Change[] }>;

/** @returns what is wrong with the log as it is exported */
async function problemsOf({ audit }: PostgresStore): Promise<string[]> {
  const verifier = new AuditVerifier();
  const [anchor, head] = [await audit.anchor(), await audit.head()];
  verifier.read(JSON.stringify({ anchor }));
  for (const { line } of await audit.read(anchor.seq, head.seq - anchor.seq)) verifier.read(line);
  verifier.read(JSON.stringify({ head }));
  return verifier.findings().problems;
}

t.test('three nodes write the server’s chain at the same time, each in its order, and none is refused', async (t) => {
  const { open } = await nodesOf(t);
  const names = ['node-1', 'node-2', 'node-3'];
  const stores = await Promise.all(names.map((name) => open(name)));
  const entries = 100;
  await Promise.all(
    stores.map(async (store, node) => {
      for (let index = 0; index < entries; index += 1)
        // Some of them are given at once.
        await Promise.all(
          ['a', 'b'].map((part) => store.audit.append([{ ...changeAt(index), seatId: `p-${node}-${index}-${part}` }])),
        );
    }),
  );
  const [first] = stores as [PostgresStore];
  t.same(await problemsOf(first), []);
  const seats = (await first.audit.read(0, 1_000)).map(({ line }) => String(JSON.parse(line).seatId));
  t.equal(seats.length, 2 * entries * names.length);
  for (const node of names.keys())
    t.same(
      seats.filter((seatId) => seatId.startsWith(`p-${node}-`)),
      Array.from({ length: entries }, (_, index) => [`p-${node}-${index}-a`, `p-${node}-${index}-b`]).flat(),
    );
});

t.test('entries of a node that is gone are put into the log by another one', async (t) => {
  const { open, query, endLease } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await second.audit.order();
  await first.audit.append([changeAt(1)]);
  await endLease('node-1');
  await second.cluster.nodes.expire();
  while ((await query('SELECT 1 FROM audit')).length === 0);
  t.same(await problemsOf(second), []);
});

t.test('the end of a deleted room’s chain is kept as long as the log has entries of it', async (t) => {
  const { open, query } = await nodesOf(t);
  const store = await open('node-1', {}, { keepsOutbox: false });
  const [now, hourMs] = [Date.now(), 3_600_000];
  const make = (at: number) =>
    store.insertRoom(makeRecord('r-1'), { changes: [changeAt(at, 'room.created')], receipts: [] });
  const chains = async () => (await query(`SELECT id FROM chains WHERE id <> ''`)).map(({ id }) => id);
  await make(now - 3 * hourMs);
  await store.deleteRoom('r-1', { changes: [changeAt(now - hourMs, 'room.deleted')], receipts: [] });
  await store.audit.prune(now - 2 * hourMs, now);
  t.same(await chains(), ['r-1']);
  await store.audit.prune(now, now);
  t.same(await chains(), []);
  await make(now);
  t.same(await problemsOf(store), []);
  await store.deleteRoom('r-1', { changes: [changeAt(now, 'room.deleted')], receipts: [] });
  t.same(await chains(), ['r-1']);
  t.same(await problemsOf(store), []);
});

t.test(
  'of two nodes that remove old entries at once the slower one does not take back how far they are gone',
  async (t) => {
    const { open, connection, query } = await nodesOf(t);
    const store = await open('node-1');
    const [now, hourMs] = [Date.now(), 3_600_000];
    await store.audit.append([3, 2, 0].map((hours) => changeAt(now - hours * hourMs)));
    /** Another node is done between what this one reads and writes. */
    class SlowChain extends ServerChain {
      override async transaction<T>(work: Work<T>): Promise<T> {
        await store.audit.prune(now - hourMs, now);
        return await super.transaction(work);
      }
    }
    const database = new Database(connection);
    t.teardown(() => database.close());
    const [node] = await query('SELECT incarnation FROM nodes');
    const writer = { incarnation: String(node?.incarnation), region: 'default' };
    const slow = new AuditTable(database, new SlowChain({ database, writer, onAdded: () => {} }));
    t.teardown(() => slow.close());
    t.equal(await slow.prune(now - 2.5 * hourMs, now), 0);
    t.equal((await store.audit.anchor()).seq, 2);
    t.same(await problemsOf(store), []);
    const lines = await store.audit.read(0, 10);
    t.equal(lines.filter(({ line }) => JSON.parse(line).what === 'audit.pruned').length, 1);
  },
);

t.test('a node whose clock is an hour wrong removes only what is too old by the clock of the database', async (t) => {
  const { open } = await nodesOf(t);
  const store = await open('node-1');
  await store.insertRoom(makeRecord('r-1'));
  const [now, hourMs] = [Date.now(), 3_600_000];
  const event = { what: 'path.lost', seatId: 'p-1', direction: 'send' } as const;
  const times = [now - 2 * hourMs, now - hourMs / 2];
  await store.audit.append(times.map((at) => changeAt(at)));
  await store.journal.add(times.map((at) => ({ roomId: 'r-1', at, count: 1, event })));
  const leftOf = async () => (await store.journal.findEvidence('r-1', 0, now)).records.map(({ at }) => at);
  for (const wrongMs of [hourMs, -hourMs]) {
    // Everything that is older than an hour.
    const wrong = now + wrongMs;
    t.equal(await store.audit.prune(wrong - hourMs, wrong), wrongMs > 0 ? 1 : 0);
    t.equal(await store.journal.prune(wrong - hourMs, wrong), wrongMs > 0 ? 1 : 0);
    t.same(await leftOf(), times.slice(1));
  }
  const [, last] = await store.audit.read(0, 10);
  const { at, detail } = JSON.parse(last?.line ?? '');
  t.ok(Math.abs(Date.parse(at) - now) < hourMs / 2, 'and the entry about it has that time too');
  t.ok(Math.abs(Date.parse(detail.before) - (now - hourMs)) < hourMs / 2);
});

t.test('marks of insertions and nodes that are gone are removed after a day', async (t) => {
  const { open, query } = await nodesOf(t);
  const first = await open('node-1');
  for (const id of ['r-1', 'r-2']) await first.insertRoom(makeRecord(id));
  await first.close();
  const second = await open('node-2');
  await second.insertRoom(makeRecord('r-3'));
  await second.close();
  await query(`UPDATE insertions SET at = at - interval '25 hours' WHERE id IN (SELECT id FROM insertions LIMIT 2);
    UPDATE nodes SET lease_until = lease_until - interval '25 hours'; DELETE FROM rooms WHERE id = 'r-3'`);
  const third = await open('node-3');
  t.match(await query('SELECT count(*) AS count FROM insertions'), [{ count: '1' }]);
  t.same(
    (await query('SELECT name FROM nodes ORDER BY name')).map(({ name }) => name),
    ['node-1', 'node-3'],
    'not one that owns rooms',
  );
  await query(`DELETE FROM nodes WHERE name = 'node-1'`);
  t.ok(await third.cluster.ownership.adopt('r-1'), 'an owner that is not known is gone');
  const fourth = await open('node-4');
  t.same(
    (await fourth.cluster.ownership.adoptSome(5)).map(({ id }) => id),
    ['r-2'],
  );
});
