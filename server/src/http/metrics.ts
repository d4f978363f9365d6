/**
 * Numbers for Prometheus, in its text format. No id and no name among them, but how many people wait and are inside: on a
 * server with one group that tells a stranger whether therapy goes on. So only this machine itself may read them, and whoever
 * has the token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';

export interface MetricsRouteOptions {
  metrics: Metrics;
  /** Bearer token that opens them from anywhere; null: none does. */
  token: string | null;
}

export function registerMetrics(fastify: FastifyInstance, { metrics, token }: MetricsRouteOptions): void {
  fastify.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !hasToken(request, token)) throw new AppError('unauthorized');
    const text = await metrics.render();
    return reply.type(metrics.contentType).header('cache-control', 'no-store').send(text);
  });
}

/** A proxy on this machine passes on what others ask, and says so in a header. */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
  return !isForwarded && /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

/** Compared by hash, so that neither content nor length shows in the time it takes. */
function hasToken({ headers }: FastifyRequest, token: string | null): boolean {
  const [, given] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === null || given === undefined) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
