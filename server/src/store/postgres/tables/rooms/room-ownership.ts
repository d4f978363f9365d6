/** Which node owns a room. Ownership begins with `adopt`, which raises the epoch, and ends with `give` or with the node. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { OwnedRoom, RoomLocation, RoomOwnership } from '../../../../cluster/ports.ts';
import { stateVersion } from '../../../../rooms/machine/save.ts';
import { OwnershipLost, type RoomRecord } from '../../../../rooms/ports.ts';
import { BrokenRoomError, readableRooms, readRow } from '../../../shared/room-row.ts';
import type { Database, Row } from '../../connection/database.ts';
import { isWriting, type Writer } from '../node-fence.ts';
import { isFull } from '../nodes-table.ts';
import { type HeldRooms, heldColumns } from './held-rooms.ts';
import { adoptFound, isUnowned, roomColumns } from './room-statements.ts';

export interface RoomOwnershipOptions {
  database: Database;
  writer: Writer;
  held: HeldRooms;
  onBrokenRoom: (error: Error) => void;
}

const Location = Type.Object({
  phase: Type.String(),
  region: Type.String(),
  state_version: Type.Integer(),
  adopted: Type.Boolean(),
  owner: Type.Union([Type.String(), Type.Null()]),
  /** null: the owner has no row. */
  node_state: Type.Union([Type.String(), Type.Null()]),
  is_valid: Type.Union([Type.Boolean(), Type.Null()]),
  address: Type.Union([Type.String(), Type.Null()]),
});

const locate = `SELECT phase, rooms.region, state_version, adopted, owner, nodes.state AS node_state, address,
    lease_until > clock_timestamp() AS is_valid
  FROM rooms LEFT JOIN nodes ON incarnation = owner WHERE id = $1`;

const isForWriter = 'rooms.region = writer.region AND state_version <= $3';
const returning = `RETURNING ${roomColumns}, ${heldColumns}`;

const adopt = `${adoptFound(`SELECT id, epoch FROM rooms, writer
  WHERE id = $1 AND ${isForWriter} AND ${isUnowned(2)}`)} ${returning}`;

/** Three searches by the index on the owner. */
const free = `free AS MATERIALIZED (SELECT found.id, found.epoch FROM writer, (
    SELECT * FROM rooms WHERE owner IS NULL AND phase <> 'ended'
    UNION ALL SELECT * FROM rooms WHERE owner = $2 AND NOT adopted AND phase <> 'ended'
    UNION ALL SELECT rooms.* FROM nodes JOIN rooms ON owner = incarnation WHERE phase <> 'ended'
      AND (nodes.state = 'gone' OR (nodes.state = 'draining' AND NOT adopted AND owner <> $2))
  ) AS found WHERE found.region = writer.region AND found.state_version <= $3),`;
/** Leaves out those that another node is taking. Rooms whose timers are due first come first. */
const findSome = `SELECT rooms.id, rooms.epoch FROM free JOIN rooms USING (id)
  WHERE rooms.epoch = free.epoch ORDER BY next_due_at NULLS LAST LIMIT $1 FOR NO KEY UPDATE OF rooms SKIP LOCKED`;
const adoptSome = `${adoptFound(findSome, free)} ${returning}`;

/** A room that is given to the node itself, to be adopted again, keeps what `place` has reserved for it. */
const give = `UPDATE rooms SET owner = $3, adopted = false, load = CASE WHEN $3 = $2 THEN load ELSE 0 END
  WHERE id = $1 AND owner = $2 AND adopted AND epoch = coalesce($4::bigint, epoch) AND ${isWriting(2)}`;

const giveAll = `UPDATE rooms SET owner = NULL, adopted = false, load = 0
  WHERE owner = $1 AND phase <> 'ended' AND ${isWriting(1)}`;

const owned = `SELECT id, epoch, revision FROM rooms WHERE owner = $1 AND adopted AND phase <> 'ended'`;

const reserve = `UPDATE rooms SET load = $3
  WHERE id = $1 AND owner = $2 AND adopted AND phase <> 'ended' AND ${isWriting(2)}`;

/** Any constant; with the region it is one lock for each region. */
const placementLock = 4_851_202;

/**
 * The node with the lowest relative load: `chosen`. $1: a room that does not count, $2: this node, $3: the load,
 * $4: by how much this node is preferred, $5: what this node has reserved and not stored. Locks no row of `nodes`, so that
 * renewals never wait for it: loads are summed up from the rooms themselves.
 */
const choose = `candidates AS (SELECT incarnation, load_max, incarnation = $2 AS is_own FROM nodes
    WHERE state = 'running' AND lease_until > clock_timestamp() AND load_max > 0 AND NOT ${isFull}
      AND region = (SELECT region FROM nodes WHERE incarnation = $2)
      AND reads_state_version >= (SELECT state_version FROM rooms WHERE id = $1)),
  shares AS (SELECT incarnation, is_own,
      (reserved.load + CASE WHEN is_own THEN $5::double precision ELSE 0 END + $3) / load_max AS share
    FROM candidates, LATERAL (SELECT coalesce(sum(load), 0) AS load FROM rooms
      WHERE owner = incarnation AND phase <> 'ended' AND id <> $1) AS reserved),
  chosen AS (SELECT coalesce((SELECT incarnation FROM shares
    ORDER BY CASE WHEN is_own THEN share - $4::double precision ELSE share END, is_own DESC, incarnation LIMIT 1),
    $2) AS incarnation)`;

const leastLoaded = `WITH ${choose} SELECT incarnation FROM chosen`;

