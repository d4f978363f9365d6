/** The server that has the database. Only it may take rooms and add to the audit log. */
import type { Database } from '../connection/database.ts';

/** @param owner this process, unique among all that ever wrote to the database; it has the server's lock */
export async function takeOwnership(database: Database, owner: string): Promise<void> {
  await database.write(
    'INSERT INTO current_owner (owner) VALUES ($1) ON CONFLICT (is_only) DO UPDATE SET owner = excluded.owner',
    [owner],
  );
}

/**
 * One row if the server named by this parameter has the database, otherwise none. Another server waits with taking it
 * until the transaction has ended.
 */
export const ownedBy = (parameter: number): string =>
  `SELECT 1 FROM current_owner WHERE owner = $${parameter}::text FOR SHARE`;
