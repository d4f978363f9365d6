/**
 * `npm run bench:store`: saves of rooms per second, and how long one takes, with each adapter of the store on this
 * machine's disk: 16 rooms that are written at the same time, states of about 8 kB, one entry of the audit log each. With
 * PostgreSQL also those of three nodes together, and how long an entry of the server's chain takes that all three write.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { PostgresStore } from '../../server/src/store/postgres/postgres-store.ts';
import { SqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/src/store/store.ts';
import { makeNode } from '../../test/support/server/store/nodes.ts';
import { changeAt } from '../../test/support/server/store/notes.ts';
import { PostgresCluster } from '../../test/support/server/store/postgres/postgres-cluster.ts';
import { makeRecord, withSomebody } from '../../test/support/server/store/room-records.ts';
import { percentilesOf } from '../statistics/percentiles.ts';

const writers = 16;
const stateBytes = 8_000;
const warmUpMs = 1_000;
const measuredMs = Number(process.argv[2] ?? 5_000);

function recordOf(id: string) {
  let record = makeRecord(id);
  for (let person = 0; JSON.stringify(record.state).length < stateBytes; person += 1)
    record = withSomebody(record, `person-${person}`);
  return record;
}

/** @returns milliseconds of each save within the measured time */
async function measure(store: Store, prefix: string): Promise<number[]> {
  const tookMs: number[] = [];
  const begin = performance.now() + warmUpMs;
  const write = async (id: string): Promise<void> => {
    const record = recordOf(id);
    await store.insertRoom(record);
    for (let { revision } = record; performance.now() < begin + measuredMs; ) {
      revision += 1;
      const startedAt = performance.now();
      await store.saveRoom({ ...record, revision }, { changes: [changeAt(revision, 'seat.muted', id)], receipts: [] });
      if (startedAt >= begin) tookMs.push(performance.now() - startedAt);
      // Other work of the server comes between steps, also where the store writes in the call.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, index) => write(`r-${prefix.replaceAll(/\W/g, '')}-${index}`)));
  return tookMs;
}

/** @returns milliseconds of each entry of the server's chain */
async function measureChain(store: Store): Promise<number[]> {
  const tookMs: number[] = [];
  for (const until = performance.now() + measuredMs; performance.now() < until; ) {
    const startedAt = performance.now();
    await store.audit.append([changeAt(1, 'token.minted')]);
    tookMs.push(performance.now() - startedAt);
  }
  return tookMs;
}

async function report(name: string, stores: readonly Store[], measureOne = measure): Promise<void> {
  const tookMs = (await Promise.all(stores.map((store, index) => measureOne(store, `${name}-${index}`)))).flat();
  const { p50, p95, p99 } = percentilesOf(Float64Array.from(tookMs)) ?? { p50: 0, p95: 0, p99: 0 };
  const perSecond = Math.round((tookMs.length / measuredMs) * 1_000);
  const times = Object.entries({ p50, p95, p99 }).map(([name, ms]) => `${name} ${ms.toFixed(2)} ms`);
  console.log(`${name}: ${perSecond} writes/s, ${times.join(', ')}`);
}

const dataDir = mkdtempSync(join(tmpdir(), 'hearthroom-bench-'));
const sqlite = SqliteStore.open(dataDir);
await report('SQLite', [sqlite]);
sqlite.close();
rmSync(dataDir, { recursive: true });
const cluster = await PostgresCluster.start();
const connection = { ...(await cluster.createDatabase()), maxConnections: writers };
const open = (name: string) => PostgresStore.open({ connection, node: makeNode(name), nodeTtlMs: 600_000 });
const first = await open('node-1');
await report('PostgreSQL', [first]);
const nodes = [first, await open('node-2'), await open('node-3')];
await report('PostgreSQL, three nodes', nodes);
await report('PostgreSQL, the chain of the server, one node', [first], measureChain);
await report('PostgreSQL, the chain of the server, three nodes', nodes, measureChain);
for (const node of nodes) await node.close();
await cluster.remove();
