import type { CloseReason, ErrorCode } from '@hearthroom/sdk/protocol';

/** The close reason for an authentication that failed. */
export function closeReasonFor(code: ErrorCode): CloseReason {
  switch (code) {
    case 'token-expired':
    case 'passcode-required':
    case 'passcode-wrong':
    case 'not-available':
    case 'room-ended':
    case 'server-draining':
    case 'storage-unavailable':
    case 'internal':
    case 'preflight-off':
    case 'preflight-busy':
      return code;
    case 'invalid-params':
      return 'bad-message';
    // Of a preflight.
    case 'media-unavailable':
      return 'internal';
    default:
      return 'token-invalid';
  }
}
