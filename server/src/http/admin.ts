/** Lets nobody in but holders of an admin token. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenGuard } from '../auth/token-guard.ts';
import { TokenRefusal } from '../auth/token-refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Id of the API key that signed the request's admin token. */
    adminKeyId: string;
  }
}

export function requireAdminToken(scope: FastifyInstance, tokens: TokenGuard): void {
  scope.decorateRequest('adminKeyId', '');
  // After the rate limit, which is an onRequest hook of each route, and before the body is read.
  scope.addHook('preParsing', async (request, reply) => {
    const { keyId } = await tokens.verifyAdmin(readBearer(request));
    request.adminKeyId = keyId;
    reply.header('cache-control', 'no-store');
  });
}

/** RFC 6750, section 2.1: in the header, and nowhere else. */
function readBearer({ headers }: FastifyRequest): string {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new TokenRefusal('unauthorized', 'malformed');
  return token;
}
