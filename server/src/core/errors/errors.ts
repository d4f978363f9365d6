/** How errors are answered: on the socket, over REST, and in close frames. */
import { type CloseReason, closeCodes, type ErrorBody, type ErrorCode, errorCodes } from '@hearthroom/sdk/protocol';

/**
 * An error with a stable code that may be sent to the caller. The message never contains names, tokens or addresses.
 */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = errorCodes[code], options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** HTTP status of the codes used over REST (RFC 9110); codes that are not listed have 400. */
const httpStatus: Partial<Record<ErrorCode, number>> = {
  unauthorized: 401,
  'token-invalid': 401,
  'token-expired': 401,
  'not-allowed': 403,
  'origin-not-allowed': 403,
  'not-found': 404,
  'not-available': 404,
  conflict: 409,
  'occurrence-taken': 409,
  'stale-entry': 409,
  'room-not-live': 409,
  'room-full': 409,
  'last-host': 409,
  'agreement-required': 409,
  'consent-required': 409,
  'e2ee-unsupported': 409,
  'e2ee-would-end': 409,
  'too-late': 409,
  'not-admitted': 409,
  'room-ended': 410,
  'precondition-failed': 412,
  'message-too-big': 413,
  'precondition-required': 428,
  'key-file-invalid': 422,
  'rate-limited': 429,
  internal: 500,
  'backup-unsupported': 501,
  capacity: 503,
  'preflight-busy': 503,
  'media-unavailable': 503,
  'server-draining': 503,
  'server-shutdown': 503,
  'storage-unavailable': 503,
};

/** The body of an error reply on the socket. An unknown error becomes `internal`: its cause is logged, never sent. */
export function toReply(error: unknown, correlationId: string): ErrorBody {
  if (error instanceof AppError && error.code !== 'internal') return { code: error.code, message: error.message };
  return { code: 'internal', message: errorCodes.internal, correlationId };
}

/** Status and body of an error over REST. */
export function toHttp(error: unknown, correlationId: string): { status: number; body: Required<ErrorBody> } {
  const code = error instanceof AppError ? error.code : 'internal';
  const message = error instanceof AppError && code !== 'internal' ? error.message : errorCodes[code];
  return { status: httpStatus[code] ?? 400, body: { code, message, correlationId } };
}

/** Code and reason of a close frame. */
export function toClose(reason: CloseReason): { code: number; reason: string } {
  return { code: closeCodes[reason], reason };
}

/** Makes a switch over a union exhaustive: reaching it is a bug. */
export function assertUnreachable(value: never): never {
  throw new AppError('internal', `unreachable: a ${typeof value}`);
}
