/** Statements that write rooms. Their first parameter is the room. */
import { databaseNow } from '../../connection/database.ts';
import { entryColumns } from '../chain.ts';
import { isWriting, writing } from '../node-fence.ts';
import { heldColumns } from './held-rooms.ts';

export const roomColumns =
  'rooms.id, created_from, rooms.version, rooms.revision, phase, rooms.state, rooms.created_at, updated_at, rooms.region';

/** Parameters of the notes of every statement. */
const notesFrom = 2;

/** Stores the notes of a room once for each row of `source`, which has one or none. */
const insertNotes = (source: string): string => `
  entries AS (INSERT INTO audit_pending (chain, chain_seq, previous, hash, at, entry)
    SELECT $1::text, entry.* FROM ${source}, unnest(${entryColumns(notesFrom)}) AS entry),
  withdrawn AS (UPDATE receipts SET withdrawn_at = note.at
    FROM ${source}, unnest($12::text[], $13::double precision[]) AS note (seat_id, at)
    WHERE receipts.room_id = $1 AND receipts.seat_id = note.seat_id AND receipts.withdrawn_at IS NULL),
  accepted AS (INSERT INTO receipts (room_id, seat_id, version, text_sha256, accepted_at, withdrawn_at)
    SELECT $1::text, note.* FROM ${source},
      unnest($7::text[], $8::text[], $9::text[], $10::double precision[], $11::double precision[]) AS note),
  events AS (INSERT INTO outbox (room_id, id, sequence, body, created_at, next_at)
    SELECT $1::text, event.*, ${databaseNow}, ${databaseNow}
    FROM ${source}, unnest($14::text[], $15::bigint[], $16::text[]) AS event)`;

/**
 * A write changes nothing if its node no longer owns the room, if its epoch was raised since, or if it is another room,
 * made under the same id after the one that the node knows was deleted.
 */
const fence = `id = $1 AND owner = $21 AND epoch = $22 AND revision = $23 AND created_at = $24 AND ${isWriting(21)}`;
const ends = 'revision = $17, chain_seq = $18, chain_hash = $19, last_event = $20';

export const save = `WITH saved AS (UPDATE rooms SET ${ends}, created_from = $25, version = $26, phase = $27,
    state = $28, updated_at = $29, state_version = $30, next_due_at = $31,
    load = CASE WHEN $27 = 'ended' THEN 0 ELSE coalesce($32::double precision, load) END
    WHERE ${fence} RETURNING id), ${insertNotes('saved')}
  SELECT id FROM saved`;

export const addNotes = `WITH saved AS (UPDATE rooms SET ${ends} WHERE ${fence} RETURNING id), ${insertNotes('saved')}
  SELECT id FROM saved`;

/**
 * An insertion that is confirmed not to have happened has its mark, and finds it here should it arrive later. A room of
 * another region has no owner: a node of its region adopts it.
 */
export const insert = `WITH writer AS (${writing(30)}),
  mark AS (INSERT INTO insertions (id) SELECT $21::uuid FROM writer ON CONFLICT DO NOTHING RETURNING id),
  made AS (INSERT INTO rooms (id, revision, chain_seq, chain_hash, last_event, created_at, created_from, version,
      phase, state, updated_at, state_version, next_due_at, owner, epoch, adopted, region)
    SELECT $1::text, $17::bigint, $18::bigint, $19::text, $20::bigint, $22::double precision, $23::text, $24::bigint,
      $25::text, $26::text, $27::double precision, $28::integer, $29::double precision, owned.by, 1,
      owned.by IS NOT NULL, owned.region
    FROM mark, (SELECT coalesce($31::text, region) AS region,
      CASE WHEN coalesce($31::text, region) = region THEN $30::text END AS by FROM writer) AS owned RETURNING id),
  ${insertNotes('made')}
  SELECT id FROM made`;

/**
 * There is no node, other than the one named by this parameter, that may write the room, or that will adopt it: a node
 * that drains or has not begun to run does not begin with rooms that were given to it.
 */
export const isUnowned = (parameter: number): string =>
  `(owner IS NULL OR (owner = $${parameter} AND NOT adopted)
    OR NOT EXISTS (SELECT FROM nodes AS living
      WHERE living.incarnation = owner AND (living.state = 'running' OR (adopted AND living.state <> 'gone'))))`;

/**
 * Makes the node $2 the owner of the rooms that a query finds with their epochs. Should one of them get another owner
 * after the query has seen it, its epoch differs.
 * @param first queries that `find` uses, each ending with a comma
 */
export const adoptFound = (find: string, first = ''): string => `WITH writer AS (${writing(2)}), ${first}
  seen AS MATERIALIZED (${find})
  UPDATE rooms SET owner = $2, adopted = true, epoch = rooms.epoch + 1
    FROM seen WHERE rooms.id = seen.id AND rooms.epoch = seen.epoch`;

/**
 * Takes a room that this node has not loaded, to write or delete it: one that runs nowhere. $3: the revision on which the
 * write builds, $4: when the room was created, so that a memory of it that is out of date is never stored; null: any.
 */
export const claim = `${adoptFound(`SELECT id, epoch FROM rooms, writer
    WHERE id = $1 AND revision = coalesce($3::bigint, revision)
      AND created_at = coalesce($4::double precision, created_at) AND (phase = 'ended' OR owner = $2 OR ${isUnowned(2)})`)} RETURNING ${heldColumns}`;

/**
 * Raises the epoch, so that a write that was given up changes nothing should it arrive later. $3: when the room was
 * created, as far as this node knows.
 */
export const confirm = `UPDATE rooms SET epoch = epoch + 1 WHERE id = $1 AND owner = $2 AND adopted
    AND created_at = coalesce($3::double precision, created_at) AND ${isWriting(2)}
  RETURNING ${heldColumns}`;

export const remove = `DELETE FROM rooms WHERE id = $1 AND owner = $2 AND epoch = $3 AND created_at = $4 AND ${isWriting(2)}
  RETURNING chain_seq, chain_hash, last_event`;

/**
 * Whether a write that changed nothing should have changed something: the room is this node's, as it believes, and has
 * the revision that it knows, or a later one.
 */
export const isOwn = `SELECT owner IS NOT DISTINCT FROM $2 AND epoch = $3 AND created_at = $4
    AND revision >= $5 AND ${isWriting(2)} AS is_own
  FROM rooms WHERE id = $1`;

export const reclaimOpen = `UPDATE rooms SET epoch = epoch + 1
  WHERE owner = $1 AND adopted AND phase <> 'ended' AND ${isWriting(1)} RETURNING ${roomColumns}, ${heldColumns}`;
