/** The file to which checkpoints are appended, one per line. Only appended to, so it may be on append-only storage. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

export const checkpointFile = 'hearthroom-audit-checkpoints.jsonl';

/**
 * On disk when it resolves. Creates directory and file if necessary; never writes through a symbolic link.
 * @param line without a line break
 */
export async function appendCheckpoint(directory: string, line: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK;
  const file = await open(join(directory, checkpointFile), flags, 0o600);
  try {
    if (!(await file.stat()).isFile()) throw new Error(`${checkpointFile} is not a regular file`);
    await file.appendFile(`${(await endsWithinLine(file)) ? '\n' : ''}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** After a crash or a full disk the last line may be incomplete. */
async function endsWithinLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}
