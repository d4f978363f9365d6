/**
 * A number that is the same for all people of a group if the server passed their identities on unchanged. They compare it
 * by reading it aloud: a different number means that keys were replaced (man-in-the-middle attack).
 */
import { encodeFields, fromBase64 } from '../bytes/encode.ts';
import type { PublicIdentity } from './identity.ts';

const groupCount = 6;
const bytesPerGroup = 5;
/** Makes it slow to search for identities with the same code. */
const iterations = 2 ** 17;

/**
 * Independent of the order of the identities.
 * @returns six groups of five digits, such as `['04711', …]`
 */
export async function verificationCode(roomId: string, identities: readonly PublicIdentity[]): Promise<string[]> {
  const keys = identities.map(({ sign }) => sign).sort((a, b) => (a < b ? -1 : Number(a > b)));
  const content = encodeFields(keys.map((key) => fromBase64(key) ?? new Uint8Array()));
  const source = await crypto.subtle.importKey('raw', content, 'PBKDF2', false, ['deriveBits']);
  const salt = encodeFields(['hearthroom e2ee 1 code', roomId]);
  // RFC 8018, section 5.2.
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(pbkdf2, source, groupCount * bytesPerGroup * 8));
  return Array.from({ length: groupCount }, (_, group) => digitsOf(bits.subarray(group * bytesPerGroup)));
}

/** Five digits from the first 40 bits. The remainder favours no code by more than one in ten million. */
function digitsOf(bytes: Uint8Array): string {
  const number = bytes.subarray(0, bytesPerGroup).reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 100_000).padStart(5, '0');
}
