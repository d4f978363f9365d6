/** Opens the store of this server, SQLite of its own or PostgreSQL that nodes share, and the clock that it goes by. */
import { mkdirSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { WallClock } from '../core/time/clock.ts';
import { SqliteStore, type SqliteStoreOptions } from '../store/sqlite/sqlite-store.ts';
import type { Store, StoreOptions } from '../store/store.ts';
import { joinCluster, type Membership } from './join-cluster.ts';

export interface OpenedStore {
  store: Store;
  /** Null: the database is shared. */
  sqlite: SqliteStore | null;
  /** Null: this is the only server. */
  membership: Membership | null;
  clock: WallClock;
}

export async function openStore(config: Config, observer: ServerObserver): Promise<OpenedStore> {
  const { cluster, media } = config;
  let clock = new WallClock();
  const options: StoreOptions = {
    now: () => clock.now(),
    onBrokenRoom: (error) => observer.emit('roomUnreadable', { error }),
    onJournalDropped: (records) => observer.emit('journalDropped', { cause: 'limit', records }),
    keepsOutbox: config.webhook !== null,
  };
  if (!cluster) {
    const onLoss: SqliteStoreOptions['onLoss'] = (loss) => observer.emit('storeLossChanged', { loss });
    const sqlite = SqliteStore.open(config.dataDir, { ...options, onLoss });
    return { store: sqlite, sqlite, membership: null, clock };
  }
  // For the node's own files. One that exists keeps its permissions.
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const membership = await joinCluster({ cluster, media, observer, store: options });
  // Rooms move between nodes with the times that are stored in them: all nodes go by the database's clock.
  clock = new WallClock({ monotonic: () => performance.now(), wall: () => membership.lease.now() });
  return { store: membership.store, sqlite: null, membership, clock };
}
