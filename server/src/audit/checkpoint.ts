/** Signed checkpoints of the audit log: text, signing and verification. */

import { type KeyObject, sign, verify } from 'node:crypto';
import { type AuditCheckpoint, SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import { Value } from 'typebox/value';
import type { SigningKey } from '../core/secrets/signing-keys.ts';
import { canonicalJson } from './chain.ts';

const signedBytes = (checkpoint: AuditCheckpoint): Buffer => Buffer.from(canonicalJson(checkpoint));

/** Signs with each of the keys. The signed text contains the ids of all keys, so each signature confirms the others. */
export function signCheckpoint(
  content: Pick<AuditCheckpoint, 'server' | 'seq' | 'hash' | 'entryAt' | 'at'>,
  keys: readonly SigningKey[],
): SignedAuditCheckpoint {
  const ids = keys.map(({ id }) => id);
  const checkpoint: AuditCheckpoint = { type: 'hearthroom-audit-checkpoint', version: 1, ...content, keys: ids };
  const bytes = signedBytes(checkpoint);
  const signatures = keys.map(({ id, privateKey }) => ({
    key: id,
    signature: sign(null, bytes, privateKey).toString('base64'),
  }));
  return { checkpoint, signatures };
}

/**
 * @returns null when the text is not a checkpoint. Also reads a webhook event that contains one (`checkpoint`,
 *   `signatures`).
 */
export function parseCheckpoint(text: string): SignedAuditCheckpoint | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('checkpoint' in value && 'signatures' in value)) return null;
  const signed = { checkpoint: value.checkpoint, signatures: value.signatures };
  return Value.Check(SignedAuditCheckpoint, signed) ? signed : null;
}

/**
 * @param trusted public keys by id
 * @returns `other-key`: none of the trusted keys signed it; `wrong-signature`: the signature of a trusted key is
 *   invalid
 */
export function checkSignatures(
  { checkpoint, signatures }: SignedAuditCheckpoint,
  trusted: ReadonlyMap<string, KeyObject>,
): 'right' | 'other-key' | 'wrong-signature' {
  const bytes = signedBytes(checkpoint);
  const results = signatures.flatMap(({ key, signature }) => {
    const publicKey = trusted.get(key);
    if (!publicKey) return [];
    return [checkpoint.keys.includes(key) && verify(null, bytes, publicKey, Buffer.from(signature, 'base64'))];
  });
  if (results.length === 0) return 'other-key';
  return results.every((isRight) => isRight) ? 'right' : 'wrong-signature';
}
