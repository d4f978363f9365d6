/** Reads back what was moved. */
import { anchorLine, headLine } from '../../audit/chain.ts';
import { type AuditFindings, AuditVerifier } from '../../audit/verify-lines.ts';
import { type Database, longTransaction, type Query } from '../../store/postgres/connection/database.ts';
import type { MovedTable, Row } from './moved-tables.ts';
import { type Digest, RowHash } from './row-hash.ts';

const rowsAtOnce = 500;

export interface ReadBack {
  digests: Map<string, Digest>;
  /** Of the chain of the audit log, as it was moved. */
  audit: AuditFindings;
}

export async function readTables(database: Database, tables: readonly MovedTable[]): Promise<ReadBack> {
  return await database.transaction(async (query) => {
    const digests = new Map<string, Digest>();
    for (const table of tables) {
      const hash = new RowHash(Object.keys(table.columns));
      await readTable(query, table, (row) => hash.add(row));
      digests.set(table.name, hash.digest());
    }
    return { digests, audit: await checkAudit(query, tables) };
  }, longTransaction);
}

/** By a cursor, so that only some rows are in memory. */
async function readTable(query: Query, table: MovedTable, take: (row: Row) => void): Promise<void> {
  const columns = Object.keys(table.columns).join(', ');
  await query(`DECLARE reading NO SCROLL CURSOR FOR SELECT ${columns} FROM ${table.name} ORDER BY ${table.key}`);
  for (let count = rowsAtOnce; count === rowsAtOnce; ) {
    const { rows } = await query(`FETCH ${rowsAtOnce} FROM reading`);
    for (const row of rows) take(row);
    count = rows.length;
  }
  await query('CLOSE reading');
}

async function checkAudit(query: Query, tables: readonly MovedTable[]): Promise<AuditFindings> {
  const places = (await query('SELECT what, seq, hash FROM audit_places')).rows;
  const placeOf = (wanted: string) => {
    const { seq, hash } = places.find(({ what }) => what === wanted) ?? {};
    return { seq: Number(seq), hash: String(hash) };
  };
  const verifier = new AuditVerifier();
  verifier.read(anchorLine(placeOf('anchor')));
  for (const table of tables)
    if (table.name === 'audit') await readTable(query, table, ({ line }) => verifier.read(String(line)));
  verifier.read(headLine(placeOf('head')));
  return verifier.findings();
}
