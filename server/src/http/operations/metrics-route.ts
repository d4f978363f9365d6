/**
 * Numbers for Prometheus, in its text format. No id and no name among them, but how many people wait and are inside: on a
 * server with one group that tells a stranger whether therapy goes on. So they are for requests with the token; without a configured token, for this
 * machine itself as far as that can be told.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUnspecified } from '../../config/parse.ts';
import { createProxyCheck } from '../../core/client-address.ts';
import { AppError } from '../../core/errors.ts';
import type { Metrics } from '../../process/metrics/metrics.ts';
import { isOfThisMachine } from './this-machine.ts';

export interface MetricsRouteOptions {
  metrics: Metrics;
  /** Bearer token that opens them, and without which nobody reads them; null: this machine may. */
  token: string | null;
  /** Whose requests are others' requests. */
  trustedProxies: readonly string[];
  /** What the server listens on; this machine may use it. */
  host: string;
}

export function registerMetrics(
  fastify: FastifyInstance,
  { metrics, token, trustedProxies, host }: MetricsRouteOptions,
): void {
  const machine = { address: isUnspecified(host) ? null : host, isProxy: createProxyCheck(trustedProxies) };
  const mayRead = (request: FastifyRequest) =>
    token === null ? isOfThisMachine(request.raw, machine) : hasToken(request, token);
  fastify.get('/metrics', async (request, reply) => {
    if (!mayRead(request)) throw new AppError('unauthorized');
    const text = await metrics.render();
    return reply.type(metrics.contentType).header('cache-control', 'no-store').send(text);
  });
}

/** Compared by hash, so that neither content nor length shows in the time it takes. */
function hasToken({ headers }: FastifyRequest, token: string): boolean {
  const [, given] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
