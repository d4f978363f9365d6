/** Refuses databases that would lose what people were told is decided, or that can't work. */

import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Database, type DatabaseOptions } from './database.ts';

export type UnfitReason =
  | 'too-old'
  | 'wrong-encoding'
  | 'read-only'
  | 'not-durable'
  | 'asynchronous-standby'
  | 'standby-missing'
  | 'clock-wrong';

/** The message is the second half of a sentence that begins with the database, with a remedy. */
export class UnfitDatabaseError extends Error {
  readonly reason: UnfitReason;

  constructor(reason: UnfitReason, message: string) {
    super(message);
    this.name = 'UnfitDatabaseError';
    this.reason = reason;
  }
}

export interface CheckOptions {
  /** Accept that a failover loses acknowledged writes. */
  acceptsAsyncStandby: boolean;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

const minimumVersion = 130_000;
const maxClockDifferenceMs = 10_000;
/** A commit that has waited this long for a standby server shows that none answers, though one may be connected. */
const maxCommitWaitSeconds = 3;

/**
 * Walsenders that feed a logical slot or copy the database are no standby servers. Users without the rights of
 * `pg_read_all_stats` see that there are standbys, but not their state: `known` counts those whose state is visible.
 */
const facts = `
  WITH standbys AS (
    SELECT sync_state FROM pg_stat_replication AS sender
      WHERE state IS DISTINCT FROM 'backup' AND application_name NOT IN ('pg_basebackup', 'pg_receivewal')
        AND NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE active_pid = sender.pid AND slot_type = 'logical')
  )
  SELECT current_setting('server_version_num')::integer AS version, current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() AS recovers, current_setting('transaction_read_only') = 'on' AS refuses_writes,
    current_setting('fsync') = 'on' AS syncs, current_setting('full_page_writes') = 'on' AS writes_full_pages,
    current_setting('synchronous_commit') AS commits, current_setting('synchronous_standby_names') <> '' AS names_standbys,
    (SELECT count(*) FROM standbys) AS standbys, (SELECT count(sync_state) FROM standbys) AS known,
    (SELECT count(*) FROM standbys WHERE sync_state IN ('sync', 'quorum')) AS synchronous,
    EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'
      AND query_start < clock_timestamp() - interval '${maxCommitWaitSeconds} seconds') AS is_waiting,
    extract(epoch FROM clock_timestamp())::double precision * 1000 AS now`;

const Facts = Type.Object({
  version: Type.Integer(),
  encoding: Type.String(),
  recovers: Type.Boolean(),
  refuses_writes: Type.Boolean(),
  syncs: Type.Boolean(),
  writes_full_pages: Type.Boolean(),
  commits: Type.String(),
  names_standbys: Type.Boolean(),
  standbys: Type.Integer(),
  known: Type.Integer(),
  synchronous: Type.Integer(),
  is_waiting: Type.Boolean(),
  now: Type.Number(),
});
export type DatabaseFacts = Static<typeof Facts>;

/**
 * Connects, checks, and closes the connection. Only reads, so that it also answers about a database that takes no
 * writes.
 * @throws UnfitDatabaseError, or the error of the connection
 */
export async function checkDatabase(connection: DatabaseOptions, options: CheckOptions): Promise<void> {
  const database = new Database({ ...connection, maxConnections: 1 });
  try {
    const { now = Date.now } = options;
    const before = now();
    const [row] = await database.read(facts);
    requireFit(Value.Parse(Facts, row), (before + now()) / 2, options);
  } finally {
    await database.close();
  }
}

/**
 * @param now when the database answered, on this machine's clock
 * @throws UnfitDatabaseError
 */
export function requireFit(
  found: DatabaseFacts,
  now: number,
  { acceptsAsyncStandby }: Pick<CheckOptions, 'acceptsAsyncStandby'>,
): void {
  checkServer(found);
  checkDurability(found, acceptsAsyncStandby);
  checkClock(found.now - now);
}

function checkServer({ version, encoding, recovers, refuses_writes: refusesWrites }: DatabaseFacts): void {
  if (version < minimumVersion)
    throw new UnfitDatabaseError(
      'too-old',
      `runs PostgreSQL ${Math.floor(version / 10_000)}, and 13 or later is needed: upgrade it`,
    );
  if (encoding !== 'UTF8')
    throw new UnfitDatabaseError(
      'wrong-encoding',
      `has the encoding ${encoding}: create one with UTF8 (createdb --template=template0 --encoding=UTF8)`,
    );
  if (recovers)
    throw new UnfitDatabaseError(
      'read-only',
      'is on a standby server, which takes no writes: name the primary server, or the address that follows it',
    );
  if (refusesWrites)
    throw new UnfitDatabaseError(
      'read-only',
      'is set to read-only transactions: turn default_transaction_read_only off for this user and database',
    );
}

function checkDurability(found: DatabaseFacts, acceptsAsyncStandby: boolean): void {
  for (const [name, isOn] of [
    ['fsync', found.syncs],
    ['full_page_writes', found.writes_full_pages],
  ] as const)
    if (!isOn)
      throw new UnfitDatabaseError(
        'not-durable',
        `has ${name} turned off, so that a crash of its machine destroys it: turn ${name} on`,
      );
  const waits = found.names_standbys && found.commits !== 'off' && found.commits !== 'local';
  const isNoneThere = found.known === found.standbys && found.synchronous === 0;
  if (waits && isNoneThere)
    throw new UnfitDatabaseError(
      'standby-missing',
      'waits with each write for a synchronous standby server (synchronous_standby_names), and none is connected: start that one, or change the setting',
    );
  if (waits && found.is_waiting)
    throw new UnfitDatabaseError(
      'standby-missing',
      'waits with writes for a synchronous standby server (synchronous_standby_names) that is connected and does not answer: repair or restart that one, or change the setting',
    );
  if (acceptsAsyncStandby) return;
  const accept = 'set HEARTHROOM_DATABASE_ASYNC_STANDBY=accept to accept that';
  if (found.commits === 'off')
    throw new UnfitDatabaseError(
      'asynchronous-standby',
      `has synchronous_commit turned off, so that a crash loses decisions that people were told about: turn it on, or ${accept}`,
    );
  if (found.standbys > 0 && !waits)
    throw new UnfitDatabaseError(
      'asynchronous-standby',
      `has an asynchronous standby server and no synchronous one, so that a failover loses decisions that people were told about: set synchronous_standby_names (and synchronous_commit = on), or ${accept}`,
    );
}

function checkClock(aheadMs: number): void {
  if (Math.abs(aheadMs) <= maxClockDifferenceMs) return;
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  throw new UnfitDatabaseError(
    'clock-wrong',
    `has a clock that is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's: synchronize both with NTP`,
  );
}
