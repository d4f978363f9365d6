/** Backups of the store of a running server, one at a time. */

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { AuditStore } from '../../../audit/audit-log.ts';
import { AppError } from '../../../core/errors/errors.ts';
import { nameOfKey } from '../../../core/events/domain-events.ts';
import type { ServerObserver } from '../../../core/events/observer.ts';
import { backupName, isBackupName } from './names.ts';
import type { BackupTarget, WrittenBackup } from './write-backup.ts';

export interface BackupsOptions {
  target: BackupTarget;
  store: { readonly audit: AuditStore; releaseLog(): void };
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

export interface Backup extends WrittenBackup {
  /** Milliseconds since 1970-01-01 UTC: the copy has the state of that time or slightly later. */
  createdAt: number;
}

const Written = Type.Object({
  file: Type.String(),
  bytes: Type.Integer(),
  removed: Type.Array(Type.String()),
  removalProblem: Type.Union([Type.String(), Type.Null()]),
});

export class Backups {
  readonly #options: BackupsOptions;
  #running: Promise<Backup> | null = null;
  #isClosed = false;

  constructor(options: BackupsOptions) {
    this.#options = options;
  }

  /**
   * Sessions continue meanwhile.
   * @param apiKeyId the key of the request
   * @throws AppError `conflict` while another backup is written, `storage-unavailable` when it fails; the cause is in
   *   the log
   */
  async create(apiKeyId: string): Promise<Backup> {
    if (this.#isClosed) throw new AppError('server-shutdown');
    if (this.#running) throw new AppError('conflict', 'Another backup is being written; try again when it is finished');
    this.#running = this.#create(apiKeyId);
    try {
      return await this.#running;
    } catch (error) {
      this.#options.observer.emit('backupFailed', { error });
      throw new AppError('storage-unavailable', 'The backup could not be written; the reason is in the log', {
        cause: error,
      });
    } finally {
      this.#running = null;
    }
  }

  async #create(apiKeyId: string): Promise<Backup> {
    const { target, store, observer, now = Date.now } = this.#options;
    const [createdAt, startedAt] = [now(), performance.now()];
    const file = backupName(new Date(createdAt));
    // Before the copy, so that every backup is in the audit log, and the copy's own log identifies it.
    const entry = {
      what: 'backup.started',
      roomId: null,
      by: nameOfKey(apiKeyId),
      seatId: null,
      at: createdAt,
    } as const;
    await store.audit.append([{ ...entry, detail: { file } }]);
    try {
      const written = await runThread(target, file);
      const { bytes, removed, removalProblem } = written;
      observer.emit('backupWritten', { file, bytes, removed, tookMs: Math.round(performance.now() - startedAt) });
      if (removalProblem !== null) observer.emit('oldBackupsStayed', { problem: removalProblem });
      return { ...written, createdAt };
    } finally {
      store.releaseLog();
    }
  }

  /**
   * Time of the newest copy in the directory, including copies by other programs. Never rejects; null also if the
   * directory can't be read.
   */
  async newestAt(): Promise<number | null> {
    const { directory } = this.#options.target;
    try {
      const newest = (await readdir(directory)).filter(isBackupName).sort().at(-1);
      return newest === undefined ? null : (await stat(join(directory, newest))).mtimeMs;
    } catch {
      return null;
    }
  }

  /** Waits for a backup in progress, since an incomplete one is useless. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running?.catch(() => {});
  }
}

function runThread(target: BackupTarget, file: string): Promise<WrittenBackup> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { target, file } });
    thread.once('message', (written: unknown) => {
      if (Value.Check(Written, written)) resolve(written);
      else reject(new Error('the backup thread answered something else'));
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the backup thread ended with ${code}`)));
  });
}
