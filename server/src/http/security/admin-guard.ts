/** Requires an admin token for all routes of a scope. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenGuard } from '../../auth/token-guard.ts';
import type { AdminTokenClaims } from '../../auth/tokens/admin-token.ts';
import { TokenRefusal } from '../../core/errors/token-refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Id of the API key that signed the request's admin token. */
    adminKeyId: string;
  }
}

export function requireAdminToken(scope: FastifyInstance, tokens: TokenGuard): void {
  scope.decorateRequest('adminKeyId', '');
  const verified = new WeakMap<FastifyRequest, AdminTokenClaims>();
  // After the rate limit, which is an onRequest hook of each route, and before the body is read.
  scope.addHook('preParsing', async (request, reply) => {
    const admin = await tokens.verifyAdmin(readBearer(request));
    verified.set(request, admin);
    request.adminKeyId = admin.keyId;
    reply.header('cache-control', 'no-store');
  });
  // While the body was received, the key may have been removed or the token revoked. From here to the handler there is
  // no await.
  scope.addHook('preHandler', async (request) => {
    const admin = verified.get(request);
    if (!admin || !tokens.isAdminStillGood(admin)) throw new TokenRefusal('unauthorized', 'revoked');
  });
}

/** RFC 6750, section 2.1: only the Authorization header is read. */
function readBearer({ headers }: FastifyRequest): string {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new TokenRefusal('unauthorized', 'malformed');
  return token;
}
