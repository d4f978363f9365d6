/** Revocations of other nodes, and what a node may not know. */
import pg from 'pg';
import t, { type Test } from 'tap';
import { newId } from '../../../../../server/src/core/secrets/random.ts';
import { Database } from '../../../../../server/src/store/postgres/connection/database.ts';
import { Notifications } from '../../../../../server/src/store/postgres/connection/notifications.ts';
import type { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { RevocationsTable } from '../../../../../server/src/store/postgres/tables/revocations-table.ts';
import { ServerChain } from '../../../../../server/src/store/postgres/tables/server-chain.ts';
import { until } from '../../../../support/faults/wait.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { InterruptedLink } from '../../../../support/server/store/postgres/interrupted-link.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';
import { asEnded, makeRecord } from '../../../../support/server/store/room-records.ts';

const target = { kind: 'token', jti: 'j' } as const;
const revocationOf = (more: object = {}) => ({
  ...{ id: newId('v'), target, issuedBefore: 100, createdAt: 1, expiresAt: Number.MAX_SAFE_INTEGER },
  ...more,
});
/** Only a notification makes it ask. */
const neverPolls = { revocationPollMs: 3_600_000 } as object;
const added = () => changeAt(1, 'revocation.added');

/** Resolves when this store has read the revocations anew. */
const reread = ({ revocations }: { revocations: RevocationsTable }): Promise<void> =>
  new Promise((resolve) => {
    revocations.onReread = resolve;
  });

const known = ({ revocations }: { revocations: RevocationsTable }): number | null | undefined => {
  try {
    return revocations.issuedBefore(target);
  } catch {
    return undefined;
  }
};

t.test('what one node revokes, and what it removes, the others know soon, and are told', async (t) => {
  const { open } = await nodesOf(t);
  const stores = [await open('node-1'), await open('node-2'), await open('node-3')] as const;
  const others = (): Promise<unknown> => Promise.all([reread(stores[1]), reread(stores[2])]);
  let told = others();
  const { id } = await stores[0].revocations.put(revocationOf(), added);
  await told;
  t.same(stores.map(known), [100, 100, 100]);
  told = others();
  await stores[0].revocations.delete(id, changeAt(2, 'revocation.removed'));
  await told;
  t.same(stores.map(known), [null, null, null]);
});

t.test('a node is notified of changes, and knows them before it asks by itself', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2', {}, neverPolls)];
  const listening = `FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()`;
  await until(async () => (await query(`SELECT 1 ${listening}`)).length === 2, 'both listen');
  let told = reread(second);
  const { id } = await first.revocations.put(revocationOf(), added);
  await told;
  t.equal(known(second), 100);
  told = reread(second);
  await first.revocations.delete(id, changeAt(2, 'revocation.removed'));
  await told;
  t.equal(known(second), null);
});

t.test('an error of what is told about a change does not end the handling of notifications', async (t) => {
  const { open } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2', {}, neverPolls)];
  const { id } = await first.revocations.put(revocationOf(), added);
  await until(() => known(second) === 100, 'it is told of the first change');
  second.revocations.onReread = () => {
    throw new Error('canary');
  };
  const handled = second.revocations.handleHint;
  const failures: unknown[] = [];
  second.revocations.handleHint = () => handled.call(second.revocations).catch((error) => void failures.push(error));
  await first.revocations.delete(id, changeAt(2, 'revocation.removed'));
  await until(() => failures.length > 0, 'it was told of the second one, and failed');
  const told = reread(second);
  await first.revocations.put(revocationOf(), added);
  await told;
  t.equal(known(second), 100);
});

t.test('a lost notification costs only time: nodes ask besides', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  const end = () =>
    query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE 'LISTEN %' AND datname = current_database()`);
  await until(async () => (await end()).length > 0, 'they listen, until their connections are ended');
  const told = reread(second);
  await first.revocations.put(revocationOf(), added);
  await told;
  t.equal(known(second), 100);
});

t.test('a node that was stopped asks what is revoked when somebody comes, rather than refuse', async (t) => {
  const { open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2', {}, neverPolls)];
  await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE 'LISTEN %' AND datname = current_database()`);
  await first.revocations.put(revocationOf(), added);
  const { now } = performance;
  t.teardown(() => {
    performance.now = now;
  });
  performance.now = () => now.call(performance) + 2_000;
  t.equal(known(second), undefined);
  const told = reread(second);
  await Promise.all([second.revocations.catchUp(), second.revocations.catchUp()]);
  t.equal(known(second), 100);
  await told;
});

