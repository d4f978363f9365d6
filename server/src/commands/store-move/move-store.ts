/**
 * Moves the store of a server that does not run into an empty PostgreSQL database: in one transaction, read back and
 * compared row by row, and marked as moved only then. Interrupted anywhere, it may be run again.
 */
import { OutcomeUnknown } from '../../rooms/ports.ts';
import { Database, type DatabaseOptions } from '../../store/postgres/connection/database.ts';
import { migrate } from '../../store/postgres/schema/migrate.ts';
import { markMoved } from '../../store/sqlite/files/moved.ts';
import { type MovedTable, movedTables } from './moved-tables.ts';
import { MoveProblem, NotEmptyProblem } from './problem.ts';
import { type ReadBack, readTables } from './read-tables.ts';
import type { Digest } from './row-hash.ts';
import { digestSource, openSource, type Source } from './source.ts';
import { writeTables } from './write-tables.ts';

export interface MoveOptions {
  dataDir: string;
  connection: DatabaseOptions;
  /** Of the nodes that will have the rooms. */
  region: string;
  /** Names the database for people, without its password. */
  target: string;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

export interface MoveReport extends Pick<ReadBack, 'audit'> {
  tables: { label: string; rows: number }[];
  /** An earlier run had moved everything, and was interrupted before it said so. */
  wasThere: boolean;
}

/** A commit writes everything to the disk of the database, and of its standby server. */
const timeoutMs = 600_000;

/** @throws MoveProblem, NewerSchemaError, or the error of the database; then the store can still be used */
export async function moveStore({ dataDir, connection, ...options }: MoveOptions): Promise<MoveReport> {
  const source = openSource(dataDir);
  const database = new Database({ ...connection, timeoutMs, maxConnections: 2 });
  try {
    await migrate(database);
    const tables = movedTables(options.region);
    const { now = Date.now } = options;
    const { digests, wasThere } = await write(source, database, tables, now());
    const { digests: stored, audit } = await readTables(database, tables);
    const different = tables.filter(({ name }) => !isEqual(digests.get(name), stored.get(name)));
    if (different.length > 0) throw differs(different, wasThere);
    markMoved(dataDir, `${new Date(now()).toISOString()}: moved to ${options.target}`);
    return {
      tables: tables.map(({ name, label }) => ({ label, rows: stored.get(name)?.rows ?? 0 })),
      audit,
      wasThere,
    };
  } finally {
    source.close();
    await database.close();
  }
}

async function write(
  { database: source }: Source,
  database: Database,
  tables: readonly MovedTable[],
  at: number,
): Promise<{ digests: Map<string, Digest>; wasThere: boolean }> {
  const { seq, hash } = source.prepare(headOfAudit).get() ?? {};
  const detail = { through: Number(seq), hash: String(hash) };
  const entry = { what: 'store.moved', roomId: null, by: 'command', seatId: null, at, detail } as const;
  try {
    return { digests: await writeTables(source, database, tables, entry), wasThere: false };
  } catch (error) {
    if (error instanceof NotEmptyProblem) return { digests: digestSource(source, tables), wasThere: true };
    if (error instanceof OutcomeUnknown)
      throw new MoveProblem(
        'The connection was lost while everything was being committed. Run the command again: it finds out what is stored.',
      );
    throw error;
  }
}

const headOfAudit = `SELECT seq, hash FROM (SELECT seq, hash FROM audit UNION ALL SELECT seq, hash FROM audit_anchor)
  ORDER BY seq DESC LIMIT 1`;

const isEqual = (one: Digest | undefined, other: Digest | undefined): boolean =>
  one !== undefined && one.rows === other?.rows && one.sha256 === other.sha256;

function differs(tables: readonly MovedTable[], wasThere: boolean): MoveProblem {
  const names = tables.map(({ label }) => label).join(', ');
  if (wasThere)
    return new NotEmptyProblem(
      `The database is not empty, and has other data than the store (${names}). Create a new one and move the store into that.`,
    );
  return new MoveProblem(
    `What the database has differs from the store (${names}). Nothing is marked as moved: create a new database and move the store into that.`,
  );
}
