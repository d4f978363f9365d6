/** Numbers for Prometheus, in its text format. No id and no name among them. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';

export function registerMetrics(fastify: FastifyInstance, { metrics }: { metrics: Metrics }): void {
  fastify.get('/metrics', async (_request, reply) => {
    const text = await metrics.render();
    return reply.type(metrics.contentType).header('cache-control', 'no-store').send(text);
  });
}
