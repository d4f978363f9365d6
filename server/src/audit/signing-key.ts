/**
 * The keys that sign checkpoints of the audit log: configured, or the server's own key, generated once and stored with
 * its data.
 */

import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileProblem, readRegularFile } from '../core/files/read-file.ts';
import { replaceFile } from '../core/files/replace-file.ts';
import type { SigningKey } from '../core/secrets/signing-keys.ts';
import { parseSigningKeys, SigningKeyProblem } from '../core/secrets/signing-keys.ts';

export const signingKeyFile = 'audit-key.pem';

const maxFileBytes = 65_536;
/**
 * @param configured HEARTHROOM_AUDIT_KEY; null: the key in the data directory, generated if it doesn't exist
 * @throws Error that describes what is wrong with the file
 */
export function provideSigningKeys(dataDir: string, configured: string | null): { keys: SigningKey[]; isNew: boolean } {
  if (configured !== null) return { keys: parseSigningKeys(configured), isNew: false };
  const path = join(dataDir, signingKeyFile);
  const isNew = !existsSync(path);
  if (isNew) replaceFile(path, newKeyPem());
  try {
    // A restored file may have other permissions.
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
