/** The API keys that sign tokens: a secret that the server has too, or a private key that it does not have. */
import { createPrivateKey, type KeyObject } from 'node:crypto';

/** The key that signs tokens. */
export type ApiKey = SecretApiKey | PrivateApiKey;

/** A shared secret: one of the server's HEARTHROOM_KEYS, or a `secret` in its key file. Signs with HS256 (RFC 7518). */
export interface SecretApiKey {
  /** Id of the key at the server (`kid` and `iss` of the tokens). */
  id: string;
  /** At least 32 bytes in UTF-8. */
  secret: string;
}

/**
 * The private key of a `publicKey` in the server's key file: the server has nothing that could sign tokens. Signs with
 * EdDSA (RFC 8037) or ES256 (RFC 7518).
 */
export interface PrivateApiKey {
  /** Id of the key at the server (`kid` and `iss` of the tokens). */
  id: string;
  /** Ed25519 or P-256, without a passphrase: PEM (PKCS #8, RFC 5958), or a KeyObject of `node:crypto`. */
  privateKey: string | KeyObject;
}

export interface SigningKey {
  id: string;
  algorithm: 'HS256' | 'EdDSA' | 'ES256';
  material: Uint8Array | KeyObject;
}

/** Throws TypeError with the name of the option and what is wrong with it; the message never quotes the key. */
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
    // OpenSSL's message may quote what it read.
    throw new TypeError(
      'key.privateKey: is not a private key in PEM without a passphrase (openssl genpkey -algorithm ed25519)',
    );
  }
}
