/** Why a device could not be opened, as a finding. */
import type { PreflightCode } from '../preflight-codes.ts';

export function openFailureOf(device: 'camera' | 'microphone', error: unknown): PreflightCode {
  switch (Object(error).code) {
    case 'permission-denied':
      return `${device}-not-allowed`;
    case 'device-blocked-by-page':
      return `${device}-blocked-by-page`;
    case 'device-in-use':
      return `${device}-in-use`;
    case 'device-not-found':
      return `${device}-not-found`;
    default:
      return `${device}-failed`;
  }
}
