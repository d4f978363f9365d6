/**
 * The schema's migrations: entry n brings a database from version n to n + 1. Only add entries, never edit them.
 *
 * Expand, then contract: a migration adds (tables, columns with a default, indexes), so that servers of the version
 * before go on working while the new version is rolled out; what nobody uses any more is removed one version later, by
 * a migration with `isContract`, after which servers that don't know it are refused. A new column has a name that no
 * table had before: where servers of the version before join tables, it would be ambiguous.
 */
export interface Migration {
  sql: string;
  /** Servers that know only earlier migrations can't work with the schema any more. */
  isContract?: boolean;
}

/** Texts are compared byte by byte, as SQLite does, whatever the collation of the database. */
const text = 'text COLLATE "C"';

export const migrations: readonly Migration[] = [
  {
    isContract: true,
    sql: `
  CREATE TABLE rooms (
    id ${text} PRIMARY KEY,
    created_from text NOT NULL,
    version bigint NOT NULL,
    revision bigint NOT NULL,
    phase text NOT NULL,
    state text NOT NULL,
    created_at double precision NOT NULL,
    updated_at double precision NOT NULL,
    -- Version of the state. A node adopts only rooms that it reads, and only of its region.
    state_version integer NOT NULL,
    region ${text} NOT NULL,
    -- The node that may write this room, and how often ownership began: each write names both.
    owner ${text},
    epoch bigint NOT NULL,
    -- false: given to a node that has not begun with it yet.
    adopted boolean NOT NULL,
    -- What is reserved for it at its owner.
    load double precision NOT NULL DEFAULT 0,
    -- When the first of its timers is due, milliseconds since 1970-01-01 UTC.
    next_due_at double precision,
    -- The end of the room's chain in the audit log, and the number of its last webhook event.
    chain_seq bigint NOT NULL,
    chain_hash text NOT NULL,
    last_event bigint NOT NULL
  ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
  CREATE INDEX rooms_newest_first ON rooms (created_at DESC, id DESC);
  CREATE INDEX rooms_by_owner ON rooms (owner) INCLUDE (load) WHERE phase <> 'ended';

  -- Processes that use the database. Leases are on its own clock. One that is gone writes nothing any more.
  CREATE TABLE nodes (
    incarnation ${text} PRIMARY KEY,
    name ${text} NOT NULL,
    region ${text} NOT NULL,
    address text NOT NULL,
    version text NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'draining', 'gone')),
    lease_until timestamptz NOT NULL,
    -- The sum of its rooms, as of its last renewal.
    load double precision NOT NULL DEFAULT 0,
    load_max double precision NOT NULL
  ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
  CREATE UNIQUE INDEX nodes_by_name ON nodes (name) WHERE state <> 'gone';

  -- Ends of chains that belong to no stored room: that of the server itself (''), and those of deleted rooms.
  CREATE TABLE chains (
    id ${text} PRIMARY KEY,
    chain_seq bigint NOT NULL DEFAULT 0,
    chain_hash text NOT NULL DEFAULT repeat('0', 64),
    last_event bigint NOT NULL DEFAULT 0
  );
  INSERT INTO chains (id) VALUES ('');

  -- Insertions of rooms and of media records that took place, or must not take place any more.
  CREATE TABLE insertions (id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX insertions_by_time ON insertions (at);

  -- Entries as they are stored with what they report, each in its chain. Soon moved to audit, in one order.
  CREATE TABLE audit_pending (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chain ${text} NOT NULL,
    chain_seq bigint NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL,
    at double precision NOT NULL,
    entry text NOT NULL,
    UNIQUE (chain, chain_seq)
  );
  CREATE TABLE audit (
    seq bigint PRIMARY KEY,
    at double precision NOT NULL,
    room_id ${text},
    what text NOT NULL,
    hash text NOT NULL,
    line text NOT NULL
  );
  CREATE INDEX audit_by_time ON audit (at);
  CREATE INDEX audit_by_room ON audit (room_id, at);
  -- The last entry that was pruned, and the last one.
  CREATE TABLE audit_places (what text PRIMARY KEY, seq bigint NOT NULL, hash text NOT NULL);
  INSERT INTO audit_places VALUES ('anchor', 0, repeat('0', 64)), ('head', 0, repeat('0', 64));
  CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND OLD.seq <= (SELECT seq FROM audit_places WHERE what = 'anchor') THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'audit entries are not changed, and pruned from the oldest';
    END $$;
  CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

  CREATE TABLE receipts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id ${text} NOT NULL,
    seat_id ${text} NOT NULL,
    version text NOT NULL,
    text_sha256 text NOT NULL,
    accepted_at double precision NOT NULL,
    withdrawn_at double precision
  );
  CREATE INDEX receipts_by_room ON receipts (room_id, id);

  CREATE TABLE outbox (
    id text PRIMARY KEY,
    room_id ${text} NOT NULL,
    sequence bigint NOT NULL,
    body text NOT NULL,
    created_at double precision NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_at double precision NOT NULL,
    -- The node that delivers it, for a limited time. All times are on the database's clock.
    claimed_by ${text},
    claimed_until double precision,
    UNIQUE (room_id, sequence)
  );
  CREATE INDEX outbox_by_time ON outbox (next_at);

  CREATE TABLE revocations (
    id ${text} PRIMARY KEY,
    kind text NOT NULL,
    -- Empty where the kind has none.
    room_id ${text} NOT NULL,
    subject ${text} NOT NULL,
    issued_before double precision NOT NULL,
    created_at double precision NOT NULL,
    expires_at double precision NOT NULL,
    UNIQUE (kind, room_id, subject)
  );
  CREATE INDEX revocations_newest_first ON revocations (created_at DESC, id DESC);
  CREATE INDEX revocations_of_room ON revocations (room_id);
  CREATE INDEX revocations_by_expiry ON revocations (expires_at);

  -- Grows with every change of revocations, so that the other nodes read them again.
  CREATE TABLE revocation_changes (is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), count bigint NOT NULL);
  INSERT INTO revocation_changes (count) VALUES (0);

  CREATE TABLE media_journal (
    id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    room_id ${text} NOT NULL,
    at double precision NOT NULL,
    count integer NOT NULL,
    event text NOT NULL
  );
  CREATE INDEX media_journal_by_room ON media_journal (room_id, id);
  CREATE INDEX media_journal_by_time ON media_journal (at);

  CREATE TABLE server_secret (is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), value bytea NOT NULL);
  CREATE TABLE probe (value integer NOT NULL);
  INSERT INTO probe VALUES (0);
  `,
  },
  {
    sql: `
  -- Until then no room is placed at this node: its media workers carry as much as they may.
  ALTER TABLE nodes ADD COLUMN full_until timestamptz;
  `,
  },
  {
    // Tells a change from another one with the same number, after a database has lost its last changes in a failover.
    sql: 'ALTER TABLE revocation_changes ADD COLUMN mark uuid NOT NULL DEFAULT gen_random_uuid()',
  },
  {
    // Rooms are placed only at nodes that can read them.
    sql: 'ALTER TABLE nodes ADD COLUMN reads_state_version integer NOT NULL DEFAULT 1',
  },
  {
    sql: `
  CREATE TABLE series (
    id ${text} PRIMARY KEY,
    created_from text NOT NULL,
    version bigint NOT NULL,
    revision bigint NOT NULL,
    state text NOT NULL,
    -- When it has to be looked at, milliseconds since 1970-01-01 UTC.
    due_at double precision,
    -- 1: rooms of it have to be changed by their owners.
    awaits_rooms integer NOT NULL,
    is_deleted integer NOT NULL,
    created_at double precision NOT NULL,
    updated_at double precision NOT NULL,
    -- The node that makes its rooms, for a limited time.
    claimed_by ${text},
    claimed_until double precision
  );
  CREATE INDEX series_newest_first ON series (created_at DESC, id DESC);
  CREATE INDEX series_by_due_time ON series (due_at);
  CREATE INDEX series_awaiting_rooms ON series (id) WHERE awaits_rooms = 1;
  `,
  },
  {
    sql: `
  CREATE TABLE invitations (
    id ${text} PRIMARY KEY,
    -- What the link leads to, and for whom: 'room', the id of the room, the identity.
    kind text NOT NULL,
    target ${text} NOT NULL,
    subject ${text} NOT NULL,
    -- What is in the person's tokens, as JSON, and the API key that signs them.
    person text NOT NULL,
    key_id ${text} NOT NULL,
    created_at double precision NOT NULL,
    code_hash ${text} NOT NULL UNIQUE,
    UNIQUE (kind, target, subject)
  );
  CREATE INDEX invitations_by_key ON invitations (key_id);
  `,
  },
];
