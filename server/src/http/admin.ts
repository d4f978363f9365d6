/** Lets nobody in but holders of an admin token. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { verifyAdminToken } from '../auth/admin-token.ts';
import type { KeyRing } from '../auth/keys.ts';
import { AppError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Id of the API key that signed the request's admin token. */
    adminKeyId: string;
  }
}

export function requireAdminToken(scope: FastifyInstance, keys: KeyRing): void {
  scope.decorateRequest('adminKeyId', '');
  // After the rate limit, which is an onRequest hook of each route, and before the body is read.
  scope.addHook('preParsing', async (request, reply) => {
    const { keyId } = await verifyAdminToken(readBearer(request), keys);
    request.adminKeyId = keyId;
    reply.header('cache-control', 'no-store');
  });
}

/** RFC 6750, section 2.1: in the header, and nowhere else. */
function readBearer({ headers }: FastifyRequest): string {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new AppError('unauthorized');
  return token;
}
