/** Backups over REST. */
import { Socket } from 'node:net';
import { BackupWritten } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import { bodyErrors } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

/** Writes backups; see Backups. */
export interface BackupWriter {
  create(apiKeyId: string): Promise<{ file: string; bytes: number; removed: string[]; createdAt: number }>;
}

/** For a server whose data are in PostgreSQL, which is backed up with its own programs. */
export const noBackups: BackupWriter = {
  create: async () => {
    throw new AppError('backup-unsupported');
  },
};

export function registerBackup(api: Api, backups: BackupWriter): void {
  const schema = {
    tags: ['server'],
    operationId: 'createBackup',
    summary: 'Write a complete backup of the store while sessions continue',
    description:
      'Written to a new file in HEARTHROOM_BACKUP_DIR that only the user of the server can read; answered when the file is on disk. If there are more than HEARTHROOM_BACKUPS_KEPT, the oldest are deleted. A backup contains what is stored about people in rooms that have not ended.',
    response: {
      201: { ...BackupWritten, description: 'Written' },
      ...bodyErrors({
        409: '`conflict`: another backup is being written',
        501: '`backup-unsupported`: the data are in PostgreSQL, which has its own programs for backups',
        503: '`storage-unavailable`: the reason is in the log',
      }),
    },
  };
  api.post('/backup', { schema }, async ({ adminKeyId, socket }, reply) => {
    const { createdAt, file, bytes, removed } = await withoutIdleLimit(socket, () => backups.create(adminKeyId));
    reply.code(201);
    return { file, bytes, removed, createdAt: new Date(createdAt).toISOString() };
  });
}

/** A backup of a large store may take longer than the limit, which then holds again: answers must be read. */
async function withoutIdleLimit<T>(socket: unknown, work: () => Promise<T>): Promise<T> {
  if (!(socket instanceof Socket)) return await work();
  const { timeout = 0 } = socket;
  socket.setTimeout(0);
  try {
    return await work();
  } finally {
    socket.setTimeout(timeout);
  }
}
