/** What the store answers when the link to the database, or the database, fails in the middle of a write. */
import { setImmediate as afterInput } from 'node:timers/promises';
import { inspect } from 'node:util';
import t, { type Test } from 'tap';
import { OutcomeUnknown, OwnershipLost } from '../../../../../server/src/rooms/ports.ts';
import { Database } from '../../../../../server/src/store/postgres/connection/database.ts';
import { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';
import { makeNode } from '../../../../support/server/store/nodes.ts';
import { changeAt, receipt } from '../../../../support/server/store/notes.ts';
import { InterruptedLink } from '../../../../support/server/store/postgres/interrupted-link.ts';
import { asEnded, makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const timeoutMs = 1_000;
const notes = (at: number) => ({ changes: [changeAt(at)], receipts: [] });

/** A store with one room behind a link, and the database without it. */
async function setUp(t: Test) {
  const cluster = await sharedCluster();
  const { database, user } = await cluster.createDatabase();
  const link = await InterruptedLink.open(cluster.socket);
  const connection = { host: '127.0.0.1', port: link.port, database, user, timeoutMs };
  const store = await PostgresStore.open({ connection, node: makeNode(), keepsOutbox: true });
  t.teardown(async () => {
    link.release('toDatabase');
    link.release('toServer');
    link.refuse(false);
    await store.close();
    await link.close();
  });
  await store.insertRoom(makeRecord('r-1'));
  const query = (sql: string) => cluster.query(database, sql);
  const revisionOf = async (id = 'r-1') => (await query(`SELECT revision FROM rooms WHERE id = '${id}'`))[0]?.revision;
  /** Resolves when the store has sent this text. */
  const sent = (text: string) =>
    new Promise<void>((resolve) => {
      link.onSent = (sentence) => {
        if (sentence.includes(text)) resolve();
      };
    });
  const stored = async (count: number) => {
    while (
      Number(
        (
          await query(
            'SELECT count(*) AS count FROM (SELECT hash FROM audit_pending UNION ALL SELECT hash FROM audit) AS all_entries',
          )
        )[0]?.count,
      ) < count
    );
  };
  return { cluster, connection, store, link, query, revisionOf, sent, stored };
}

const saveOf = (revision: number) => ({ ...withSomebody(makeRecord('r-1'), `anna-${revision}`), revision });

/** Asks until the store answers: other connections were cut too. */
async function confirm(store: PostgresStore, id: string): Promise<number | null> {
  for (;;) {
    try {
      return await store.confirm(id);
    } catch (error) {
      if (error instanceof OwnershipLost) throw error;
    }
  }
}

t.test('a write whose answer was lost is unknown, and confirmed as stored', async (t) => {
  const { store, link, revisionOf, stored } = await setUp(t);
  link.hold('toServer');
  const write = store.saveRoom(saveOf(2), notes(2));
  const outcome = t.rejects(write, OutcomeUnknown);
  await stored(1);
  link.forgetOpen();
  link.cut();
  await outcome;
  t.equal(await confirm(store, 'r-1'), 2);
  await store.saveRoom(saveOf(3), notes(3));
  t.equal(Number(await revisionOf()), 3);
  t.equal((await store.audit.read(0, 10)).length, 2, 'its entry is in the log once');
});

t.test('a write that did not arrive is unknown, confirmed as lost, and refused should it arrive later', async (t) => {
  const { store, link, revisionOf, sent } = await setUp(t);
  link.hold('toDatabase');
  const isSent = sent('p-anna-2');
  const write = store.saveRoom(saveOf(2), notes(2));
  const outcome = t.rejects(write, OutcomeUnknown);
  await isSent;
  const open = link.forgetOpen();
  await outcome;
  t.equal(await confirm(store, 'r-1'), 1, 'which is final');
  await link.deliverLate(open);
  await store.saveRoom(saveOf(5), notes(5));
  t.equal(Number(await revisionOf()), 5);
  t.match(
    (await store.audit.read(0, 10)).map(({ line }) => JSON.parse(line).at),
    [new Date(5).toISOString()],
  );
});

t.test('an insertion that did not arrive is refused should it arrive later', async (t) => {
  const { store, link, sent } = await setUp(t);
  const isSent = sent('room.created');
  // Not the reading before it.
  link.holds = (text) => text.includes('room.created');
  const write = store.insertRoom(makeRecord('r-2'), { changes: [changeAt(1, 'room.created', 'r-2')], receipts: [] });
  const outcome = t.rejects(write, OutcomeUnknown);
  await isSent;
  const open = link.forgetOpen();
  await outcome;
  t.equal(await confirm(store, 'r-2'), null);
  await link.deliverLate(open);
  await store.insertRoom({ ...makeRecord('r-2'), version: 3 });
  t.equal((await store.getRoom('r-2'))?.version, 3);
});

t.test('an insertion for another region whose answer was lost is confirmed, and left to that region', async (t) => {
  const { store, link, stored, query } = await setUp(t);
  const created = { changes: [changeAt(1, 'room.created', 'r-2')], receipts: [] };
  link.onSent = (text) => {
    if (text.includes('room.created')) link.hold('toServer');
  };
  const outcome = t.rejects(store.insertRoom({ ...makeRecord('r-2'), region: 'other' }, created), OutcomeUnknown);
  await stored(1);
  link.onSent = () => {};
  link.forgetOpen();
  link.cut();
  await outcome;
  t.equal(await confirm(store, 'r-2'), 1);
  t.match(await query(`SELECT owner, region FROM rooms WHERE id = 'r-2'`), [{ owner: null, region: 'other' }]);
  await t.rejects(store.saveRoom({ ...makeRecord('r-2'), revision: 2 }), OwnershipLost);
});

t.test('an insertion whose answer was lost is confirmed', async (t) => {
  const { store, link, stored } = await setUp(t);
  const created = { changes: [changeAt(1, 'room.created', 'r-2')], receipts: [] };
  // The read before it needs its answer.
  link.onSent = (text) => {
    if (text.includes('room.created')) link.hold('toServer');
  };
  const write = store.insertRoom(makeRecord('r-2'), created);
  const outcome = t.rejects(write, OutcomeUnknown);
  await stored(1);
  link.onSent = () => {};
  link.forgetOpen();
  link.cut();
  await outcome;
  t.equal(await confirm(store, 'r-2'), 1);
  await store.saveRoom({ ...makeRecord('r-2'), revision: 2 });
  t.equal(await confirm(store, 'r-2'), 2);
});

t.test('while the database is away every call is refused in time, and works again when it is back', async (t) => {
  const { cluster, store } = await setUp(t);
  await cluster.stop('SIGQUIT');
  await t.rejects(store.saveRoom(saveOf(2)));
  await t.rejects(store.confirm('r-1'));
  await t.rejects(store.probe());
  await t.rejects(store.audit.append([changeAt(1)]));
  await cluster.restart();
  t.equal(await confirm(store, 'r-1'), 1);
  await store.probe();
  await store.saveRoom(saveOf(2), notes(2));
  await store.audit.append([changeAt(1)]);
  t.equal((await store.audit.head()).seq, 2);
});

t.test('a link that hangs is given up in time', async (t) => {
  const { store, link } = await setUp(t);
  link.hold('toDatabase');
  await t.rejects(store.saveRoom(saveOf(2)), OutcomeUnknown);
  link.forgetOpen();
  t.equal(await confirm(store, 'r-1'), 1);
  await store.saveRoom(saveOf(2));
  t.equal(await confirm(store, 'r-1'), 2);
});

t.test(
  'an answer that came while this process was stopped counts, though its time was over when it was read',
  async (t) => {
    const cluster = await sharedCluster();
    const { database: name, user } = await cluster.createDatabase();
    const database = new Database({ host: cluster.folder, database: name, user, timeoutMs: 300 });
    t.teardown(() => database.close());
    await database.write('CREATE TABLE answers (id integer)', []);
    const write = database.write('INSERT INTO answers SELECT 1 FROM pg_sleep(0.1)', []);
    await afterInput();
    await afterInput();
    // As if it was stopped.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
    t.match(await write, { count: 1 });
    await t.rejects(database.write('INSERT INTO answers SELECT 2 FROM pg_sleep(60)', []), OutcomeUnknown);
  },
);

t.test('a revocation of which it is not known whether it is stored lets nobody in until that is known', async (t) => {
  const { store, link, sent } = await setUp(t);
  const target = { kind: 'token', jti: 'j' } as const;
  const times = { issuedBefore: 100, createdAt: 1, expiresAt: 1_000 };
  const isSent = sent('COMMIT');
  link.onSent = ((before) => (text: string) => {
    before(text);
    if (text.includes('COMMIT')) link.hold('toServer');
  })(link.onSent);
  const write = store.revocations.put({ id: 'v-1', target, ...times }, () => changeAt(1, 'revocation.added'));
  const outcome = t.rejects(write, OutcomeUnknown);
  await isSent;
  link.onSent = () => {};
  link.refuse();
  await outcome;
  t.throws(() => store.revocations.issuedBefore(target), /not known/);
  const told = new Promise<void>((resolve) => {
    store.revocations.onReread = resolve;
  });
  link.forgetOpen();
  link.refuse(false);
  await told;
  t.equal(store.revocations.issuedBefore(target), 100, 'and those are told who close connections');
});

/** Another node declares the first one gone, and takes its rooms. */
async function openAnother(t: Test, { cluster, connection, query }: Awaited<ReturnType<typeof setUp>>) {
  const direct = { ...connection, host: cluster.folder, port: 5432 };
  const next = await PostgresStore.open({ connection: direct, node: makeNode('node-2') });
  t.teardown(() => next.close());
  await query(`UPDATE nodes SET lease_until = now() - interval '1 second' WHERE name = 'node-1'`);
  t.equal(await next.cluster.nodes.expire(), 1);
  await next.loadOpenRooms();
  return next;
}

t.test('a node that another one has declared gone changes nothing, and is told', async (t) => {
  const made = await setUp(t);
  const { store, revisionOf } = made;
  await store.saveRoom(saveOf(2));
  const next = await openAnother(t, made);
  await t.rejects(store.saveRoom(saveOf(3)), OwnershipLost);
  await next.saveRoom(saveOf(4));
  await t.rejects(store.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 5 }), OwnershipLost);
  await t.rejects(store.confirm('r-1'), OwnershipLost);
  t.equal(Number(await revisionOf()), 4);
});

t.test('the end of a room that belongs to another node by now leaves the revocations of its people', async (t) => {
  const made = await setUp(t);
  const { store } = made;
  const target = { kind: 'identity', roomId: 'r-1', identity: 'anna' } as const;
  const revocation = { id: 'v-1', target, issuedBefore: 100, createdAt: 1, expiresAt: 1_000 };
  await store.revocations.put(revocation, () => changeAt(1, 'revocation.added'));
  const next = await openAnother(t, made);
  await t.rejects(store.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 2 }), OwnershipLost);
  t.match(await next.revocations.list({ limit: 10, cursor: null }, 2), { revocations: [{ id: 'v-1', target }] });
});

t.test('an error of the database does not quote the rows that it is about', async (t) => {
  const { store } = await setUp(t);
  const canary = 'canary-of-a-room';
  const seatId = null as never;
  const broken = { ...receipt('accepted', 1), roomId: 'r-2', version: canary, seatId };
  const refused = store.insertRoom(makeRecord('r-2'), { changes: [], receipts: [broken] });
  const error: unknown = await refused.catch((thrown: unknown) => thrown);
  t.match(error, { code: '23502' });
  t.notMatch(inspect(error, { depth: 5 }), canary);
});
