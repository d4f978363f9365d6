/** What is moved: each table of the SQLite store as rows of a table in PostgreSQL. */

import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { emptyChain } from '../../store/postgres/tables/chain.ts';
import { escapeNul } from '../../store/postgres/tables/revocations-table.ts';
import { checkpointStream } from '../../store/shared/webhook-event.ts';

export type Row = Record<string, unknown>;

export interface MovedTable {
  /** The table in PostgreSQL. */
  readonly name: string;
  /** What it contains, for people. */
  readonly label: string;
  /** Reads it from SQLite, in the order of `key`. */
  readonly source: string;
  /** Columns in PostgreSQL, with their types. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that order the rows, in the same way in both databases. */
  readonly key: string;
  /** Ids are given by PostgreSQL; its next one follows the moved ones. */
  readonly hasSerialId?: boolean;
  /** From a row of SQLite to one of PostgreSQL. */
  readonly convert: (row: Row) => Row;
}

const same = (row: Row): Row => row;

const Timer = Type.Union([Type.Object({ dueAt: Type.Number() }), Type.Null()]);
const State = Type.Object({ version: Type.Integer(), timers: Type.Record(Type.String(), Timer) });
const Entry = Type.Object({ roomId: Type.Union([Type.String(), Type.Null()]), what: Type.String() });

