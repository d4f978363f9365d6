/** Answers a plain request to the WebSocket path. The usual cause is a reverse proxy that doesn't pass on `Upgrade`. */
import type { FastifyInstance } from 'fastify';
import { AppError, toHttp } from '../../core/errors/errors.ts';

const advice = 'Connect here with a WebSocket; a reverse proxy in front has to pass Upgrade and Connection on';

export function registerUpgradeRequired(fastify: FastifyInstance, path: string): void {
  fastify.get(path, async ({ id }, reply) => {
    const { body } = toHttp(new AppError('invalid-params', advice), id);
    // A page of another origin may load this answer with `no-cors`: the SDK tells a wrong path from a server that is down.
    reply.header('cross-origin-resource-policy', 'cross-origin');
    // RFC 9110, 15.5.22
    return reply.code(426).header('upgrade', 'websocket').header('cache-control', 'no-store').send(body);
  });
}
