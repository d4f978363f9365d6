/** The error of every call, and the codes that the client adds to those of the server. */
import type { ErrorCode } from '../protocol/codes.ts';

/** Error codes of RestClient, each with a message for the developer. The others are the server's. */
export const restErrorCodes = {
  'connection-failed': 'The server was not reached, or the connection broke off before the answer was complete',
  'request-timeout': 'The server did not answer in time',
  aborted: 'The signal of the call was aborted',
  'not-hearthroom': 'The answer is not one of the REST API of Hearthroom',
  'admin-token-failed': 'getAdminToken failed, its error is the cause; or it returned no token',
} as const;

/** Codes of RestError. They are stable; a newer server may send further ones, which are passed on unchanged. */
export type RestErrorCode = ErrorCode | keyof typeof restErrorCodes | (string & Record<never, never>);

/** Details of a RestError. */
export interface RestErrorDetails {
  /** Name of the operation in the OpenAPI document, such as `createRoom`. */
  operation: string;
  /** Address of the server, as in `url` of the client; missing: `docs` is a path. */
  baseUrl?: string;
  /** HTTP status of the answer; missing: there was no answer. */
  status?: number;
  /** Identifies the request in the server's log. */
  correlationId?: string;
  /** How long the server asks to wait before the next attempt. */
  retryAfterMs?: number;
  /** The error below this one. */
  cause?: unknown;
}

/** The error with which every call of RestClient rejects. Its texts contain neither keys, tokens nor bodies. */
export class RestError extends Error {
  /** What happened, for the program to decide by; `message` is for the developer. */
  readonly code: RestErrorCode;
  /** Name of the operation in the OpenAPI document, such as `createRoom`. */
  readonly operation: string;
  /** Address of what the documentation says about this code, at the server of the client (`/docs/errors#…`). */
  readonly docs: string;
  /** HTTP status of the answer; missing: there was no answer. */
  readonly status?: number;
  /** Identifies the request in the server's log. */
  readonly correlationId?: string;
  /** How long the server asks to wait before the next attempt. */
  readonly retryAfterMs?: number;

  /** Created by RestClient. */
  constructor(code: RestErrorCode, message: string, details: RestErrorDetails) {
    const { operation, baseUrl = '', status, correlationId, retryAfterMs, cause } = details;
    super(`${operation}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'RestError';
    this.code = code;
    this.operation = operation;
    this.docs = `${baseUrl}/docs/errors#${code}`;
    if (status !== undefined) this.status = status;
    if (correlationId !== undefined) this.correlationId = correlationId;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
