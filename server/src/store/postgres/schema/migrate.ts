/** Brings the schema of a database to this version, or says why this version can't work with it. */
import { type Database, longTransaction, type Query } from '../connection/database.ts';
import { migrations as known, type Migration } from './migrations.ts';

/** Any constant: servers that start at the same time migrate one after the other. */
const migrationLock = 4_851_201;

/** The schema is of a newer version that this one can't work with. The message is the second half of a sentence. */
export class NewerSchemaError extends Error {}

/**
 * Runs in one transaction: a migration that fails leaves everything as it was.
 * @throws NewerSchemaError, or the database's error
 */
export async function migrate(database: Database, migrations: readonly Migration[] = known): Promise<void> {
  await database.transaction(async (query) => {
    await query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await query('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL, readable_from integer NOT NULL)');
    const { version, readableFrom } = await readVersion(query);
    if (version > migrations.length) {
      if (readableFrom <= migrations.length) return;
      throw new NewerSchemaError(
        `was migrated by a newer Hearthroom (schema ${version}, this one knows ${migrations.length})`,
      );
    }
    const wanted = migrations.slice(version);
    for (const { sql } of wanted) await query(sql);
    const contract = migrations.findLastIndex(({ isContract }) => isContract) + 1;
    if (wanted.length > 0)
      await query('UPDATE schema_version SET version = $1, readable_from = $2', [migrations.length, contract]);
  }, longTransaction);
}

async function readVersion(query: Query): Promise<{ version: number; readableFrom: number }> {
  const { rows } = await query('SELECT version, readable_from FROM schema_version');
  if (rows[0]) return { version: Number(rows[0].version), readableFrom: Number(rows[0].readable_from) };
  await query('INSERT INTO schema_version VALUES (0, 0)');
  return { version: 0, readableFrom: 0 };
}
