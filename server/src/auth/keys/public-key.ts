/** Reads a public key from PEM or JWK, and determines its algorithm. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { PublicKey } from './keys.ts';

/** A problem with a key, as the second half of a sentence that begins with the key's name. Never quotes the key. */
export class KeyProblem extends Error {}

const mend = 'make a pair with `openssl genpkey -algorithm ed25519 -out portal.key`';

/**
 * @param source SubjectPublicKeyInfo in PEM (RFC 7468), or a JWK (RFC 7517)
 * @throws KeyProblem
 */
export function readPublicKey(source: string | Record<string, unknown>): Omit<PublicKey, 'id'> {
  const key = typeof source === 'string' ? readPem(source) : readJwk(source);
  const algorithm = algorithmOf(key);
  if (typeof source !== 'string' && source.alg !== undefined && source.alg !== algorithm)
    throw new KeyProblem(`says it is for another algorithm than ${algorithm}; leave \`alg\` out`);
  if (algorithm === 'EdDSA' && isOfSmallOrder(key))
    throw new KeyProblem(`is a low-order point, for which signatures can be forged; ${mend}`);
  return { algorithm, material: key };
}

function readPem(text: string): KeyObject {
  if (text.includes('PRIVATE KEY'))
    throw new KeyProblem('is a private key; keep that one to yourself and give `openssl pkey -in portal.key -pubout`');
  if (!text.includes('-----BEGIN PUBLIC KEY-----'))
    throw new KeyProblem(
      'is not PEM that begins with BEGIN PUBLIC KEY; `openssl pkey -in portal.key -pubout` prints it',
    );
  return attempt(() => createPublicKey(text));
}

function readJwk(jwk: Record<string, unknown>): KeyObject {
  if (jwk.d !== undefined || jwk.k !== undefined)
    throw new KeyProblem('is a private or secret JWK; give the public members alone, without `d` and `k`');
  const key: JsonWebKey = { ...jwk };
  return attempt(() => createPublicKey({ key, format: 'jwk' }));
}

function attempt(read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    // OpenSSL's messages may quote the input.
    throw new KeyProblem(
      `is not a key that can be read; ${mend}, and print its public half with \`openssl pkey -pubout\``,
    );
  }
}

/**
 * RFC 8037 and RFC 7518, section 3.4. RSA and other curves are not supported: Ed25519 is strong, and P-256 is in every
 * library.
 */
function algorithmOf(key: KeyObject): PublicKey['algorithm'] {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  throw new KeyProblem(`is neither Ed25519 nor P-256; ${mend}`);
}

/** The encodings of Ed25519's eight points of small order (only y): a signature by such a key proves nothing. */
const smallOrder: ReadonlySet<string> = new Set([
  `01${'00'.repeat(31)}`,
  '00'.repeat(32),
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
]);

function isOfSmallOrder(key: KeyObject): boolean {
  const point = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  point[31] = (point[31] ?? 0) & 0x7f;
  return smallOrder.has(point.toString('hex'));
}
