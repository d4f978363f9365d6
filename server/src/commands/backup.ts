/**
 * `npm run backup`: writes a backup of the store in HEARTHROOM_DATA_DIR, with or without a running server, and prints
 * its path. Recorded in the store's audit log before it is made. Exit code 1 when it could not be recorded or written.
 */
import { join } from 'node:path';
import process from 'node:process';
import { loadConfig } from '../config/config.ts';
import { backupName } from '../store/sqlite/backup/names.ts';
import { noteBackup } from '../store/sqlite/backup/note-backup.ts';
import { writeBackup } from '../store/sqlite/backup/write-backup.ts';

const ofDatabase = ['HEARTHROOM_DATABASE_URL', 'HEARTHROOM_DATABASE_URL_FILE'];
const names = ['HEARTHROOM_DATA_DIR', 'HEARTHROOM_BACKUP_DIR', 'HEARTHROOM_BACKUPS_KEPT'];

try {
  if (ofDatabase.some((name) => process.env[name]))
    throw new Error(
      'The data are in the PostgreSQL database that HEARTHROOM_DATABASE_URL names: back it up with pg_dump or its continuous archiving (docs/cluster.md, "Backup and restore").',
    );
  // In demo mode loadConfig requires no API keys, which a backup doesn't need.
  const { dataDir, backup } = loadConfig({
    HEARTHROOM_DEMO: 'true',
    ...Object.fromEntries(names.map((name) => [name, process.env[name]])),
  });
  const file = backupName();
  noteBackup(dataDir, file);
  const { removalProblem } = writeBackup({ dataDir, ...backup }, file);
  process.stdout.write(`${join(backup.directory, file)}\n`);
  if (removalProblem !== null) process.stderr.write(`old backups could not be removed: ${removalProblem}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
