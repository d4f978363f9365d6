/** The keys that sign checkpoints of the audit log: given by setting, or one of the server's own, made once and kept with its data. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileProblem, readRegularFile } from '../core/read-file.ts';
import { replaceFile } from '../core/replace-file.ts';
import { keyIdOf, type SigningKey } from './checkpoint.ts';

export const signingKeyFile = 'audit-key.pem';

const maxFileBytes = 65_536;
/** While a key is replaced, its predecessor signs too. */
const maxKeys = 4;
const mend = 'make one with `openssl genpkey -algorithm ed25519 -out audit-key.pem`';

/** What is wrong with the keys, as the rest of a sentence. It never quotes them. */
export class SigningKeyProblem extends Error {}

/**
 * @param text one Ed25519 private key in PEM (PKCS #8), or several, one after the other
 * @throws SigningKeyProblem
 */
export function parseSigningKeys(text: string): SigningKey[] {
  const blocks = text.match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g) ?? [];
  if (blocks.length === 0 || blocks.length > maxKeys)
    throw new SigningKeyProblem(`has ${blocks.length} keys in PEM; from 1 to ${maxKeys} are needed: ${mend}`);
  const keys = blocks.map((block) => {
    const privateKey = readPrivateKey(block);
    return { id: keyIdOf(privateKey), privateKey };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new SigningKeyProblem('has the same key twice');
  return keys;
}

function readPrivateKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's words may quote what it read.
    throw new SigningKeyProblem(`is no private key that can be read without a passphrase; ${mend}`);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new SigningKeyProblem(`is not Ed25519; ${mend}`);
  return key;
}

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