/** A state that can't be read is moved as it is, and reported by the node that reads it. */
function stateColumns(text: unknown): Row {
  const state = parseJson(text);
  if (!Value.Check(State, state)) return { state_version: 1, next_due_at: null };
  const dueAt = Object.values(state.timers).flatMap((timer) => timer?.dueAt ?? []);
  return { state_version: state.version, next_due_at: dueAt.length > 0 ? Math.min(...dueAt) : null };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

/** An entry that can't be read is moved as it is: a check of the log reports it. */
function entryColumns(line: unknown): Row {
  const entry = parseJson(line);
  return Value.Check(Entry, entry) ? { room_id: entry.roomId, what: entry.what } : { room_id: null, what: '' };
}

/** @param region of the nodes that will have the rooms */
export const movedTables = (region: string): readonly MovedTable[] => [
  {
    name: 'rooms',
    label: 'rooms',
    source: `SELECT id, created_from, version, revision, phase, state, created_at, updated_at,
      coalesce((SELECT last FROM outbox_sequences WHERE room_id = id), 0) AS last_event FROM rooms ORDER BY id`,
    columns: {
      ...{ id: 'text', created_from: 'text', version: 'bigint', revision: 'bigint', phase: 'text', state: 'text' },
      ...{ created_at: 'double precision', updated_at: 'double precision', last_event: 'bigint' },
      ...{ epoch: 'bigint', chain_seq: 'bigint', chain_hash: 'text' },
      ...{ region: 'text', state_version: 'integer', next_due_at: 'double precision', adopted: 'boolean' },
    },
    key: 'id',
    // Without an owner: any node may take it.
    convert: (row) => ({
      ...row,
      ...{ epoch: 1, chain_seq: emptyChain.seq, chain_hash: emptyChain.hash },
      ...{ region, ...stateColumns(row.state), adopted: false },
    }),
  },
  {
    name: 'receipts',
    label: 'receipts of agreements',
    source: 'SELECT id, room_id, seat_id, version, text_sha256, accepted_at, withdrawn_at FROM receipts ORDER BY id',
    columns: {
      ...{ id: 'bigint', room_id: 'text', seat_id: 'text', version: 'text', text_sha256: 'text' },
      ...{ accepted_at: 'double precision', withdrawn_at: 'double precision' },
    },
    key: 'id',
    hasSerialId: true,
    convert: same,
  },
  {
    name: 'audit',
    label: 'entries of the audit log',
    source: 'SELECT seq, at, hash, line FROM audit ORDER BY seq',
    columns: {
      ...{ seq: 'bigint', at: 'double precision', hash: 'text', line: 'text' },
      ...{ room_id: 'text', what: 'text' },
    },
    key: 'seq',
    convert: (row) => ({ ...row, ...entryColumns(row.line) }),
  },
  {
    name: 'audit_places',
    label: 'ends of the audit log',
    source: `SELECT 'anchor' AS what, seq, hash FROM audit_anchor UNION ALL
      SELECT * FROM (SELECT 'head', seq, hash FROM
        (SELECT seq, hash FROM audit UNION ALL SELECT seq, hash FROM audit_anchor) ORDER BY seq DESC LIMIT 1) ORDER BY what`,
    columns: { what: 'text', seq: 'bigint', hash: 'text' },
    key: 'what',
    convert: same,
  },
  {
    name: 'outbox',
    label: 'webhooks that wait',
    source: `SELECT id, room_id, sequence, body, created_at, attempts, next_at FROM outbox ORDER BY room_id, sequence`,
    columns: {
      ...{ id: 'text', room_id: 'text', sequence: 'bigint', body: 'text' },
      ...{ created_at: 'double precision', attempts: 'integer', next_at: 'double precision' },
    },
    key: 'room_id, sequence',
    convert: same,
  },
  {
    name: 'chains',
    label: 'counts of webhooks',
    // Those of rooms that are stored are in the row of the room.
    source: `SELECT room_id AS id, last AS last_event FROM outbox_sequences
        WHERE room_id NOT IN (SELECT id FROM rooms)
      UNION SELECT '${checkpointStream}', 0 WHERE NOT EXISTS
        (SELECT 1 FROM outbox_sequences WHERE room_id = '${checkpointStream}') ORDER BY id`,
    columns: { id: 'text', last_event: 'bigint' },
    key: 'id',
    convert: same,
  },
  {
    name: 'revocations',
    label: 'revoked tokens',
    source: 'SELECT id, kind, room_id, subject, issued_before, created_at, expires_at FROM revocations ORDER BY id',
    columns: {
      ...{ id: 'text', kind: 'text', room_id: 'text', subject: 'text' },
      ...{ issued_before: 'double precision', created_at: 'double precision', expires_at: 'double precision' },
    },
    key: 'id',
    convert: (row) => ({ ...row, subject: escapeNul(String(row.subject)) }),
  },
  {
    name: 'series',
    label: 'series of sessions',
    source: `SELECT id, created_from, version, revision, state, due_at, awaits_rooms, is_deleted, created_at, updated_at
      FROM series ORDER BY id`,
    columns: {
      ...{ id: 'text', created_from: 'text', version: 'bigint', revision: 'bigint', state: 'text' },
      ...{ due_at: 'double precision', awaits_rooms: 'integer', is_deleted: 'integer' },
      ...{ created_at: 'double precision', updated_at: 'double precision' },
    },
    key: 'id',
    convert: same,
  },
  {
    name: 'invitations',
    label: 'personal links',
    source: 'SELECT id, kind, target, subject, person, key_id, created_at, code_hash FROM invitations ORDER BY id',
    columns: {
      ...{ id: 'text', kind: 'text', target: 'text', subject: 'text', person: 'text', key_id: 'text' },
      ...{ created_at: 'double precision', code_hash: 'text' },
    },
    key: 'id',
    convert: (row) => ({ ...row, subject: escapeNul(String(row.subject)) }),
  },
  {
    name: 'media_journal',
    label: 'records of media',
    source: 'SELECT id, room_id, at, count, event FROM media_journal ORDER BY id',
    columns: { id: 'bigint', room_id: 'text', at: 'double precision', count: 'integer', event: 'text' },
    key: 'id',
    hasSerialId: true,
    convert: same,
  },
  {
    name: 'server_secret',
    label: "the server's secret",
    source: 'SELECT value FROM server_secret',
    columns: { value: 'bytea' },
    key: 'value',
    convert: (row) => ({ value: Buffer.from(Value.Parse(Secret, row).value) }),
  },
];

const Secret = Type.Object({ value: Type.Unsafe<Uint8Array>(Type.Object({})) });
