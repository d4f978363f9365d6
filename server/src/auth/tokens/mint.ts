/** Access tokens made by the server, for users of the API who don't sign their own. */
import { type MintToken, mayHoldGrants } from '@hearthroom/sdk/protocol';
import { createAccessToken } from '@hearthroom/sdk/token';
import { decodeJwt } from 'jose';
import type { AccessLog } from '../../audit/access-log.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { KeyRing } from '../keys/keys.ts';

export interface Minting {
  keys: KeyRing;
  access: Pick<AccessLog, 'noteToken'>;
}

/**
 * Recorded in the audit log before the token is returned.
 * @param body already checked against the MintToken schema
 * @param keyId the key to sign with; by default the first secret
 * @returns the token and its expiry in milliseconds since 1970-01-01 UTC. Rejects with AppError `invalid-params`,
 *   `storage-unavailable`, or `not-allowed` for a public key, with which only the holder of the private key can sign.
 */
export async function mintAccessToken(
  { keys, access }: Minting,
  roomId: string,
  body: MintToken,
  keyId?: string,
): Promise<{ token: string; expiresAt: number }> {
  if (!mayHoldGrants(body.role, body.grants)) {
    throw new AppError('invalid-params', 'grants.canAdmit: only a therapist or a cotherapist can have it');
  }
  const key = keys.signingKey(keyId);
  if (key === null) {
    throw new AppError('not-allowed', 'The server has only the public key; sign access tokens yourself');
  }
  const secret = new TextDecoder().decode(key.material);
  const token = await createAccessToken({ ...body, key: { id: key.id, secret }, room: roomId });
  await access.noteToken({ roomId, role: body.role, apiKeyId: keyId });
  return { token, expiresAt: (decodeJwt(token).exp ?? 0) * 1_000 };
}
