/** What the server signs of its audit log, to be stored elsewhere. */
import { type Static, Type } from 'typebox';
import { closed, described } from '../schemas/fields.ts';

const KeyId = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex',
});

/** The signed text is this object as canonical JSON: members sorted by name, no spaces, UTF-8. */
export const AuditCheckpoint = Type.Object(
  {
    /** Distinguishes it from other objects that the key may sign. */
    type: Type.Literal('hearthroom-audit-checkpoint', {
      description: 'Distinguishes it from other objects signed with the same key',
    }),
    /** Version of this format. */
    version: Type.Integer({ minimum: 1, maximum: 1, description: 'Version of this format' }),
    /** Id of the server; it stays the same after a restore. */
    server: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Id of the server; stays the same after a restore',
    }),
    /** Number of the last entry of the audit log; 0: the log is empty. */
    seq: Type.Integer({ minimum: 0, description: 'Number of the last entry of the audit log; 0: the log is empty' }),
    /** Hash of that entry (SHA-256, hex). */
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Hash of that entry (SHA-256, hex)' }),
    /** When that entry was written, in ISO 8601, UTC; null: it no longer exists. */
    entryAt: Type.Union([Type.String(), Type.Null()], {
      description: 'When that entry was written: ISO 8601, UTC; null: it no longer exists',
    }),
    /** When it was signed, in ISO 8601, UTC. */
    at: Type.String({ description: 'When it was signed: ISO 8601, UTC' }),
    /** Ids of the keys that sign it. */
    keys: Type.Array(KeyId, { minItems: 1, maxItems: 4, description: 'Ids of the keys that sign it' }),
  },
  closed,
);
export type AuditCheckpoint = Static<typeof AuditCheckpoint>;

/** A checkpoint with its signatures. */
export const SignedAuditCheckpoint = Type.Object(
  {
    /** The signed object. */
    checkpoint: described(AuditCheckpoint, 'The signed object'),
    /** One signature for each key: Ed25519 (RFC 8032) over the canonical JSON of `checkpoint`, base64. */
    signatures: Type.Array(
      Type.Object(
        {
          key: KeyId,
          signature: Type.String({
            pattern: '^[A-Za-z0-9+/]{86}==$',
            description: 'Ed25519 (RFC 8032) over the canonical JSON of `checkpoint`, base64',
          }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 4, description: 'One signature for each key' },
    ),
  },
  closed,
);
export type SignedAuditCheckpoint = Static<typeof SignedAuditCheckpoint>;

/** GET /v1/audit/keys */
export const AuditKeyList = Type.Object({
  keys: Type.Array(
    Type.Object({ id: KeyId, publicKey: Type.String({ description: 'SubjectPublicKeyInfo in PEM (RFC 7468)' }) }),
    { description: 'Keys that sign checkpoints now' },
  ),
});
export type AuditKeyList = Static<typeof AuditKeyList>;
