/** Backups over REST. */
import { Socket } from 'node:net';
import { BackupWritten } from '@hearthroom/sdk/protocol';
import { bodyErrors } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

/** Writes backups; see Backups. */
export interface BackupWriter {
  create(apiKeyId: string): Promise<{ file: string; bytes: number; removed: string[]; createdAt: number }>;
}

export function registerBackup(api: Api, backups: BackupWriter): void {
  const schema = {
    tags: ['server'],
    operationId: 'createBackup',
    summary: 'Write a whole copy of the store while sessions go on',
    description:
      'Into HEARTHROOM_BACKUP_DIR, in a new file for this user alone; the answer comes when it is on disk. Beyond HEARTHROOM_BACKUPS_KEPT the oldest are removed. A copy holds what is stored of the people in rooms that have not ended.',
    response: {
      201: { ...BackupWritten, description: 'It is written' },
      ...bodyErrors({
        409: '`conflict`: another one is being written',
        503: '`storage-unavailable`; the log says why',
      }),
    },
  };
  api.post('/backup', { schema }, async ({ adminKeyId, socket }, reply) => {
    // A backup of a large store may take longer than the limit for idle connections.
    if (socket instanceof Socket) socket.setTimeout(0);
    const { createdAt, file, bytes, removed } = await backups.create(adminKeyId);
    reply.code(201);
    return { file, bytes, removed, createdAt: new Date(createdAt).toISOString() };
  });
}
