/** The API keys that tokens are signed with: a secret that the server has too, or a private key that it has not. */
import { createPrivateKey, type KeyObject } from 'node:crypto';

export type ApiKey = SecretApiKey | PrivateApiKey;

/** One of the server's HEARTHROOM_KEYS, or a `secret` of its key file. */
export interface SecretApiKey {
  id: string;
  /** At least 32 bytes. */
  secret: string;
}

/** The private half of a `publicKey` in the server's key file: whoever breaks into the server can't make tokens with that. */
export interface PrivateApiKey {
  id: string;
  /** Ed25519 or P-256: PEM (PKCS #8, RFC 5958), or what createPrivateKey of `node:crypto` made of it. */
  privateKey: string | KeyObject;
}

export interface SigningKey {
  id: string;
  algorithm: 'HS256' | 'EdDSA' | 'ES256';
  material: Uint8Array | KeyObject;
}

/** Throws TypeError that names what is wrong; messages never quote the key. */
export function readSigningKey(key: ApiKey): SigningKey {
  if (typeof key?.id !== 'string' || key.id === '') throw new TypeError('key.id: the id of an API key is missing');
  if ('privateKey' in key && 'secret' in key) throw new TypeError('key: give secret or privateKey, not both');
  return 'privateKey' in key ? readPrivateKey(key) : readSecret(key);
}

function readSecret({ id, secret }: SecretApiKey): SigningKey {
  if (typeof secret !== 'string') throw new TypeError('key.secret: the secret of the API key is missing');
  const material = new TextEncoder().encode(secret);
  if (material.length < 32) {
    throw new TypeError(`key.secret: has ${material.length} bytes, at least 32 are needed (openssl rand -base64 32)`);
  }
  return { id, algorithm: 'HS256', material };
}

function readPrivateKey({ id, privateKey }: PrivateApiKey): SigningKey {
  const material = typeof privateKey === 'string' ? parsePem(privateKey) : privateKey;
  if (material?.type !== 'private') throw new TypeError('key.privateKey: is not a private key');
  if (material.asymmetricKeyType === 'ed25519') return { id, algorithm: 'EdDSA', material };
  if (material.asymmetricKeyType === 'ec' && material.asymmetricKeyDetails?.namedCurve === 'prime256v1')
    return { id, algorithm: 'ES256', material };
  throw new TypeError('key.privateKey: is neither Ed25519 nor P-256 (openssl genpkey -algorithm ed25519)');
}

function parsePem(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL's words may quote what it read.
    throw new TypeError(
      'key.privateKey: is not a private key in PEM without a passphrase (openssl genpkey -algorithm ed25519)',
    );
  }
}
