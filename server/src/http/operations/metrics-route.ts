/**
 * Metrics in Prometheus's text format. They contain no ids or names, but numbers of people waiting and inside, which on
 * a small server reveal whether a session is in progress. Therefore only requests with the token are answered or, if no
 * token is configured, requests that appear to come from this machine.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUnspecified } from '../../config/parse.ts';
import { createProxyCheck } from '../../core/addresses/client-address.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { Metrics } from '../../process/metrics/metrics.ts';
import { isOfThisMachine } from './this-machine.ts';

export interface MetricsRouteOptions {
  metrics: Metrics;
  /** Bearer token that requests must have; null: requests from this machine are answered. */
  token: string | null;
  /** Proxies whose requests are not from this machine. */
  trustedProxies: readonly string[];
  /** The address that the server listens on; requests to it may come from this machine. */
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

/** Compares hashes, so that the duration reveals neither content nor length. */
function hasToken({ headers }: FastifyRequest, token: string): boolean {
  const [, given] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
