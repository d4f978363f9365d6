import { type ErrorCode, errorCodes } from '../../protocol/codes.ts';
import { RpcError } from '../../protocol/rpc.ts';

/** What can go wrong on this side, with one line for the developer. The rest are the protocol's ErrorCodes. */
export const clientErrorCodes = {
  'request-timeout': 'The server did not answer in time',
  'permission-denied': 'The person or the browser does not allow this device',
  'device-in-use': 'Another program uses this device',
  'device-not-found': 'There is no such device',
  'device-over-constrained': 'The device cannot do what was asked of it',
  'device-blocked-by-page': 'The page around this one, or a header of this page, does not allow this device',
  superseded: 'A later call for the same device took the place of this one',
  'not-connected': 'The session is not connected',
  'media-unreachable': 'No media gets through between this device and the server',
  'token-provider-failed': 'getToken failed, its error is the cause; or it gave no token, or none in time',
} as const;

/** Stable strings; new ones may be added. */
export type HearthroomErrorCode = ErrorCode | keyof typeof clientErrorCodes;

/** Every rejection of this SDK. */
export class HearthroomError extends Error {
  readonly code: HearthroomErrorCode;
  /** With code `internal`: finds the incident in the server's log. */
  readonly correlationId?: string;

  constructor(code: HearthroomErrorCode, message?: string, options: { correlationId?: string; cause?: unknown } = {}) {
    super(message ?? messageOf(code), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HearthroomError';
    this.code = code;
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

/** An error of the wire or of a library as one of ours; codes of a newer server become `internal`, their text kept. */
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
