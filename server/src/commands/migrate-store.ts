/**
 * `npm run store:migrate -- [--from DIR] [--to URL]`: moves the store of a server that does not run, by default that in
 * HEARTHROOM_DATA_DIR, into an empty PostgreSQL database, by default that of HEARTHROOM_DATABASE_URL. Exit code 1 when it
 * was not moved; the store can be used as before then.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { checkpointFile } from '../audit/checkpoint-file.ts';
import { signingKeyFile } from '../audit/signing-key.ts';
import { type ClusterConfig, loadConfig } from '../config/config.ts';
import { parseDatabaseUrl } from '../core/addresses/database-url.ts';
import { findDatabaseMend } from '../process/database-start-errors.ts';
import { checkDatabase } from '../store/postgres/connection/check-database.ts';
import { connectionOptions } from '../store/postgres/connection/connection-options.ts';
import { type MoveReport, moveStore } from './store-move/move-store.ts';
import { MoveProblem } from './store-move/problem.ts';

const names = ['HEARTHROOM_DATA_DIR', 'HEARTHROOM_REGION', 'HEARTHROOM_DATABASE_ASYNC_STANDBY'];
const ofUrl = ['HEARTHROOM_DATABASE_URL', 'HEARTHROOM_DATABASE_URL_FILE'];

const usage = 'npm run store:migrate -- [--from DIR] [--to URL]';
const options = { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

function readArguments() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    // Only the option's name: an argument may be a URL with a password.
    const name = /'(--?[\w-]+)/.exec(messageOf(error))?.[1];
    const problem = name ? `The option ${name} is unknown, or lacks its value` : 'There is an unknown argument';
    throw new MoveProblem(`${problem}. Usage: ${usage}`, { cause: error });
  }
}

function readSettings(values: { from?: string; to?: string }): { dataDir: string; cluster: ClusterConfig } {
  const given = (wanted: readonly string[]) => Object.fromEntries(wanted.map((name) => [name, process.env[name]]));
  const isUrlSet = values.to !== undefined || ofUrl.some((name) => process.env[name]);
  if (!isUrlSet)
    throw new MoveProblem(
      'Set HEARTHROOM_DATABASE_URL to the database that the store is moved to, or name it with --to.',
    );
  const { dataDir, cluster } = loadConfig({
    // Requires no API keys, which this command doesn't need.
    HEARTHROOM_DEMO: 'true',
    ...given(names),
    ...(values.to === undefined ? given(ofUrl) : { HEARTHROOM_DATABASE_URL: values.to }),
  });
  if (!cluster) throw new MoveProblem('The URL of the database is empty. Set HEARTHROOM_DATABASE_URL, or --to.');
  return { dataDir: values.from ?? dataDir, cluster };
}

function describe({ tables, audit, wasThere }: MoveReport, dataDir: string): string[] {
  const width = Math.max(...tables.map(({ label }) => label.length));
  const files = [signingKeyFile, checkpointFile].filter((name) => existsSync(join(dataDir, name)));
  const isWhole = audit.problems.length === 0;
  return [
    ...tables.map(({ label, rows }) => `${label.padEnd(width)} ${String(rows).padStart(10)}`),
    '',
    wasThere ? 'An earlier run had moved everything.' : 'Everything was moved.',
    'Each row was read back from the database and is equal.',
    `The audit log is ${isWhole ? 'whole' : 'NOT WHOLE, as it was in the store'}: ${audit.entries} entries, the last is ${audit.head.seq}:${audit.head.hash}`,
    ...audit.problems.map((problem) => `  ${problem}`),
    ...(files.length > 0
      ? [`Not in the store, and needed in the data directory of a node: ${files.join(', ')} in ${dataDir}`]
      : []),
    `The store in ${dataDir} is unchanged, and marked as moved: no server starts on it.`,
  ];
}

async function move({ dataDir, cluster }: ReturnType<typeof readSettings>): Promise<void> {
  try {
    const connection = connectionOptions(cluster.databaseUrl);
    const { host, port, database } = parseDatabaseUrl(cluster.databaseUrl);
    await checkDatabase(connection, { acceptsAsyncStandby: cluster.asyncStandby === 'accept' });
    const target = `the PostgreSQL database ${database} at ${host}:${port}`;
    const report = await moveStore({ dataDir, connection, region: cluster.region, target });
    process.stdout.write(`${describe(report, dataDir).join('\n')}\n`);
  } catch (error) {
    throw new MoveProblem(findDatabaseMend(error, cluster) ?? messageOf(error), { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const values = readArguments();
  if (values.help) process.stdout.write(`${usage}\n`);
  else await move(readSettings(values));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