t.test('the end of a room notifies nobody', async (t) => {
  const { connection, open } = await nodesOf(t);
  const first = await open('node-1');
  const heard: string[] = [];
  const { promise: isHeard, resolve } = Promise.withResolvers<void>();
  const client = new pg.Client(connection);
  await client.connect();
  t.teardown(() => client.end());
  client.on('notification', ({ payload = '' }) => {
    heard.push(payload);
    if (payload === 'last') resolve();
  });
  await client.query('LISTEN hearthroom_revocations');
  await first.insertRoom(makeRecord('r-1'));
  const identity = { kind: 'identity', roomId: 'r-1', identity: 'anna' } as const;
  await first.revocations.put(revocationOf({ target: identity }), added);
  await first.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 2 });
  await client.query(`SELECT pg_notify('hearthroom_revocations', 'last')`);
  await isHeard;
  t.same(heard, ['', 'last'], 'what was revoked by hand, and no more');
});

t.test('through a pooler a node does not listen', async (t) => {
  const cluster = await sharedCluster();
  const connection = await cluster.createDatabase();
  const link = await InterruptedLink.open(cluster.socket);
  t.teardown(() => link.close());
  // The message BackendKeyData: "K", its length 12, the process and a secret.
  link.rewrite = (text) => {
    const at = text.indexOf('K\0\0\0\x0c');
    return at < 0 ? text : `${text.slice(0, at + 5)}\x7f\0\0\x01${text.slice(at + 9)}`;
  };
  const asked = Promise.withResolvers<void>();
  const sent: string[] = [];
  link.onSent = (text) => {
    sent.push(text);
    if (text.includes('pg_backend_pid')) asked.resolve();
  };
  const notifications = new Notifications({
    connection: { ...connection, host: '127.0.0.1', port: link.port },
    channel: 'anything',
    onNotified: () => {},
  });
  t.teardown(() => notifications.close());
  notifications.open();
  await asked.promise;
  const open = () =>
    cluster.query(
      connection.database,
      `SELECT 1 FROM pg_stat_activity WHERE application_name = 'hearthroom' AND datname = current_database()`,
    );
  await until(async () => (await open()).length === 0, 'its connection is closed');
  t.notOk(sent.some((text) => text.includes('LISTEN')));
});

t.test('the end of a room at one node is known at the others', async (t) => {
  const { open } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  await first.insertRoom(makeRecord('r-1'));
  let told = reread(second);
  const identity = { kind: 'identity', roomId: 'r-1', identity: 'anna' } as const;
  await first.revocations.put(revocationOf({ target: identity }), added);
  await told;
  t.equal(second.revocations.issuedBefore(identity), 100);
  told = reread(second);
  await first.saveRoom({ ...asEnded(makeRecord('r-1')), revision: 2 });
  await told;
  t.equal(second.revocations.issuedBefore(identity), null);
  t.equal(second.revocations.issuedBefore({ kind: 'room', roomId: 'r-1' }), 100);
});

t.test('revocations of several nodes at the same time are all in effect at each of them', async (t) => {
  const { open } = await nodesOf(t);
  const stores = [await open('node-1'), await open('node-2'), await open('node-3')];
  const targets = Array.from({ length: 30 }, (_, index) => ({ kind: 'token', jti: `j-${index}` }) as const);
  await Promise.all(
    targets.map(async (one, index) => {
      const store = stores[index % 3] as PostgresStore;
      await store.revocations.put(revocationOf({ target: one }), added);
      t.equal(store.revocations.issuedBefore(one), 100, 'at its own node as soon as it is stored');
    }),
  );
  const isKnown = (store: PostgresStore) => targets.every((one) => store.revocations.issuedBefore(one) === 100);
  for (const store of stores) while (!isKnown(store)) await reread(store);
  t.pass('and soon at the others');
});

