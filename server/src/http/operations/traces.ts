/** Reports each answered request to the observer: id, route pattern, status and time; not its sender or content. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { untrustedForwarder } from '../../core/addresses/client-address.ts';
import type { RequestAnswer, ServerObserver } from '../../core/events/observer.ts';

/** @param isProxy proxies whose X-Forwarded-For is trusted */
export function registerTraces(
  fastify: FastifyInstance,
  observer: ServerObserver,
  isProxy: (address: string) => boolean,
): void {
  fastify.addHook('onRequest', async ({ raw }) => {
    const peer = untrustedForwarder(raw, isProxy);
    if (peer) observer.emit('addressForwarded', { peer });
  });
  fastify.addHook('onResponse', async (request, reply) => traceAnswer(observer, request, reply));
}

/** For answers that Fastify sends before its hooks run; all others are reported by `registerTraces`. */
export function traceAnswer(observer: ServerObserver, request: FastifyRequest, reply: FastifyReply): void {
  // No answer was sent: the connection closed before the request was complete.
  if (!reply.raw.headersSent) return;
  const { statusCode: status, elapsedTime: ms } = reply;
  observer.emit('requestAnswered', { ...described(request), status, ms });
}

const described = (request: FastifyRequest): Omit<RequestAnswer, 'status' | 'ms'> => ({
  correlationId: request.id,
  method: request.method,
  route: request.routeOptions.url ?? null,
  // Routes outside of the API don't have this field.
  keyId: request.adminKeyId || null,
});

/** What is reported of a request that could not be parsed. */
export const unreadableRequest = { method: null, route: null, ms: 0, keyId: null } as const;
