/** Access tokens over REST, for backends that don't sign their own. */
import { MintedToken, MintToken } from '@hearthroom/sdk/protocol';
import { type Minting, mintAccessToken } from '../../auth/tokens/mint.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { RoomRegistry } from '../../rooms/registry.ts';
import { bodyErrors, RoomParams } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

export function registerTokens(api: Api, registry: RoomRegistry, minting: Minting): void {
  const schema = {
    tags: ['tokens'],
    operationId: 'mintToken',
    summary: 'Create an access token with which one person joins',
    description:
      'Signed with the same API key as the request. If the server has only the public key, it cannot sign: the answer is `not-allowed`, and the holder of the private key must sign access tokens. Recorded in the audit log (HEARTHROOM_AUDIT_ACCESS).',
    params: RoomParams,
    body: MintToken,
    response: {
      201: { ...MintedToken, description: 'Created' },
      ...bodyErrors({ 403: '`not-allowed`', 404: '`not-found`', 410: '`room-ended`' }),
    },
  };
  api.post('/rooms/:roomId/tokens', { schema }, async ({ params, body, adminKeyId }, reply) => {
    const { state } = await registry.getRecord(params.roomId);
    if (state.phase === 'ended') throw new AppError('room-ended');
    const { token, expiresAt } = await mintAccessToken(minting, params.roomId, body, adminKeyId);
    reply.code(201);
    return { token, expiresAt: new Date(expiresAt).toISOString() };
  });
}
