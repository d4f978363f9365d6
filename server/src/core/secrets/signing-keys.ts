/** Ed25519 keys that sign checkpoints of the audit log: their ids and their parser. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export interface SigningKey {
  id: string;
  privateKey: KeyObject;
}

/** SHA-256 of the SubjectPublicKeyInfo in DER, as `openssl pkey -pubin -outform DER | sha256sum` prints it. */
export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(publicHalfOf(key).export({ type: 'spki', format: 'der' }))
    .digest('hex');

export const publicPemOf = (key: KeyObject): string =>
  publicHalfOf(key).export({ type: 'spki', format: 'pem' }).toString();

const publicHalfOf = (key: KeyObject): KeyObject => (key.type === 'private' ? createPublicKey(key) : key);

/** While a key is being replaced, its predecessor signs too. */
const maxKeys = 4;
const mend = 'make one with `openssl genpkey -algorithm ed25519 -out audit-key.pem`';

/** What is wrong with the keys, as the second half of a sentence. Never quotes them. */
export class SigningKeyProblem extends Error {}

/**
 * @param text one or several Ed25519 private keys in PEM (PKCS #8)
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
    // OpenSSL's messages may quote the input.
    throw new SigningKeyProblem(`is not a readable private key without a passphrase; ${mend}`);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new SigningKeyProblem(`is not Ed25519; ${mend}`);
  return key;
}
