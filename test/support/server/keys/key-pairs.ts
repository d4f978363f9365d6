/** Key pairs as a customer makes them with OpenSSL, and the server's key file. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';

export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** PKCS #8 and SubjectPublicKeyInfo, in PEM. */
  privatePem: string;
  publicPem: string;
}

function withPem({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): KeyPair {
  return {
    privateKey,
    publicKey,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export const ed25519Pair = (): KeyPair => withPem(generateKeyPairSync('ed25519'));
export const p256Pair = (): KeyPair => withPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }));

export function writeKeyFile(path: string, keys: unknown[]): void {
  writeFileSync(path, JSON.stringify({ keys }), { mode: 0o600 });
}
