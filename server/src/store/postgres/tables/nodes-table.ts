/** The nodes and their leases. A row that is `gone` stays so; it is removed when no open room names it, a day later. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import {
  type NodeIdentity,
  NodeNameInUseError,
  type NodeState,
  type NodeTable,
  type Peer,
  type Renewal,
} from '../../../cluster/ports.ts';
import { type Database, databaseNow } from '../connection/database.ts';
import { sqlStateOf } from '../connection/database-loss.ts';

const PeerRow = Type.Object({
  incarnation: Type.String(),
  name: Type.String(),
  region: Type.String(),
  address: Type.String(),
  version: Type.String(),
  stateVersion: Type.Integer(),
  loadMax: Type.Number(),
  state: Type.Enum(['running', 'draining']),
  load: Type.Number(),
  isFull: Type.Boolean(),
});
const RenewalRow = Type.Object({
  now: Type.Number(),
  leaseUntil: Type.Number(),
  formerUntil: Type.Number(),
  load: Type.Number(),
  peers: Type.Array(PeerRow),
});

/** SQLSTATE */
const lockNotAvailable = '55P03';

const leaseFrom = (parameter: number): string =>
  `clock_timestamp() + $${parameter}::double precision * interval '1 millisecond'`;

/** Milliseconds since 1970-01-01 UTC. */
const inMs = (time: string): string => `(extract(epoch FROM ${time}) * 1000)::double precision`;

/** A condition on `nodes`. */
export const isFull = 'coalesce(full_until > clock_timestamp(), false)';

/**
 * Fails when a renewal before it still waits for a standby server: each one that waited behind it would keep a connection
 * of the database, which does not notice that this node has given it up.
 */
const renew = `WITH own AS (SELECT coalesce(sum(load), 0) AS load FROM rooms WHERE owner = $1 AND phase <> 'ended'),
  lease AS (SELECT incarnation, lease_until FROM nodes WHERE incarnation = $1 AND state <> 'gone' FOR NO KEY UPDATE NOWAIT),
  renewed AS (UPDATE nodes SET lease_until = ${leaseFrom(2)}, state = $3, load = own.load FROM own, lease
    WHERE nodes.incarnation = lease.incarnation AND state <> 'gone'
    RETURNING nodes.load, ${inMs('nodes.lease_until')} AS lease_until, ${inMs('lease.lease_until')} AS former_until)
  SELECT ${databaseNow} AS now, lease_until AS "leaseUntil", former_until AS "formerUntil", renewed.load, (SELECT coalesce(json_agg(json_build_object(
      'incarnation', incarnation, 'name', name, 'region', region, 'address', address, 'version', version,
      'stateVersion', reads_state_version, 'loadMax', load_max, 'state', state, 'load', load, 'isFull', ${isFull})
      ORDER BY name), '[]')
    FROM nodes WHERE incarnation <> $1 AND state <> 'gone' AND lease_until > clock_timestamp()) AS peers
  FROM renewed`;

/** Fails when it meets a renewal, rather than that later renewals meet its lock, or wait behind it. */
const noteFull = `WITH own AS (SELECT incarnation FROM nodes WHERE incarnation = $1 AND state <> 'gone' FOR NO KEY UPDATE NOWAIT)
  UPDATE nodes SET full_until = ${leaseFrom(2)} FROM own WHERE nodes.incarnation = own.incarnation AND state <> 'gone'`;

/** A node whose own lease has expired can't know whether the others are gone, or were away from the database like itself. */
const expire = `UPDATE nodes SET state = 'gone' WHERE state <> 'gone' AND lease_until <= clock_timestamp() AND incarnation <> $1
  AND EXISTS (SELECT FROM nodes AS own WHERE own.incarnation = $1 AND own.state <> 'gone' AND own.lease_until > clock_timestamp())`;

/** How often, and after how long, what met a lock of another statement of this node is sent again. */
const lockTries = 4;
const lockTryAfterMs = 25;

export interface NodesTableOptions {
  /** For leases: nothing else may wait there. */
  database: Database;
  /** For everything that is not about leases. */
  ordinary: Database;
  node: NodeIdentity;
  /** Called after other nodes were declared gone. */
  onGone: () => void;
}

export class NodesTable implements NodeTable {
  readonly #options: NodesTableOptions;

