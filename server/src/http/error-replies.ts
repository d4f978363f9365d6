/** Whatever goes wrong over HTTP, the framework's own errors too, is answered as { code, message, correlationId }. */
import type { ErrorCode } from '@hearthroom/sdk/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, toHttp } from '../core/errors.ts';
import type { ServerObserver } from '../core/observer.ts';
import { TokenRefusal } from '../core/token-refusal.ts';

type SchemaViolation = NonNullable<FastifyError['validation']>[number];

/** Refusals that happen before any room is asked; rooms report their own. */
const refusedAtTheDoor: ReadonlySet<ErrorCode> = new Set(['unauthorized', 'rate-limited']);

/** An error handler for Fastify. Unforeseen errors are told to the observer; the caller gets the correlation id alone. */
export function answerError(observer: ServerObserver) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    if (isBrokenOff(thrown, request)) {
      observer.emit('requestBrokenOff', { correlationId: request.id });
      // Nobody is there to be answered.
      reply.hijack();
      return;
    }
    const refusal = readFrameworkError(thrown);
    const error = refusal?.error ?? thrown;
    const { status, body } = toHttp(error, request.id);
    if (status >= 500 && body.code === 'internal') observer.emit('internalError', { correlationId: request.id, error });
    if (error instanceof AppError && refusedAtTheDoor.has(error.code)) observer.emit('rejection', { code: error.code });
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

/** The caller, or a time limit, closed the connection before the body was there. */
const isBrokenOff = (thrown: unknown, { raw }: FastifyRequest): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ECONNRESET' && raw.destroyed && !raw.complete;

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const { status, body } = toHttp(new AppError('not-found', 'There is nothing at this address'), request.id);
  void reply.code(status).type('application/json').send(JSON.stringify(body));
}

interface Refusal {
  error: AppError;
  status: number;
}

/** Fastify's errors of the caller, as ours; null for everything else. */
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
      // Texts of the framework may quote what was sent.
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

/** Where, and what is wanted there; never what was sent. */
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
      return isPlainName ? `has no field ${name}` : 'has a field that there is not';
    }
    case 'enum':
      return Array.isArray(params.allowedValues)
        ? `must be one of ${params.allowedValues.join(', ')}`
        : 'must be another value';
    default:
      return message ?? 'does not fit the schema';
  }
}