/** $6: the epoch. */
const place = `WITH room AS (SELECT id FROM rooms
    WHERE id = $1 AND owner = $2 AND adopted AND epoch = $6 AND phase <> 'ended' AND ${isWriting(2)} FOR NO KEY UPDATE),
  ${choose}
  UPDATE rooms SET load = $3, owner = chosen.incarnation, adopted = chosen.incarnation = $2
    FROM room, chosen WHERE rooms.id = room.id RETURNING chosen.incarnation`;

export class RoomOwnershipTable implements RoomOwnership {
  readonly #options: RoomOwnershipOptions;

  constructor(options: RoomOwnershipOptions) {
    this.#options = options;
  }

  async locate(roomId: string): Promise<RoomLocation> {
    const { database, writer, held } = this.#options;
    const [row] = await database.read(locate, [roomId]);
    const found = row && Value.Parse(Location, row);
    if (!found || found.phase === 'ended') {
      held.forgetLost(roomId);
      return { kind: 'not-running' };
    }
    const { region, owner, adopted, state_version: writtenVersion, ...at } = found;
    const isLiving = at.node_state !== null && at.node_state !== 'gone';
    const isOwn = owner === writer.incarnation;
    if (isOwn && isLiving && adopted) return { kind: 'here' };
    const isOfOwner = at.node_state === 'running' || (isLiving && adopted);
    if (isOfOwner && !isOwn && owner !== null)
      return at.is_valid ? { kind: 'peer', incarnation: owner, address: at.address ?? '' } : { kind: 'expiring' };
    return region === writer.region && writtenVersion <= stateVersion
      ? { kind: 'free', stateVersion: writtenVersion }
      : { kind: 'not-for-this-node', region, stateVersion: writtenVersion };
  }

  /** Rejects with BrokenRoomError when the room can't be read: it is this node's all the same. */
  async adopt(roomId: string): Promise<RoomRecord | null> {
    const { database, writer, held } = this.#options;
    const { rows } = await database.write(adopt, [roomId, writer.incarnation, stateVersion], 'adopt');
    if (!rows[0]) return null;
    held.read(rows[0]);
    try {
      return readRow(rows[0]);
    } catch (error) {
      if (error instanceof BrokenRoomError) held.noteUnreadable(error.roomId);
      throw error;
    }
  }

  async adoptSome(limit: number): Promise<RoomRecord[]> {
    return this.readOwn(await this.adoptRows(limit));
  }

  /** @param rows of rooms of this node. @returns those that can be read; the others are reported, and stay its own */
  readOwn(rows: readonly Row[]): RoomRecord[] {
    return readableRooms(rows, (error) => {
      this.#options.held.noteUnreadable(error.roomId);
      this.#options.onBrokenRoom(error);
    });
  }

  /** As `adoptSome`, but also those that can't be read. */
  async adoptRows(limit: number): Promise<Row[]> {
    const { database, writer, held } = this.#options;
    const values = [limit, writer.incarnation, stateVersion];
    const { rows } = await database.write(adoptSome, values, 'adopt-some');
    for (const row of rows) held.read(row);
    return rows;
  }

  async give(roomId: string, to: string | null): Promise<boolean> {
    const { database, writer, held } = this.#options;
    // Without an epoch: an adoption whose answer was lost, say.
    const values = [roomId, writer.incarnation, to, held.get(roomId)?.epoch ?? null];
    const { count } = await database.write(give, values);
    held.lose(roomId);
    return count > 0;
  }

  async giveAll(): Promise<void> {
    const { database, writer, held } = this.#options;
    await database.write(giveAll, [writer.incarnation]);
    held.loseAll();
  }

  async owned(): Promise<OwnedRoom[]> {
    const { database, writer, held } = this.#options;
    const before = held.snapshot();
    const rows = await database.read(owned, [writer.incarnation]);
    const isCurrent = (row: Row): boolean => {
      const known = before.get(String(row.id));
      return known === undefined || (Number(row.epoch) >= known.epoch && Number(row.revision) >= known.revision);
    };
    return rows
      .map((row) => ({ id: String(row.id), isCurrent: isCurrent(row) }))
      .filter(({ id }) => !held.isUnreadable(id));
  }

  async leastLoaded(roomId: string, load: number, slack: number): Promise<string> {
    const { database, writer, held } = this.#options;
    const values = [roomId, writer.incarnation, load, slack, held.loadBeside(roomId)];
    const [row] = await database.read(leastLoaded, values);
    return String(row?.incarnation);
  }

  async place(roomId: string, load: number, slack: number): Promise<string> {
    const { database, writer, held } = this.#options;
    const epoch = held.get(roomId)?.epoch;
    if (epoch === undefined) throw new OwnershipLost(roomId);
    const placed = await database.transaction(async (query) => {
      // One after the other: each sees what the one before it has reserved.
      await query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [placementLock, writer.region]);
      return (await query(place, [roomId, writer.incarnation, load, slack, held.loadBeside(roomId), epoch])).rows[0]
        ?.incarnation;
    });
    if (placed !== writer.incarnation) held.lose(roomId);
    if (typeof placed !== 'string') throw new OwnershipLost(roomId);
    return placed;
  }

  reserveWithNextSave(roomId: string, load: number): void {
    const { held } = this.#options;
    if (held.isLost(roomId)) throw new OwnershipLost(roomId);
    held.expectLoad(roomId, load);
  }

  async reserve(roomId: string, load: number): Promise<void> {
    const { database, writer, held } = this.#options;
    if (held.isLost(roomId)) throw new OwnershipLost(roomId);
    held.forgetLoad(roomId);
    await database.write(reserve, [roomId, writer.incarnation, load], 'reserve');
  }
}
