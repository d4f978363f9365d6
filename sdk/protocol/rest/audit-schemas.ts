/** What the server signs of its audit log, to be kept elsewhere. */
import { type Static, Type } from 'typebox';
import { closed, described } from '../schemas/fields.ts';

const KeyId = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex',
});

/** The signed text is this object as canonical JSON: members sorted by name, no spaces, UTF-8. */
export const AuditCheckpoint = Type.Object(
  {
    type: Type.Literal('hearthroom-audit-checkpoint', { description: 'Tells it from whatever else the key may sign' }),
    version: Type.Integer({ minimum: 1, maximum: 1, description: 'Of this format' }),
    server: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the server; the same after a restore' }),
    seq: Type.Integer({ minimum: 0, description: 'Number of the last entry of the audit log; 0: it is empty' }),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Hash of that entry' }),
    entryAt: Type.Union([Type.String(), Type.Null()], {
      description: 'When that entry was written: ISO 8601, UTC; null: there is none any more',
    }),
    at: Type.String({ description: 'When it was signed: ISO 8601, UTC' }),
    keys: Type.Array(KeyId, { minItems: 1, maxItems: 4, description: 'Ids of the keys that sign it' }),
  },
  closed,
);
export type AuditCheckpoint = Static<typeof AuditCheckpoint>;

export const SignedAuditCheckpoint = Type.Object(
  {
    checkpoint: described(AuditCheckpoint, 'What is signed'),
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
      { minItems: 1, maxItems: 4, description: 'One for each key' },
    ),
  },
  closed,
);
export type SignedAuditCheckpoint = Static<typeof SignedAuditCheckpoint>;

/** GET /v1/audit/keys */
export const AuditKeyList = Type.Object({
  keys: Type.Array(
    Type.Object({ id: KeyId, publicKey: Type.String({ description: 'SubjectPublicKeyInfo in PEM (RFC 7468)' }) }),
    { description: 'Those that sign checkpoints now' },
  ),
});
export type AuditKeyList = Static<typeof AuditKeyList>;
