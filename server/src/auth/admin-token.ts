/** Tokens that a customer's backend calls the REST API with: short-lived, signed with an API key, never given to a browser. */
import { AdminTokenClaims } from '@hearthroom/sdk/protocol';
import { Value } from 'typebox/value';
import { AppError } from '../errors.ts';
import type { KeyRing } from './keys.ts';
import { verifySignedToken } from './signed-token.ts';

const expected = { typ: 'hearthroom-admin+jwt', maxLifetimeS: 600 };

/** Rejects with AppError `unauthorized`, whatever is wrong. An access token has another `typ` and is none of these. */
export async function verifyAdminToken(token: string, keys: KeyRing): Promise<{ keyId: string }> {
  const verified = await verifySignedToken(token, keys, expected).catch(() => null);
  if (!verified || verified.isExpired || !Value.Check(AdminTokenClaims, verified.payload))
    throw new AppError('unauthorized');
  return { keyId: verified.keyId };
}