  constructor(options: NodesTableOptions) {
    this.#options = options;
  }

  /**
   * Adds this node, with a lease of `ttlMs`. It counts as draining, so that no room is placed at it, until it renews as
   * running. One of the same name whose lease has expired is declared gone.
   * @throws NodeNameInUseError
   */
  async join(ttlMs: number): Promise<void> {
    const { incarnation, name, region, address, version, stateVersion, loadMax } = this.#options.node;
    await this.#options.database.transaction(async (query) => {
      await query(
        `UPDATE nodes SET state = 'gone' WHERE name = $1 AND state <> 'gone' AND lease_until <= clock_timestamp()`,
        [name],
      );
      const { count } = await query(
        `INSERT INTO nodes (incarnation, name, region, address, version, reads_state_version, load_max, state, lease_until)
          VALUES ($1, $2, $3, $4, $5, $6, $7, 'draining', ${leaseFrom(8)})
          ON CONFLICT (name) WHERE state <> 'gone' DO NOTHING`,
        [incarnation, name, region, address, version, stateVersion, loadMax, ttlMs],
      );
      if (count === 0) throw new NodeNameInUseError();
    });
  }

  async renew(ttlMs: number, state: NodeState): Promise<Renewal | null> {
    const { database, node } = this.#options;
    const { rows } = await whenUnlocked(() => database.write(renew, [node.incarnation, ttlMs, state], 'renew'));
    if (!rows[0]) return null;
    const { now: atDatabase, peers, ...renewed } = Value.Parse(RenewalRow, rows[0]);
    return { databaseNow: atDatabase, ...renewed, peers: peers satisfies Peer[] };
  }

  async expiring(): Promise<{ incarnation: string; address: string }[]> {
    const rows = await this.#options.database.read(
      `SELECT incarnation, address FROM nodes
        WHERE state <> 'gone' AND lease_until <= clock_timestamp() AND incarnation <> $1`,
      [this.#options.node.incarnation],
    );
    return rows.map(({ incarnation, address }) => ({ incarnation: String(incarnation), address: String(address) }));
  }

  async expire(): Promise<number> {
    const { count } = await this.#options.database.write(expire, [this.#options.node.incarnation], 'expire');
    if (count > 0) this.#options.onGone();
    return count;
  }

  async isRegionKnown(region: string): Promise<boolean> {
    const rows = await this.#options.ordinary.read('SELECT FROM nodes WHERE region = $1 LIMIT 1', [region]);
    return rows.length > 0;
  }

  async noteFull(ms: number): Promise<void> {
    const { ordinary, node } = this.#options;
    await whenUnlocked(() => ordinary.write(noteFull, [node.incarnation, ms], 'full'));
  }

  async leave(): Promise<void> {
    await this.#options.database.write(
      `UPDATE nodes SET state = 'gone', lease_until = clock_timestamp() WHERE incarnation = $1 AND state <> 'gone'`,
      [this.#options.node.incarnation],
    );
  }

  /**
   * Removes nodes that went a day ago and own no open room. Owners that have no row, in data that were restored in
   * part, are noted as gone, so that their rooms are found.
   */
  async prune(): Promise<void> {
    const { ordinary } = this.#options;
    await ordinary.write(
      `DELETE FROM nodes WHERE state = 'gone' AND lease_until < clock_timestamp() - interval '1 day'
        AND NOT EXISTS (SELECT FROM rooms WHERE owner = incarnation AND phase <> 'ended')`,
      [],
    );
    await ordinary.write(
      `INSERT INTO nodes (incarnation, name, region, address, version, load_max, state, lease_until)
        SELECT DISTINCT owner, '', '', '', '', 0, 'gone', clock_timestamp() FROM rooms WHERE phase <> 'ended'
          AND owner IS NOT NULL AND NOT EXISTS (SELECT FROM nodes WHERE incarnation = owner)
        ON CONFLICT DO NOTHING`,
      [],
    );
  }
}

/** A renewal and a note of this node may meet for as long as a write takes: neither is lost for that. */
async function whenUnlocked<T>(write: () => Promise<T>, tries = lockTries): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (tries <= 1 || sqlStateOf(error) !== lockNotAvailable) throw error;
    await sleep(lockTryAfterMs);
    return await whenUnlocked(write, tries - 1);
  }
}
