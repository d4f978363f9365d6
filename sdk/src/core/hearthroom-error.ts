import { type ErrorCode, errorCodes } from '../../protocol/codes.ts';
import { RpcError } from '../../protocol/rpc.ts';

/** Error codes of this client, each with a message for the developer. The others are the protocol's ErrorCodes. */
export const clientErrorCodes = {
  'request-timeout': 'The server did not answer in time',
  'permission-denied': 'The person or the browser does not allow this device',
  'device-in-use': 'Another program uses this device',
  'device-not-found': 'There is no such device',
  'device-over-constrained': 'The device cannot do what was asked of it',
  'device-blocked-by-page': 'The page around this one, or a header of this page, does not allow this device',
  'background-unsupported': 'This browser cannot blur backgrounds',
  'background-failed': 'The background could not be blurred',
  'background-off': 'The room does not allow blurred backgrounds',
  superseded: 'A later call for the same device took the place of this one',
  'not-connected': 'The session is not connected',
  'media-unreachable': 'No media gets through between this device and the server',
  'token-provider-failed': 'getToken threw an error, which is the cause of this one',
  'not-hearthroom': 'Another server, or a proxy, answers at url',
  'key-missing': 'Their media cannot be decrypted',
  'encryption-failed': 'This cannot be encrypted',
} as const;

/** Codes of errors. They are stable; new ones may be added. */
export type HearthroomErrorCode = ErrorCode | keyof typeof clientErrorCodes;

let documentation = '/docs/errors';

/** Errors created from now on lead to the documentation of this server. @param address its WebSocket URL */
export function documentErrorsAt(address: string): void {
  documentation = address.replace('ws', 'http').replace(/v1\/connect$/, 'docs/errors');
}

/** The error with which every promise of this SDK rejects. */
export class HearthroomError extends Error {
  /** What happened, for the program to decide by; `message` is for the developer. */
  readonly code: HearthroomErrorCode;
  /** With code `internal`: identifies the error in the server's log. */
  readonly correlationId?: string;
  /** Address of what the documentation says about this code, at the server of the newest Session (`/docs/errors#…`). */
  readonly docs: string;

  /** @param message default: the code's own message */
  constructor(code: HearthroomErrorCode, message?: string, options: { correlationId?: string; cause?: unknown } = {}) {
    super(message ?? messageOf(code), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HearthroomError';
    this.code = code;
    this.docs = `${documentation}#${code}`;
    if (options.correlationId !== undefined) this.correlationId = options.correlationId;
  }
}

function messageOf(code: HearthroomErrorCode): string {
  return code in clientErrorCodes
    ? clientErrorCodes[code as keyof typeof clientErrorCodes]
    : errorCodes[code as ErrorCode];
}

export function isErrorCode(code: string): code is HearthroomErrorCode {
  return Object.hasOwn(errorCodes, code) || Object.hasOwn(clientErrorCodes, code);
}

/**
 * Converts an error of the protocol or of a library; unknown codes of a newer server become `internal` and keep their
 * message.
 */
export function toHearthroomError(error: unknown): HearthroomError {
  if (error instanceof HearthroomError) return error;
  if (error instanceof RpcError) {
    const { correlationId } = error;
    return new HearthroomError(isErrorCode(error.code) ? error.code : 'internal', error.message, {
      cause: error,
      ...(correlationId !== undefined && { correlationId }),
    });
  }
  return new HearthroomError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
