/** Ids that can't be guessed and secrets that are kept as hashes. */
import { createHash, randomBytes } from 'node:crypto';

/** @returns 128 random bits in base64url behind a letter that tells a reader what it names */
export function newId(prefix: 'c' | 'e' | 'g' | 'p' | 'r' | 'v'): string {
  return `${prefix}-${randomBytes(16).toString('base64url')}`;
}

export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** A secret has 192 random bits: a plain hash can't be reversed, and comparing hashes tells nothing by its timing. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
