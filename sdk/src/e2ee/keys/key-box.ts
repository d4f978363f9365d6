/**
 * A sender's secret, encrypted for one receiver and signed: the server passes it on and can't read it. The key is
 * agreed by ECDH between the two identities, and is for this one box.
 */
import { secretLength, tagLength } from '../bytes/derive-key.ts';
import { encodeFields, fromBase64, toBase64 } from '../bytes/encode.ts';
import { type Identity, isSignedBy, signWith, type VerifiedIdentity } from './identity.ts';

/** What the secret in a box is used for. A box for one purpose can't be opened for another. */
export type BoxPurpose =
  /** Media; with the hash of the people to whom this secret is sent (`audienceHash`), as the sender knows them. */
  | { purpose: 'keys'; keyEpoch: number; audienceHash: string }
  /** One text; with the SHA-256 of its ciphertext, in Base64. */
  | { purpose: 'text'; cipherHash: string };

/** Where a box belongs. All of it is authenticated: a box that is delivered to another place can't be opened. */
export interface BoxAddress {
  roomId: string;
  /** Participant ids. */
  from: string;
  to: string;
  /** Number of the receiver's stay: a box for an earlier one can't be opened in a later one. */
  stay: number;
  use: BoxPurpose;
}

/** On the wire; both in Base64. */
export interface KeyBox {
  /** The secret, encrypted by AES-256-GCM. */
  box: string;
  /** Signature of the box and its address by its sender. */
  sig: string;
}

export async function sealSecret(
  secret: Uint8Array<ArrayBuffer>,
  own: Identity,
  receiver: VerifiedIdentity,
  address: BoxAddress,
): Promise<KeyBox> {
  const context = contextOf(address, own.wire.dh, receiver.wire.dh);
  const key = await boxKey(own.dhKey, receiver.dhKey, context, 'encrypt');
  const sealed = new Uint8Array(await crypto.subtle.encrypt(aesGcm(context), key, secret));
  return { box: toBase64(sealed), sig: await signWith(own, encodeFields([context, sealed])) };
}

/** @returns null: it was changed, is for somebody else, or is not from this sender */
export async function openSecret(
  { box, sig }: KeyBox,
  own: Identity,
  sender: VerifiedIdentity,
  address: BoxAddress,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const sealed = fromBase64(box);
  if (sealed?.byteLength !== secretLength + tagLength) return null;
  const context = contextOf(address, sender.wire.dh, own.wire.dh);
  if (!(await isSignedBy(sender, encodeFields([context, sealed]), sig))) return null;
  const key = await boxKey(own.dhKey, sender.dhKey, context, 'decrypt');
  try {
    return new Uint8Array(await crypto.subtle.decrypt(aesGcm(context), key, sealed));
  } catch {
    return null;
  }
}

const contextOf = (
  { roomId, from, to, stay, use }: BoxAddress,
  fromKey: string,
  toKey: string,
): Uint8Array<ArrayBuffer> =>
  encodeFields(['hearthroom e2ee 1 box', roomId, from, to, fromKey, toKey, String(stay), ...fieldsOf(use)]);

const fieldsOf = (use: BoxPurpose): string[] =>
  use.purpose === 'keys' ? ['keys', String(use.keyEpoch), use.audienceHash] : ['text', use.cipherHash];

/** The nonce is constant: each key encrypts one box. */
const aesGcm = (context: Uint8Array<ArrayBuffer>) => ({
  name: 'AES-GCM',
  iv: new Uint8Array(12),
  additionalData: context,
  tagLength: tagLength * 8,
});

/** HKDF with SHA-256 (RFC 5869) over the agreed secret, for this box alone. */
async function boxKey(
  own: CryptoKey,
  other: CryptoKey,
  context: Uint8Array<ArrayBuffer>,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const agreed = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const source = await crypto.subtle.importKey('raw', agreed, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: context };
  return await crypto.subtle.deriveKey(hkdf, source, { name: 'AES-GCM', length: 256 }, false, [use]);
}
