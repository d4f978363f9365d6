/** Answers all errors over HTTP, including the framework's own, as { code, message, correlationId }. */
import type { ErrorCode } from '@hearthroom/sdk/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, toHttp } from '../core/errors/errors.ts';
import { TokenRefusal } from '../core/errors/token-refusal.ts';
import type { ServerObserver } from '../core/events/observer.ts';

type SchemaViolation = NonNullable<FastifyError['validation']>[number];

/** Errors that occur before a room is involved; rooms report their own. */
const refusedBeforeRoom: ReadonlySet<ErrorCode> = new Set(['unauthorized', 'rate-limited']);

/**
 * An error handler for Fastify. Unexpected errors are reported to the observer; the caller gets only the correlation
 * id.
 */
export function answerError(observer: ServerObserver) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    if (isBrokenOff(thrown, request)) {
      observer.emit('requestBrokenOff', { correlationId: request.id });
      // The client has disconnected, so there is nobody to answer.
      reply.hijack();
      return;
    }
    const refusal = readFrameworkError(thrown);
    const error = refusal?.error ?? thrown;
    const { status, body } = toHttp(error, request.id);
    if (status >= 500 && body.code === 'internal') observer.emit('internalError', { correlationId: request.id, error });
    if (error instanceof AppError && refusedBeforeRoom.has(error.code))
      observer.emit('rejection', { code: error.code });
    if (error instanceof AppError && error.code === 'unauthorized')
      observer.emit('authenticationRefused', {
        code: error.code,
        ...(error instanceof TokenRefusal && { why: error.why }),
      });
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    void reply
      .code(refusal?.status ?? status)
      .type('application/json')
      .send(JSON.stringify(body));
  };
}

/** The client, or a time limit, closed the connection before the body was complete. */
const isBrokenOff = (thrown: unknown, { raw }: FastifyRequest): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ECONNRESET' && raw.destroyed && !raw.complete;

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const { status, body } = toHttp(new AppError('not-found', 'No such endpoint'), request.id);
  // A page of another origin may load this answer with `no-cors`: the SDK tells a wrong path from a server that is down.
  reply.header('cross-origin-resource-policy', 'cross-origin');
  void reply.code(status).type('application/json').send(JSON.stringify(body));
}

interface Refusal {
  error: AppError;
  status: number;
}

/** Translates Fastify's errors caused by the request; null for all other errors. */
function readFrameworkError(thrown: unknown): Refusal | null {
  if (!isFastifyError(thrown)) return null;
  const status = thrown.statusCode ?? 500;
  if (thrown.validation) return refuse('invalid-params', describe(thrown), 400);
  switch (thrown.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('message-too-big', 'The body is larger than 64 KiB', status);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refuse('invalid-params', 'Send a body as Content-Type: application/json', status);
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return refuse('invalid-params', 'The body is not JSON', status);
    case 'FST_ERR_BAD_URL':
      return refuse('invalid-params', 'The address is not a valid URL', status);
    default:
      // The framework's texts may quote the request.
      return status >= 400 && status < 500 ? refuse('invalid-params', 'The request is not well-formed', status) : null;
  }
}

const refuse = (code: ErrorCode, message: string, status: number): Refusal => ({
  error: new AppError(code, message),
  status,
});

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && !(error instanceof AppError) && ('validation' in error || isHttpError(error));

const isHttpError = (error: Error): boolean =>
  error instanceof SyntaxError || ('code' in error && typeof error.code === 'string' && error.code.startsWith('FST_'));

/** The path of the invalid field and what is expected there; never the value. */
function describe({ validation, validationContext }: FastifyError): string {
  const [violation] = validation ?? [];
  if (!violation) return 'The request does not fit the schema';
  const path = violation.instancePath.replaceAll('/', '.');
  return `${validationContext ?? 'request'}${path}: ${wanted(violation)}`;
}

function wanted({ keyword, params, message }: SchemaViolation): string {
  switch (keyword) {
    case 'additionalProperties': {
      const { additionalProperty: name } = params;
      const isPlainName = typeof name === 'string' && /^\w{1,40}$/.test(name);
      return isPlainName ? `has no field ${name}` : 'has an unknown field';
    }
    case 'enum':
      return Array.isArray(params.allowedValues)
        ? `must be one of ${params.allowedValues.join(', ')}`
        : 'must be another value';
    default:
      return message ?? 'does not fit the schema';
  }
}
