/** Ids that can't be guessed, and hashes of secrets. */
import { createHash, randomBytes } from 'node:crypto';

/** @returns 128 random bits in base64url, with a letter before them for the kind of object */
export function newId(prefix: 'c' | 'e' | 'g' | 'i' | 'n' | 'p' | 'q' | 'r' | 's' | 'v'): string {
  return `${prefix}-${randomBytes(16).toString('base64url')}`;
}

export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * A secret has 192 random bits, so a plain hash can't be reversed, and the duration of a comparison reveals nothing.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
