/** Marks a store that was moved to PostgreSQL, so that no server goes on with the copy that stayed behind. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const movedFile = 'hearthroom.moved';

/** @param text what to read in the file: when the store was moved, and where to */
export function markMoved(dataDir: string, text: string): void {
  writeFileSync(join(dataDir, movedFile), `${text}\n`, { mode: 0o600, flush: true });
}

export const isMoved = (dataDir: string): boolean => existsSync(join(dataDir, movedFile));

/** The message is the second half of a sentence that begins with the store. */
export class StoreMovedError extends Error {
  constructor(dataDir: string) {
    super(
      `was moved to PostgreSQL. Set HEARTHROOM_DATABASE_URL; to use this store again, without what was decided since, remove ${join(dataDir, movedFile)}`,
    );
  }
}
