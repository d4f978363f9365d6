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
      return code;
    case 'invalid-params':
      return 'bad-message';
    default:
      return 'token-invalid';
  }
}
