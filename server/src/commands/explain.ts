/**
 * `npm run explain -- --room ROOM --from TIME --to TIME [--listener SEAT --speaker SEAT] [--source camera] [--at TIME]
 * [--store FILE]`: explains what happened to media, from the store in HEARTHROOM_DATA_DIR (also while a server uses it),
 * from the database in HEARTHROOM_DATABASE_URL, or from a backup. Exit code 1: it could not be read.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { TrackSource } from '@hearthroom/sdk/protocol';
import { type ClusterConfig, type Config, loadConfig } from '../config/config.ts';
import type { Evidence } from '../journal/story/evidence.ts';
import { formatStory } from '../journal/story/format-story.ts';
import { type StoryOptions, tellStory } from '../journal/story/tell-story.ts';
import { findDatabaseMend } from '../process/database-start-errors.ts';
import { connectionOptions } from '../store/postgres/connection/connection-options.ts';
import { Database } from '../store/postgres/connection/database.ts';
import { sqlStateOf } from '../store/postgres/connection/database-loss.ts';
import { findEvidence as findInDatabase } from '../store/postgres/tables/journal-table.ts';
import { databaseFile } from '../store/sqlite/files/open-database.ts';
import { findEvidence } from '../store/sqlite/tables/journal-table.ts';

const usage =
  'npm run explain -- --room ROOM --from TIME --to TIME [--listener SEAT --speaker SEAT] [--source microphone|camera|screen|screen-audio] [--at TIME] [--store FILE]';
const busyTimeoutMs = 5_000;
const sources = ['microphone', 'camera', 'screen', 'screen-audio'] as const satisfies TrackSource[];

interface Request extends StoryOptions {
  roomId: string;
  /** A file, or the database of nodes. */
  store: string | ClusterConfig;
  /** UTC offset of the requested times, in minutes. */
  offset: number;
}

const text = { type: 'string' } as const;
const options = {
  room: text,
  from: text,
  to: text,
  listener: text,
  speaker: text,
  source: text,
  at: text,
  store: text,
};

function readArguments(): Request {
  const { values } = parseArgs({ options });
  const { room: roomId, listener, speaker, source = 'microphone' } = values;
  if (!roomId || !values.from || !values.to) throw new Error(usage);
  const [from, to] = [readTime('--from', values.from), readTime('--to', values.to)];
  if (to <= from) throw new Error('--to is not after --from');
  const known = sources.find((one) => one === source);
  if (!known) throw new Error(`--source is one of ${sources.join(', ')}`);
  const at = values.at === undefined ? undefined : readTime('--at', values.at);
  if (at !== undefined && (at < from || at > to)) throw new Error('--at is not between --from and --to');
  const { dataDir, cluster } = values.store === undefined ? readSettings() : { dataDir: '', cluster: null };
  const store = values.store ?? cluster ?? join(dataDir, databaseFile);
  return { roomId, from, to, listener, speaker, source: known, at, store, offset: offsetOf(values.from) };
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|([+-])(\d\d):(\d\d))$/;

function readTime(name: string, value: string): number {
  const time = timePattern.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time))
    throw new Error(`${name} is a time such as 2026-11-28T18:05:00Z or 2026-11-28T19:05:00+01:00`);
  return time;
}

function offsetOf(value: string): number {
  const [, sign, hours, minutes] = timePattern.exec(value) ?? [];
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -offset : offset;
}

/** In demo mode loadConfig requires no API keys, which this command doesn't need. */
function readSettings(): Config {
  const names = ['HEARTHROOM_DATA_DIR', 'HEARTHROOM_DATABASE_URL', 'HEARTHROOM_DATABASE_URL_FILE'];
  return loadConfig({
    HEARTHROOM_DEMO: 'true',
    ...Object.fromEntries(names.map((name) => [name, process.env[name]])),
  });
}

async function readEvidence({ store, roomId, from, to }: Request): Promise<Evidence> {
  return typeof store === 'string' ? readFile(store, roomId, from, to) : await readDatabase(store, roomId, from, to);
}

function readFile(store: string, roomId: string, from: number, to: number): Evidence {
  if (!existsSync(store))
    throw new Error(`there is no store ${store}; set HEARTHROOM_DATA_DIR, or name a file with --store`);
  const database = new DatabaseSync(store, { readOnly: true, timeout: busyTimeoutMs });
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'media_journal'").get();
    if (!table) throw new Error(`${store} has no records of media: it was written by a version before them`);
    return findEvidence(database, roomId, from, to);
  } finally {
    database.close();
  }
}

/** insufficient_privilege, undefined_table */
const [notAllowed, noSuchTable] = ['42501', '42P01'];

async function readDatabase(cluster: ClusterConfig, roomId: string, from: number, to: number): Promise<Evidence> {
  let database: Database | null = null;
  try {
    database = new Database({ ...connectionOptions(cluster.databaseUrl), maxConnections: 1 });
    return await findInDatabase(database, roomId, from, to);
  } catch (error) {
    const state = sqlStateOf(error);
    if (state === notAllowed)
      throw new Error('the user in HEARTHROOM_DATABASE_URL may not read the tables: GRANT pg_read_all_data TO it', {
        cause: error,
      });
    if (state === noSuchTable)
      throw new Error('no node has used the database in HEARTHROOM_DATABASE_URL yet', { cause: error });
    throw new Error(findDatabaseMend(error, cluster) ?? messageOf(error), { cause: error });
  } finally {
    await database?.close();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const request = readArguments();
  const story = tellStory(await readEvidence(request), request);
  process.stdout.write(`${formatStory(story, request).join('\n')}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
