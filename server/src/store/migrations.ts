/** The schema's history: entry n brings a database from user_version n to n + 1. Entries are never edited, only added. */
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
];
