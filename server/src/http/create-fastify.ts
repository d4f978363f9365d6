/** Creates the HTTP server without routes: limits, strict validation, security headers, and one format of errors. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@hearthroom/sdk/protocol';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import { createProxyCheck } from '../core/addresses/client-address.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { readRegularFile } from '../core/files/read-file.ts';
import { answerError, answerNotFound } from './error-replies.ts';
import { requestIdOf } from './forwarding/forwarded-requests.ts';
import { registerTraces, traceAnswer, unreadableRequest } from './operations/traces.ts';
import { registerSecurityHeaders } from './security/security-headers.ts';
import { defaultTimeLimits, serverOptionsOf } from './security/time-limits.ts';

/** About ten times the largest body of the API. */
export const bodyLimitBytes = 65_536;
const lingerMs = 1_000;

/** Does not listen yet. Errors of all routes registered on it are answered as { code, message, correlationId }. */
export function createFastify(
  config: Pick<Config, 'tls' | 'trustedProxies'>,
  observer: ServerObserver,
  limits = defaultTimeLimits,
): FastifyInstance {
  const handleError = answerError(observer);
  const options = {
    logger: false,
    trustProxy: createProxyCheck(config.trustedProxies),
    forceCloseConnections: true,
    return503OnClosing: false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleMs,
    genReqId: requestIdOf,
    // Fastify's defaults would convert 5 to "5", add default values (wrong for PATCH) and silently drop unknown fields.
    ajv: { customOptions: { coerceTypes: false, useDefaults: false, removeAdditional: false } },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      handleError(error, request, reply);
      traceAnswer(observer, request, reply);
    },
    clientErrorHandler: answerUnparsable(observer),
  } as const;
  const http = serverOptionsOf(limits);
  const fastify: FastifyInstance = config.tls
    ? Fastify({ ...options, https: { ...http, handshakeTimeout: limits.headersMs, ...readTls(config.tls) } })
    : Fastify({ ...options, http });
  acceptJsonOnly(fastify);
  fastify.setErrorHandler(handleError);
  fastify.setNotFoundHandler(answerNotFound);
  registerSecurityHeaders(fastify);
  registerTraces(fastify, observer, options.trustProxy);
  return fastify;
}

const readTls = ({ certificateFile, keyFile }: NonNullable<Config['tls']>) => ({
  cert: readRegularFile(certificateFile),
  key: readRegularFile(keyFile),
});

/** An empty body counts as no body, whatever its Content-Type: many clients always send that header. */
function acceptJsonOnly(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });
}

/**
 * For requests that can't be parsed, are too slow, or have headers beyond Node's limit: there is no request object,
 * only a socket.
 */
const answerUnparsable = (observer: ServerObserver) => (error: Error & { code?: string }, socket: Socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code, message } = unreadable[error.code ?? ''] ?? {
    status: '400 Bad Request',
    code: 'bad-message',
    message: 'This is not HTTP/1.1',
  };
  // Closing the socket with unread input would make the kernel discard the answer, so it is closed later. A peer that
  // continues to send is not waited for.
  setTimeout(() => socket.destroy(), lingerMs).unref();
  const correlationId = randomUUID();
  const body = JSON.stringify({ code, message, correlationId });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const problem = error.code ?? 'unknown';
  observer.emit('requestAnswered', {
    ...unreadableRequest,
    correlationId,
    status: Number.parseInt(status, 10),
    problem,
  });
};

const unreadable: Record<string, { status: string; code: ErrorCode; message: string } | undefined> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'bad-message',
    message: 'The headers are larger than 16 KiB',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'bad-message',
    message: 'The request took too long to arrive',
  },
};
