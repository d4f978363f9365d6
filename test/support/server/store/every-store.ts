/** Runs a test of the store's contract on each adapter, on the real database. */
import t, { type Test } from 'tap';
import { PostgresStore } from '../../../../server/src/store/postgres/postgres-store.ts';
import { SqliteStore } from '../../../../server/src/store/sqlite/sqlite-store.ts';
import type { Store, StoreOptions } from '../../../../server/src/store/store.ts';
import { makeNode } from './nodes.ts';
import { PostgresCluster } from './postgres/postgres-cluster.ts';

/** Opens the store of this test; again after it was closed, with the same data. */
export type OpenStore = (options?: StoreOptions) => Promise<Store>;

export interface Adapter {
  name: 'SQLite' | 'PostgreSQL';
  prepare(t: Test): Promise<OpenStore>;
}

let cluster: Promise<PostgresCluster> | null = null;

/** One for all tests of a file. */
export function sharedCluster(): Promise<PostgresCluster> {
  if (cluster === null) {
    const starting = PostgresCluster.start();
    cluster = starting;
    t.teardown(async () => (await starting).remove());
  }
  return cluster;
}

const adapters: readonly Adapter[] = [
  {
    name: 'SQLite',
    prepare: async (t) => {
      const dataDir = t.testdir();
      return async (options = {}) => SqliteStore.open(dataDir, options);
    },
  },
  {
    name: 'PostgreSQL',
    prepare: async () => {
      const connection = await (await sharedCluster()).createDatabase();
      return (options = {}) => PostgresStore.open({ connection, node: makeNode(), ...options });
    },
  },
];

/** @param check gets a function that opens the store of this test; it is closed at the end */
export function onEveryStore(
  sentence: string,
  check: (t: Test, open: OpenStore, adapter: Adapter['name']) => Promise<void>,
): void {
  for (const adapter of adapters)
    t.test(`${adapter.name}: ${sentence}`, async (t) => {
      const open = await adapter.prepare(t);
      const opened: Store[] = [];
      t.teardown(async () => {
        for (const store of opened) await store.close();
      });
      const openAndNote: OpenStore = async (options) => {
        const store = await open(options);
        opened.push(store);
        return store;
      };
      await check(t, openAndNote, adapter.name);
    });
}
