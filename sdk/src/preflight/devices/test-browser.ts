/** What this browser is able to do, and what it lacks. */
import { isEncryptionSupported } from '../../e2ee/is-encryption-supported.ts';
import type { PreflightCode } from '../preflight-codes.ts';
import type { PreflightReport } from '../preflight-types.ts';
import { resultOf } from '../results.ts';

export function testBrowser(): PreflightReport['browser'] {
  const encryption = isEncryptionSupported();
  const { mediaDevices } = globalThis.navigator;
  const screenSharing = mediaDevices !== undefined && 'getDisplayMedia' in mediaDevices;
  const speakerChoice = 'setSinkId' in HTMLMediaElement.prototype;
  const missing: readonly (PreflightCode | false)[] = [
    !globalThis.isSecureContext && 'browser-insecure-page',
    !('RTCPeerConnection' in globalThis) && 'browser-no-webrtc',
    !encryption && 'browser-no-encryption',
    !screenSharing && 'browser-no-screen-sharing',
    !speakerChoice && 'browser-no-speaker-choice',
  ];
  return {
    ...resultOf(missing.filter((code) => code !== false)),
    encryption,
    screenSharing,
    speakerChoice,
  };
}
