/** Writes everything into an empty database, in one transaction. */
import type { DatabaseSync } from 'node:sqlite';
import type { Change } from '../../core/events/domain-events.ts';
import { type Database, longTransaction, type Query } from '../../store/postgres/connection/database.ts';
import { emptyChain, entryColumns, extendChain, serverChain } from '../../store/postgres/tables/chain.ts';
import type { MovedTable, Row } from './moved-tables.ts';
import { NotEmptyProblem } from './problem.ts';
import { type Digest, RowHash } from './row-hash.ts';
import { readSource } from './source.ts';

const rowsAtOnce = 500;
const bytesAtOnce = 1_000_000;
/** Rows that a new, empty database has of itself. */
const ownRows = ['audit_places', 'chains'];

/**
 * @returns what was read, for each table. If it rejects nothing is stored, unless with OutcomeUnknown.
 * @throws NotEmptyProblem when the database is not empty
 */
export async function writeTables(
  source: DatabaseSync,
  database: Database,
  tables: readonly MovedTable[],
  entry: Change,
): Promise<Map<string, Digest>> {
  return await database.transaction(async (query) => {
    // Nodes that start meanwhile wait.
    await query(`LOCK TABLE ${tables.map(({ name }) => name).join(', ')} IN EXCLUSIVE MODE`);
    await requireEmpty(query, tables);
    for (const name of ownRows) await query(`DELETE FROM ${name}`);
    const digests = new Map<string, Digest>();
    for (const table of tables) digests.set(table.name, await writeTable(source, query, table));
    await addEntry(query, entry);
    return digests;
  }, longTransaction);
}

async function requireEmpty(query: Query, tables: readonly MovedTable[]): Promise<void> {
  const names = [...tables.map(({ name }) => name).filter((name) => !ownRows.includes(name)), 'audit_pending'];
  const { rows } = await query(`SELECT ${names.map((name) => `EXISTS (SELECT FROM ${name}) AS ${name}`).join(', ')}`);
  const used = names.filter((name) => rows[0]?.[name] === true);
  if (used.length > 0) throw new NotEmptyProblem(`a server has used the database already (${used.join(', ')})`);
}

async function writeTable(source: DatabaseSync, query: Query, table: MovedTable): Promise<Digest> {
  const columns = Object.keys(table.columns);
  const hash = new RowHash(columns);
  let batch: Row[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insert(query, table, columns, batch);
    [batch, bytes] = [[], 0];
  };
  for (const row of readSource(source, table)) {
    hash.add(row);
    batch.push(row);
    for (const value of Object.values(row)) bytes += typeof value === 'string' ? value.length : 8;
    if (batch.length === rowsAtOnce || bytes >= bytesAtOnce) await flush();
  }
  await flush();
  if (table.hasSerialId)
    await query(
      `SELECT setval(pg_get_serial_sequence($1, 'id'), max(id)) FROM ${table.name} HAVING max(id) IS NOT NULL`,
      [table.name],
    );
  return hash.digest();
}

async function insert(query: Query, table: MovedTable, columns: readonly string[], rows: readonly Row[]) {
  const types = columns.map((column, index) => `$${index + 1}::${table.columns[column]}[]`).join(', ');
  await query(
    `INSERT INTO ${table.name} (${columns.join(', ')}) ${table.hasSerialId ? 'OVERRIDING SYSTEM VALUE' : ''}
      SELECT * FROM unnest(${types})`,
    columns.map((column) => rows.map((row) => row[column])),
  );
}

/** The first entry after the moved ones, in the log of the database alone. */
async function addEntry(query: Query, entry: Change): Promise<void> {
  const { end, columns } = extendChain(serverChain, emptyChain, [entry]);
  await query(
    `INSERT INTO audit_pending (chain, chain_seq, previous, hash, at, entry)
      SELECT '${serverChain}', entry.* FROM unnest(${entryColumns(1)}) AS entry`,
    columns,
  );
  await query(`UPDATE chains SET chain_seq = $1, chain_hash = $2 WHERE id = '${serverChain}'`, [end.seq, end.hash]);
}
