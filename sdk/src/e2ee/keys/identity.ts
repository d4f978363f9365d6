/**
 * The identity of one person for encryption: two key pairs that exist as long as the page. Private keys can't be read
 * by scripts. A resumed connection keeps them; a reloaded page has others.
 */
import type { PublicIdentity } from '../../../protocol/messages/messages.ts';
import { encodeFields, fromBase64, toBase64 } from '../bytes/encode.ts';

export type { PublicIdentity };

export interface Identity {
  readonly wire: PublicIdentity;
  readonly signKey: CryptoKey;
  readonly dhKey: CryptoKey;
}

/** An identity of somebody else, whose signature was checked. */
export interface VerifiedIdentity {
  readonly wire: PublicIdentity;
  readonly signKey: CryptoKey;
  readonly dhKey: CryptoKey;
}

/** ECDSA (FIPS 186-5). */
const signing = { name: 'ECDSA', namedCurve: 'P-256' } as const;
/** ECDH (NIST SP 800-56A). */
const agreeing = { name: 'ECDH', namedCurve: 'P-256' } as const;
const signature = { name: 'ECDSA', hash: 'SHA-256' } as const;
/** An uncompressed point: 0x04 and two coordinates of 32 bytes. */
const pointLength = 65;

/** @param roomId an identity is for one room */
export async function createIdentity(roomId: string): Promise<Identity> {
  const [sign, dh] = await Promise.all([
    crypto.subtle.generateKey(signing, false, ['sign', 'verify']),
    crypto.subtle.generateKey(agreeing, false, ['deriveBits']),
  ]);
  const dhPublic = await crypto.subtle.exportKey('raw', dh.publicKey);
  const sig = await crypto.subtle.sign(signature, sign.privateKey, statement(roomId, new Uint8Array(dhPublic)));
  const wire: PublicIdentity = {
    v: 1,
    sign: toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', sign.publicKey))),
    dh: toBase64(new Uint8Array(dhPublic)),
    sig: toBase64(new Uint8Array(sig)),
  };
  return { wire, signKey: sign.privateKey, dhKey: dh.privateKey };
}

/** @returns null: not a valid identity for this room; no key may be sent to it, and nothing of it is accepted */
export async function verifyIdentity(roomId: string, wire: PublicIdentity): Promise<VerifiedIdentity | null> {
  const [sign, dh, sig] = [fromBase64(wire.sign), fromBase64(wire.dh), fromBase64(wire.sig)];
  if (wire.v !== 1 || sign?.byteLength !== pointLength || dh?.byteLength !== pointLength || !sig) return null;
  try {
    const [signKey, dhKey] = await Promise.all([
      crypto.subtle.importKey('raw', sign, signing, true, ['verify']),
      crypto.subtle.importKey('raw', dh, agreeing, true, []),
    ]);
    const isSigned = await crypto.subtle.verify(signature, signKey, sig, statement(roomId, dh));
    return isSigned ? { wire, signKey, dhKey } : null;
  } catch {
    // The point is not on the curve.
    return null;
  }
}

/** The same keys: the same page of the same person. */
export const isSameIdentity = (one: PublicIdentity, other: PublicIdentity): boolean =>
  one.sign === other.sign && one.dh === other.dh;

/** Signs with the identity. @returns Base64 */
export async function signWith({ signKey }: Identity, content: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.sign(signature, signKey, content)));
}

export async function isSignedBy(
  { signKey }: VerifiedIdentity,
  content: Uint8Array<ArrayBuffer>,
  sig: string,
): Promise<boolean> {
  const bytes = fromBase64(sig);
  return bytes !== null && (await crypto.subtle.verify(signature, signKey, bytes, content));
}

const statement = (roomId: string, dh: Uint8Array): Uint8Array<ArrayBuffer> =>
  encodeFields(['hearthroom e2ee 1 identity', roomId, dh]);
