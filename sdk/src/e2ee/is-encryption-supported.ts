/** Whether a browser can encrypt end to end. */

/** The parts of the global object that are looked at. */
export interface EncryptionScope {
  RTCRtpScriptTransform?: unknown;
  RTCRtpSender?: unknown;
  Worker?: unknown;
  crypto?: { subtle?: unknown } | undefined;
}

/**
 * WebRTC Encoded Transform, workers and WebCrypto, which pages have in secure contexts only. Never throws, in Node and
 * old browsers neither.
 */
export function isEncryptionSupported(scope: EncryptionScope = globalThis): boolean {
  const { RTCRtpScriptTransform, RTCRtpSender, Worker, crypto } = scope;
  return (
    typeof RTCRtpScriptTransform === 'function' &&
    typeof RTCRtpSender === 'function' &&
    'transform' in RTCRtpSender.prototype &&
    typeof Worker === 'function' &&
    typeof crypto?.subtle === 'object'
  );
}
