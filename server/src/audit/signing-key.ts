/** The keys that sign checkpoints of the audit log: given by setting, or one of the server's own, made once and kept with its data. */

import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileProblem, readRegularFile } from '../core/read-file.ts';
import { replaceFile } from '../core/replace-file.ts';
import type { SigningKey } from '../core/signing-keys.ts';
import { parseSigningKeys, SigningKeyProblem } from '../core/signing-keys.ts';

export const signingKeyFile = 'audit-key.pem';

const maxFileBytes = 65_536;
/**
 * @param configured HEARTHROOM_AUDIT_KEY; null: the one in the data directory, which is made when it is not there
 * @throws Error that says what is wrong with the file
 */
export function provideSigningKeys(dataDir: string, configured: string | null): { keys: SigningKey[]; isNew: boolean } {
  if (configured !== null) return { keys: parseSigningKeys(configured), isNew: false };
  const path = join(dataDir, signingKeyFile);
  const isNew = !existsSync(path);
  if (isNew) replaceFile(path, newKeyPem());
  try {
    // A file that was restored may have other rights.
    if (statSync(path).mode & 0o077) chmodSync(path, 0o600);
    return { keys: parseSigningKeys(readRegularFile(path, maxFileBytes).toString('utf8')), isNew };
  } catch (error) {
    if (!(error instanceof SigningKeyProblem || error instanceof FileProblem)) throw error;
    throw new Error(
      `${path} ${error.message}. Put back the key that was there, or remove it and the server makes a new one`,
    );
  }
}

const newKeyPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