t.test('a node that can’t ask for revocations lets nobody in, until it can', async (t) => {
  const { connection, open } = await nodesOf(t);
  const link = await InterruptedLink.open((await sharedCluster()).socket);
  const behind = { ...connection, host: '127.0.0.1', port: link.port, timeoutMs: 1_000 };
  const first = await open('node-1');
  const second = await open('node-2', {}, { connection: behind } as object);
  t.teardown(async () => {
    link.refuse(false);
    await second.close();
    await link.close();
  });
  t.equal(known(second), null);
  link.refuse();
  while (known(second) !== undefined) await first.getRoom('r-1');
  await first.revocations.put(revocationOf(), added);
  t.equal(known(second), undefined);
  link.refuse(false);
  await reread(second);
  t.equal(known(second), 100);
});

t.test('a poll that hangs does not keep the next one from being sent', async (t) => {
  const { connection, open } = await nodesOf(t);
  const link = await InterruptedLink.open((await sharedCluster()).socket);
  // The client itself gives up only long after what is known counts as complete.
  const behind = { ...connection, host: '127.0.0.1', port: link.port, timeoutMs: 60_000 };
  const first = await open('node-1');
  const second = await open('node-2', {}, { connection: behind } as object);
  t.teardown(async () => {
    await second.close();
    await link.close();
  });
  const hangs = new Promise<void>((resolve) => {
    const isPoll = (text: string) => text.includes('FROM revocation_changes');
    link.holds = isPoll;
    link.onSent = (text) => {
      if (!isPoll(text)) return;
      link.onSent = () => {};
      // Only this one is never answered.
      link.forgetOpen();
      resolve();
    };
  });
  await hangs;
  const told = reread(second);
  await first.revocations.put(revocationOf(), added);
  await told;
  t.equal(known(second), 100);
});

/** The table of a node, whose readings of all revocations end when the test says so. */
async function gatedTable(t: Test) {
  const { connection, open, query } = await nodesOf(t);
  const store = await open('node-1');
  const gates: (() => void)[] = [];
  let isGated = false;
  class GatedDatabase extends Database {
    override async transaction<T>(work: Parameters<typeof Database.prototype.transaction<T>>[0]): Promise<T> {
      const result = await super.transaction(work);
      if (isGated) await new Promise<void>((resolve) => gates.push(resolve));
      return result;
    }
  }
  const [plain, gated] = [new Database(connection), new GatedDatabase(connection)];
  const [node] = await query(`SELECT incarnation FROM nodes WHERE name = 'node-1'`);
  const writer = { incarnation: String(node?.incarnation), region: 'default' };
  const chain = new ServerChain({ database: plain, writer, onAdded: () => {} });
  const table = new RevocationsTable({ database: gated, chain, writer });
  await table.open();
  t.teardown(async () => {
    isGated = false;
    for (const open of gates) open();
    table.close();
    await Promise.all([plain.close(), gated.close()]);
  });
  isGated = true;
  const gate = async (): Promise<() => void> => {
    while (gates.length === 0) await store.getRoom('r-1');
    return gates.shift() as () => void;
  };
  return { store, table: { revocations: table }, gate };
}

t.test('a revocation that is stored while all are being read is not forgotten', async (t) => {
  const { store, table, gate } = await gatedTable(t);
  await store.revocations.put(revocationOf({ target: { kind: 'token', jti: 'other' } }), added);
  const openGate = await gate();
  await table.revocations.put(revocationOf(), added);
  t.equal(known(table), 100);
  openGate();
  const told = reread(table);
  (await gate())();
  await told;
  t.equal(known(table), 100);
});

t.test('a reading that began before it was not known what became of a write does not count', async (t) => {
  const { store, table, gate } = await gatedTable(t);
  await store.revocations.put(revocationOf(), added);
  const openGate = await gate();
  table.revocations.noteUnknown();
  t.equal(known(table), undefined);
  openGate();
  const openNext = await gate();
  t.equal(known(table), undefined);
  openNext();
  while (known(table) === undefined) await store.getRoom('r-1');
  t.equal(known(table), 100);
});
