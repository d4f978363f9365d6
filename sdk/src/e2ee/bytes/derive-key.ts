/** Keys that are derived from the secret of a sender. */
import { encodeFields } from './encode.ts';

/** Bytes of a sender's secret. */
export const secretLength = 32;
/** Bytes of the authentication tag of AES-GCM (NIST SP 800-38D). */
export const tagLength = 16;
const saltLength = 8;
/** Bytes that an application's own secret has at least. */
export const minAppSecretLength = 16;

export interface DerivedKey {
  /** AES-GCM, 128 bits, not extractable. */
  key: CryptoKey;
  /** The first eight bytes of each nonce; the counter of the frame is the rest. */
  salt: Uint8Array;
}

/** What a secret is used for. Keys for one use say nothing about keys for another. */
export type KeyUse = 'media' | 'text';

/**
 * HKDF with SHA-256 (RFC 5869). The secret is random and needs no salt; the application's secret takes its place, so
 * that the key can't be derived without both.
 * @param secret 32 random bytes
 * @param appSecret what the application's `keyProvider` returned; null: it has none
 */
export async function deriveKey(
  secret: Uint8Array<ArrayBuffer>,
  use: KeyUse,
  appSecret: Uint8Array<ArrayBuffer> | null = null,
): Promise<DerivedKey> {
  if (secret.byteLength !== secretLength) throw new RangeError(`a secret has ${secretLength} bytes`);
  if (appSecret && appSecret.byteLength < minAppSecretLength)
    throw new RangeError(`an application's secret has ${minAppSecretLength} bytes or more`);
  const source = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const using = (part: 'key' | 'salt') => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: appSecret ?? new Uint8Array(),
    info: encodeFields(['hearthroom e2ee 1', use, part]),
  });
  const [key, salt] = await Promise.all([
    crypto.subtle.deriveKey(using('key'), source, { name: 'AES-GCM', length: 128 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveBits(using('salt'), source, saltLength * 8),
  ]);
  return { key, salt: new Uint8Array(salt) };
}

/** The nonce of AES-GCM for one frame. */
export function nonceOf({ salt }: DerivedKey, counter: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12);
  nonce.set(salt);
  new DataView(nonce.buffer).setUint32(saltLength, counter);
  return nonce;
}
