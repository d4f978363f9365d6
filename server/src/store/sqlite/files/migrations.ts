/**
 * The schema's migrations: entry n brings a database from user_version n to n + 1. Only add entries, never edit them.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE rooms (
    id TEXT PRIMARY KEY,
    created_from TEXT NOT NULL,
    version INTEGER NOT NULL,
    phase TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL
  ) STRICT;
  CREATE INDEX rooms_newest_first ON rooms (created_at DESC, id DESC);
  CREATE INDEX rooms_open ON rooms (created_at, id) WHERE phase <> 'ended';
  CREATE TABLE probe (value INTEGER NOT NULL) STRICT;
  INSERT INTO probe VALUES (0);
  `,
  `
  CREATE TABLE audit (seq INTEGER PRIMARY KEY, at REAL NOT NULL, hash TEXT NOT NULL, line TEXT NOT NULL) STRICT;
  CREATE INDEX audit_by_time ON audit (at);
  -- The last entry that was pruned: the chain goes on from its hash.
  CREATE TABLE audit_anchor (seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  INSERT INTO audit_anchor VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');
  CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are not changed'); END;
  CREATE TRIGGER audit_is_pruned_only BEFORE DELETE ON audit WHEN OLD.seq > (SELECT seq FROM audit_anchor)
    BEGIN SELECT RAISE(ABORT, 'audit entries are pruned from the oldest'); END;

  CREATE TABLE receipts (
    id INTEGER PRIMARY KEY,
    room_id TEXT NOT NULL,
    seat_id TEXT NOT NULL,
    version TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    accepted_at REAL NOT NULL,
    withdrawn_at REAL
  ) STRICT;
  CREATE INDEX receipts_by_room ON receipts (room_id, id);

  CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    room_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at REAL NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX outbox_in_order ON outbox (room_id, sequence);
  CREATE INDEX outbox_by_time ON outbox (next_at);
  CREATE TABLE outbox_sequences (room_id TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
  `,
  `
  CREATE TABLE revocations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Empty where the kind has none: NULLs would all be different to the index.
    room_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    issued_before REAL NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX revocations_by_target ON revocations (kind, room_id, subject);
  CREATE INDEX revocations_newest_first ON revocations (created_at DESC, id DESC);
  CREATE INDEX revocations_by_expiry ON revocations (expires_at);
  CREATE TABLE server_secret (value BLOB NOT NULL) STRICT;
  `,
  `
  CREATE TABLE media_journal (
    id INTEGER PRIMARY KEY,
    room_id TEXT NOT NULL,
    at REAL NOT NULL,
    count INTEGER NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX media_journal_by_room ON media_journal (room_id, id);
  CREATE INDEX media_journal_by_time ON media_journal (at);
  `,
  `
  ALTER TABLE rooms ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE TABLE series (
    id TEXT PRIMARY KEY,
    created_from TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_at REAL,
    awaits_rooms INTEGER NOT NULL,
    is_deleted INTEGER NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL
  ) STRICT;
  CREATE INDEX series_newest_first ON series (created_at DESC, id DESC);
  CREATE INDEX series_by_due_time ON series (due_at);
  CREATE INDEX series_awaiting_rooms ON series (id) WHERE awaits_rooms = 1;
  `,
  `
  CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    -- What the link leads to, and for whom: 'room', the id of the room, the identity.
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- What is in the person's tokens, as JSON, and the API key that signs them.
    person TEXT NOT NULL,
    key_id TEXT NOT NULL,
    created_at REAL NOT NULL,
    code_hash TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX invitations_by_code ON invitations (code_hash);
  CREATE UNIQUE INDEX invitations_by_target ON invitations (kind, target, subject);
  CREATE INDEX invitations_by_key ON invitations (key_id);
  `,
];
